using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Pester;

/// <summary>Runs tests/Pester, which tries the module as it ships, in fresh PowerShells.</summary>
[Collection(nameof(PesterSuite))]
[TestCaseOrderer("KoreExport.Tests.Pester." + nameof(PesterRuns), "KoreExport.Tests")]
public sealed class PesterSuite(PesterSummary summary, ITestOutputHelper output)
{
    public static TheoryData<string> Files => [.. PesterFiles.Names];

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes(string file)
    {
        var result = await PesterRuns.ResultOf(file);
        output.WriteLine(result.Output);
        var counts = $"Pester {file}: {result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped";
        output.WriteLine(counts);
        summary.Add(counts, result);

        Assert.True(result.Failed == 0, string.Join("\n\n", result.Failures.Select(f => $"{f.Name}\n{f.Message}").Prepend(counts)));
        Assert.True(result.Passed > 0, $"{counts}: not one test was run.");
    }
}
