using System.Diagnostics;

namespace KoreExport.Tests.Pester;

/// <summary>
/// A fresh PowerShell: the one that .config/dotnet-tools.json pins, or the one that the environment variable KOREEXPORT_PWSH names
/// (a path, or a command on PATH such as powershell).
/// </summary>
internal static class PowerShellProcess
{
    private static readonly Lazy<(string? Obstacle, string Program, string[] Prefix)> Found = new(Find);

    /// <summary>Why there is no PowerShell to run, or null if there is one. Asked once.</summary>
    public static string? Obstacle => Found.Value.Obstacle;

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>Runs PowerShell to its end, or ends it and all that it has started when the time is over.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(TimeSpan timeout, params string[] arguments)
        => StartAsync(timeout, Found.Value.Program, [.. Found.Value.Prefix, "-NoProfile", "-NonInteractive", .. arguments]);

    private static async Task<(int ExitCode, string Output)> StartAsync(TimeSpan timeout, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = PesterFiles.Root,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NUGET_PACKAGES"] = PesterFiles.Packages;
        // The tool names the runtime that it was built for; a newer one does as well.
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        // Instrumented code never pays in processes that live for seconds: a third of the processor's time.
        start.Environment["DOTNET_TieredPGO"] = "0";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"PowerShell was ended after {timeout}. It had written:{Environment.NewLine}{await output}{await error}");
        }

        return (process.ExitCode, await output + await error);
    }

    private static (string? Obstacle, string Program, string[] Prefix) Find()
    {
        // Whoever names one wants that one: should it not start, the tests fail rather than being skipped.
        if (Environment.GetEnvironmentVariable("KOREEXPORT_PWSH") is { Length: > 0 } named)
        {
            return (null, named, []);
        }

        // Asked where it lives, because starting it from there spares each later start a second process.
        var (exitCode, written) = StartAsync(
            TimeSpan.FromMinutes(1),
            DotNet,
            ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", "$PSHOME"]).GetAwaiter().GetResult();
        var assembly = Path.Combine(written.Trim(), "pwsh.dll");
        return exitCode == 0 && File.Exists(assembly)
            ? (null, DotNet, ["exec", assembly])
            : (
                "no PowerShell: run 'dotnet tool restore' (needs the network once), or name a pwsh in the environment variable "
                    + "KOREEXPORT_PWSH",
                "",
                []);
    }
}
