using System.Net;
using System.Net.Sockets;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class KoreSandboxServerTests
{
    [Fact]
    public void Ids_and_secrets_look_like_the_platforms()
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 5);
        Assert.Matches("^cs-[0-9a-f-]{36}$", sandbox.Server.ClientId);
        Assert.Equal(44, sandbox.Server.ClientSecret.Length);
        Assert.Equal(5, sandbox.Server.BotId.Distinct().Count());
        Assert.All(sandbox.Server.BotId, id => Assert.Matches("^st-[0-9a-f-]{36}$", id));
    }

    [Fact]
    public void Ids_and_secrets_can_be_given()
    {
        using var sandbox = new SandboxFixture(o =>
        {
            o.BotId.Add("st-mine");
            o.ClientId = "cs-mine";
            o.ClientSecret = "secret";
        });
        Assert.Equal("st-mine", Assert.Single(sandbox.Server.BotId));
        Assert.Equal("cs-mine", sandbox.Server.ClientId);
        Assert.Equal("secret", sandbox.Server.ClientSecret);
    }

    [Fact]
    public async Task Hundreds_of_calls_at_once_are_answered()
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 300);
        var replies = await Task.WhenAll(sandbox.Server.BotId.Select(bot => sandbox.StartAsync(bot)));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(Enumerable.Range(1, 300), sandbox.Server.Requests.Select(r => r.Sequence));
    }

    [Fact]
    public async Task Clients_that_leave_do_no_harm()
    {
        using var sandbox = new SandboxFixture(o => o.BotExportBytes = 2_000_000);
        var link = await sandbox.LinkAsync();
        for (var client = 0; client < 5; client++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            (await SandboxFixture.SendAsync(request)).Dispose();
            using var half = new TcpClient();
            await half.ConnectAsync(IPAddress.Loopback, sandbox.Server.HostUri.Port);
            await half.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray());
        }

        Assert.Equal(200, (await sandbox.StatusAsync()).Status);
    }

    [Fact]
    public void Stopping_gives_both_ports_back_and_may_be_done_twice()
    {
        var first = KoreSandboxServer.Start(new KoreSandboxOptions());
        first.Stop();
        first.Dispose();
        var samePorts = new KoreSandboxOptions { Port = first.HostUri.Port, DownloadPort = first.DownloadHostUri.Port };
        using var second = KoreSandboxServer.Start(samePorts);
        Assert.Equal(first.HostUri, second.HostUri);
        Assert.Equal(first.DownloadHostUri, second.DownloadHostUri);
    }

    [Fact]
    public void A_port_that_is_taken_is_said_so()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Assert.Throws<IOException>(() => KoreSandboxServer.Start(new KoreSandboxOptions { Port = port }));
        Assert.Contains($" {port} ", error.Message);
        var second = Assert.Throws<IOException>(() => KoreSandboxServer.Start(new KoreSandboxOptions { DownloadPort = port }));
        Assert.Contains($" {port} ", second.Message);
    }

    [Fact]
    public async Task It_does_without_a_clock_of_its_own()
    {
        using var sandbox = new SandboxFixture(o =>
        {
            o.UtcNow = null;
            o.JobDuration = TimeSpan.Zero;
        });
        var claims = sandbox.Claims();
        claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds();
        var token = RawToken.Hmac(sandbox.Server.ClientSecret, claims);
        await sandbox.StartAsync(token: token);
        Assert.Equal("success", (string)(await sandbox.StatusAsync(token: token)).Json["status"]!);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_refused_at_the_start() =>
        Assert.Throws<FileNotFoundException>(() => new SandboxFixture(o => o.BotExportFile = "no such file.zip"));
}
