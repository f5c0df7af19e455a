using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Pester;

/// <summary>Runs tests/Pester, which tries the module as it ships, in a fresh PowerShell for each file.</summary>
[Collection(nameof(PesterSuite))]
public sealed class PesterSuite(PesterSummary summary, ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Files => [.. PesterFiles.Names];

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes(string file)
    {
        var resultPath = Path.GetTempFileName();
        try
        {
            var (exitCode, written) = await PowerShellProcess.RunAsync(
                Timeout, "-File", PesterFiles.Runner, "-Path", PesterFiles.PathOf(file), "-ResultPath", resultPath);
            output.WriteLine(written);

            var text = await File.ReadAllTextAsync(resultPath);
            Assert.True(text.Length > 0, $"Pester {file}: the run ended with exit code {exitCode} and no result.\n{written}");

            var result = JsonSerializer.Deserialize<PesterResult>(text)!;
            var counts = $"Pester {file}: {result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped";
            output.WriteLine(counts);
            summary.Add(counts);

            Assert.True(result.Failed == 0, string.Join("\n\n", result.Failures.Select(f => $"{f.Name}\n{f.Message}").Prepend(counts)));
            Assert.True(result.Passed > 0, $"{counts}: not one test was run.");
        }
        finally
        {
            File.Delete(resultPath);
        }
    }

    private sealed record PesterFailure(string Name, string Message);

    private sealed record PesterResult(int Passed, int Failed, int Skipped, IReadOnlyList<PesterFailure> Failures);
}
