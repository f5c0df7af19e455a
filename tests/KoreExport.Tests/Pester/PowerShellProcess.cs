using System.Diagnostics;

namespace KoreExport.Tests.Pester;

/// <summary>A fresh PowerShell 7: what it is, whether it is there, and how it is run.</summary>
internal static class PowerShellProcess
{
    private static readonly Lazy<string?> Probed = new(Probe);

    /// <summary>Why Pester cannot run here, or null if it can. Asked once.</summary>
    public static string? Obstacle => Probed.Value;

    /// <summary>Runs PowerShell to its end, or ends it and all that it has started when the time is over.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(TimeSpan timeout, params string[] arguments)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = PesterFiles.Root,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";

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
            throw new TimeoutException($"PowerShell was ended after {timeout}. It had written:{Environment.NewLine}{await output}{await error}");
        }

        return (process.ExitCode, await output + await error);
    }

    private static string? Probe()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(f => File.Exists(Path.Combine(f, name))))
        {
            return "no pwsh on PATH";
        }

        const string Question = "exit [int] -not (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.5')";
        var (exitCode, _) = RunAsync(TimeSpan.FromMinutes(1), "-Command", Question).GetAwaiter().GetResult();
        return exitCode == 0 ? null : "pwsh has no Pester 5.5 or newer";
    }
}
