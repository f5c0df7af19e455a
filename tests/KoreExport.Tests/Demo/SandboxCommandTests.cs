using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KoreExport.Tests.Pester;
using KoreExport.Tests.Sandbox;
using Xunit;

namespace KoreExport.Tests.Demo;

/// <summary>The sandbox as clients other than PowerShell start it.</summary>
public sealed class SandboxCommandTests
{
    [Fact]
    public async Task Download_port_public_key_encryption_and_the_names_of_xo11_can_be_had()
    {
        using var key = RSA.Create(2048);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, key.ExportSubjectPublicKeyInfoPem());
            var port = FreePort();
            using var process = Start(
                "--download-port", $"{port}", "--enforce-jwe", "--public-key", file, "--app-definition", "--job-seconds", "0",
                "--bot-id", "st-1", "--bot-id", "st-2", "--bot-name", "st-1=Shop=1", "--linked-apps", "st-2=st-1,st-3", "--plant-secrets",
                "--admin-app", "false", "--linked-app-shape", "published");
            try
            {
                var said = JsonNode.Parse((await process.StandardOutput.ReadLineAsync())!)!;
                Assert.Equal($"http://127.0.0.1:{port}", (string)said["downloadHostUri"]!);
                Assert.Equal(["st-1", "st-2"], said["botIds"]!.AsArray().Select(id => (string)id!));
                var definition = SandboxFixture.Definition(await ExportAsync(said, key));
                Assert.True(definition.ContainsKey("dialogGPTSettings"));
                Assert.Equal("Shop=1", (string)definition["localeData"]!["en"]!["name"]!);
                Assert.Contains(SandboxSecrets.ScriptMark, definition.ToJsonString());
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--port")]
    [InlineData("--port", "x")]
    [InlineData("--port", "99999999999")]
    [InlineData("--bot-name", "st-1")]
    [InlineData("--public-key", "no such file.pem")]
    public async Task What_it_does_not_understand_it_says_with_all_it_understands(params string[] arguments)
    {
        using var process = Start(arguments);
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith(arguments is ["--nonsense"] ? "There is no option --nonsense." : arguments[0], said);
        var missing = typeof(KoreSandboxOptions).GetProperties()
            .Where(property => property.Name != nameof(KoreSandboxOptions.UtcNow))
            .Where(property => !said.Contains("[--" + string.Concat(property.Name.Select((letter, i) =>
                char.IsUpper(letter) && i > 0 ? "-" + char.ToLowerInvariant(letter) : $"{char.ToLowerInvariant(letter)}"))));
        Assert.Empty(missing.Select(property => property.Name));
    }

    private static async Task<byte[]> ExportAsync(JsonNode said, RSA key)
    {
        using var http = new HttpClient();
        string Token() => RawToken.Encrypt(
            RawToken.Rsa(key, new() { ["appId"] = (string)said["clientId"]! }, "RS256"), said["encryptionKey"]!.ToJsonString());

        async Task<JsonNode> CallAsync(HttpMethod method, string call, string? body = null)
        {
            using var request = new HttpRequestMessage(method, $"{said["hostUri"]}/api/public/bot/st-1/{call}");
            request.Headers.TryAddWithoutValidation("auth", Token());
            request.Content = body is null ? null : new StringContent(body);
            using var response = await http.SendAsync(request);
            return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        }

        await CallAsync(HttpMethod.Post, "export", """{"exportType":"latest"}""");
        var status = await CallAsync(HttpMethod.Get, "export/status");
        return await http.GetByteArrayAsync((string)status["downloadURL"]!);
    }

    private static int FreePort()
    {
        using var other = KoreSandboxServer.Start(new KoreSandboxOptions());
        return other.DownloadHostUri.Port;
    }

    private static Process Start(params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(PesterFiles.Root, "tests", "Demo", "bin", configuration, "net10.0", "KoreExport.Demo.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "sandbox", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
