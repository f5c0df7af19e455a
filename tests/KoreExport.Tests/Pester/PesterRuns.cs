using System.Text.Json;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace KoreExport.Tests.Pester;

/// <summary>
/// Runs all files at once, in a few processes that take them from a queue, while xunit asks for their results one by one. xunit never runs
/// the rows of a theory in parallel, but shows beforehand, to whoever orders them, which ones it will run.
/// </summary>
public sealed class PesterRuns : ITestCaseOrderer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(20);

    // Many tests wait for the sandbox, so one more than there are processors.
    private static readonly int Processes = Math.Clamp(Environment.ProcessorCount + 1, 2, 8);

    // The longest, by a clock, in this order.
    private static readonly string[] First = ["Secrets.Tests.ps1", "HelpExamples.Tests.ps1", "Restore.Tests.ps1"];

    private static Task<IReadOnlyDictionary<string, PesterResult>>? _results;

    /// <summary>What a file came to, once all have ended.</summary>
    internal static async Task<PesterResult> ResultOf(string file) => (await _results!)[file];

    /// <summary>Starts what will be run, long files first, so that none of them is left alone at the end.</summary>
    IEnumerable<TTestCase> ITestCaseOrderer.OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
    {
        List<TTestCase> cases = [.. testCases];
        List<string> asked = [.. cases.Select(FileOf).OfType<string>()];
        string[] files = [.. First.Intersect(asked), .. asked.Except(First).OrderByDescending(Length)];
        if (files.Length > 0)
        {
            _results = Task.Run(() => RunAsync(files));
        }

        return cases;
    }

    private static long Length(string file) => new FileInfo(PesterFiles.PathOf(file)).Length;

    // A theory that is skipped has no rows.
    private static string? FileOf<TTestCase>(TTestCase testCase)
        where TTestCase : ITestCase
        => testCase.TestMethodArguments is [string file] ? file : null;

    private static async Task<IReadOnlyDictionary<string, PesterResult>> RunAsync(string[] files)
    {
        var queue = Directory.CreateTempSubdirectory("koreexport-pester-").FullName;
        try
        {
            for (var i = 0; i < files.Length; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(queue, $"{i:000}.todo"), PesterFiles.PathOf(files[i]));
            }

            var outputs = await Task.WhenAll(Enumerable.Range(0, Math.Min(Processes, files.Length)).Select(_ => RunQueueAsync(queue)));
            var written = string.Concat(outputs);
            return files.Select(
                (file, i) => (file, Result: ReadResult(Path.Combine(queue, $"{i:000}.json"), PesterFiles.PathOf(file), written)))
                .ToDictionary(r => r.file, r => r.Result, StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(queue, recursive: true);
        }
    }

    private static async Task<string> RunQueueAsync(string queue)
    {
        try
        {
            var (exitCode, written) = await PowerShellProcess.RunAsync(
                Timeout, "-File", PesterFiles.Runner, "-Queue", queue, "-Pester", PesterFiles.Pester);
            return exitCode == 0 ? written : $"{written}\nThe process ended with exit code {exitCode}.\n";
        }
        catch (TimeoutException e)
        {
            // What other files came to is worth knowing all the same.
            return e.Message;
        }
    }

    private static PesterResult ReadResult(string resultPath, string path, string written)
    {
        var start = written.IndexOf($"== {path}{Environment.NewLine}", StringComparison.Ordinal);
        var end = start < 0 ? -1 : written.IndexOf("\n== ", start, StringComparison.Ordinal);
        var output = start < 0 ? written : end < 0 ? written[start..] : written[start..end];
        return File.Exists(resultPath)
            ? JsonSerializer.Deserialize<PesterResult>(File.ReadAllText(resultPath))! with { Output = output }
            : new(0, 1, 0, "", "", [new("The run", $"ended without a result.\n{output}")], output);
    }
}

/// <summary>A test, or something around tests, that failed.</summary>
internal sealed record PesterFailure(string Name, string Message);

/// <summary>The counts of a file, the versions that made them, and all that was written meanwhile.</summary>
internal sealed record PesterResult(
    int Passed, int Failed, int Skipped, string PowerShell, string Pester, IReadOnlyList<PesterFailure> Failures, string Output = "");
