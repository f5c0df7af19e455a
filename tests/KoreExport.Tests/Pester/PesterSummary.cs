using Xunit;

namespace KoreExport.Tests.Pester;

/// <summary>The counts of the Pester files and their sum, kept for whoever adds results up; begun anew with each run.</summary>
public sealed class PesterSummary : IDisposable
{
    private readonly string _path = Path.Combine(PesterFiles.Root, "TestResults", "pester.txt");
    private readonly List<string> _lines = [];
    private readonly List<PesterResult> _results = [];

    public PesterSummary()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, "");
    }

    /// <summary>Adds one file.</summary>
    internal void Add(string counts, PesterResult result)
    {
        _lines.Add(counts);
        _results.Add(result);
    }

    /// <summary>Writes the files in the order of their names, and their sum.</summary>
    public void Dispose()
    {
        _lines.Sort(StringComparer.Ordinal);
        var sum =
            $"{_lines.Count} Pester files: {_results.Sum(r => r.Passed)} passed, {_results.Sum(r => r.Failed)} failed, "
                + $"{_results.Sum(r => r.Skipped)} skipped";
        var versions = _results.Select(r => $"PowerShell {r.PowerShell}, Pester {r.Pester}").Distinct();
        File.WriteAllLines(_path, [.. _lines, $"{sum} ({string.Join("; ", versions)})"]);
    }
}

/// <summary>A PowerShell that starts while other tests keep the machine busy would make their clocks, and its own, unreliable.</summary>
[CollectionDefinition(nameof(PesterSuite), DisableParallelization = true)]
public sealed class PesterSuiteAlone : ICollectionFixture<PesterSummary>;
