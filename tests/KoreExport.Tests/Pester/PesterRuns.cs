using System.Collections.Concurrent;
using System.Text.Json;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace KoreExport.Tests.Pester;

/// <summary>
/// Runs several files at the same time, while xunit asks for their results one by one. xunit never runs the rows of a theory in parallel,
/// but
/// shows beforehand, to whoever orders them, which ones it will run.
/// </summary>
public sealed class PesterRuns : ITestCaseOrderer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    // Many tests wait for the sandbox, so one more than there are processors.
    private static readonly SemaphoreSlim Places = new(Math.Clamp(Environment.ProcessorCount + 1, 2, 8));

    private static readonly ConcurrentDictionary<string, Task<PesterResult>> Started = new(StringComparer.Ordinal);

    /// <summary>What a file came to.</summary>
    internal static Task<PesterResult> ResultOf(string file) => Started.GetOrAdd(file, name => Task.Run(() => RunAsync(name)));

    /// <summary>Starts what will be run, long files first, so that none of them is left alone at the end.</summary>
    IEnumerable<TTestCase> ITestCaseOrderer.OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
    {
        List<TTestCase> ordered = [.. testCases.OrderByDescending(Length)];
        foreach (var file in ordered.Select(FileOf).OfType<string>())
        {
            _ = ResultOf(file);
        }

        return ordered;
    }

    // A theory that is skipped has no rows.
    private static string? FileOf<TTestCase>(TTestCase testCase)
        where TTestCase : ITestCase
        => testCase.TestMethodArguments is [string file] ? file : null;

    private static long Length<TTestCase>(TTestCase testCase)
        where TTestCase : ITestCase
        => FileOf(testCase) is { } file ? new FileInfo(PesterFiles.PathOf(file)).Length : 0;

    private static async Task<PesterResult> RunAsync(string file)
    {
        await Places.WaitAsync();
        var resultPath = Path.GetTempFileName();
        try
        {
            var (exitCode, written) = await PowerShellProcess.RunAsync(
                Timeout,
                "-File", PesterFiles.Runner,
                "-Path", PesterFiles.PathOf(file),
                "-ResultPath", resultPath,
                "-Pester", PesterFiles.Pester);
            var text = await File.ReadAllTextAsync(resultPath);
            var result = text.Length == 0
                ? new(0, 1, 0, "", "", [new("The run", $"ended with exit code {exitCode} and no result.\n{written}")])
                : JsonSerializer.Deserialize<PesterResult>(text)!;
            return result with { Output = written };
        }
        finally
        {
            File.Delete(resultPath);
            Places.Release();
        }
    }
}

/// <summary>A test, or something around tests, that failed.</summary>
internal sealed record PesterFailure(string Name, string Message);

/// <summary>The counts of a file, the versions that made them, and all that was written meanwhile.</summary>
internal sealed record PesterResult(
    int Passed, int Failed, int Skipped, string PowerShell, string Pester, IReadOnlyList<PesterFailure> Failures, string Output = "");
