using Xunit;

namespace KoreExport.Tests.Pester;

/// <summary>The counts of the Pester files, kept for whoever adds results up; begun anew with each run.</summary>
public sealed class PesterSummary
{
    private readonly string _path = Path.Combine(PesterFiles.Root, "TestResults", "pester.txt");

    public PesterSummary()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, "");
    }

    /// <summary>Adds one file's line.</summary>
    public void Add(string counts) => File.AppendAllLines(_path, [counts]);
}

/// <summary>A PowerShell that starts while other tests keep the machine busy would make their clocks, and its own, unreliable.</summary>
[CollectionDefinition(nameof(PesterSuite), DisableParallelization = true)]
public sealed class PesterSuiteAlone : ICollectionFixture<PesterSummary>;
