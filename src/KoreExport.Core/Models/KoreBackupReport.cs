namespace KoreExport;

/// <summary>What Test-KoreBackup found, over all folders together. Times are UTC.</summary>
public sealed class KoreBackupReport
{
    internal KoreBackupReport(IReadOnlyList<string> paths, IReadOnlyList<KoreBackupProblem> problems)
    {
        Path = paths;
        Problems = problems;
    }

    /// <summary>Whether nothing is wrong.</summary>
    public bool Ok => Problems.Count == 0;

    /// <summary>The folders.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>How many bots have a good export.</summary>
    public int BotCount { get; internal init; }

    /// <summary>Bots that are in a set and not, any more, among the bots of the account.</summary>
    public IReadOnlyList<string> Retired { get; internal init; } = [];

    /// <summary>How many files there are records of; they were read where they are.</summary>
    public int FileCount { get; internal init; }

    /// <summary>How many of them are good.</summary>
    public int GoodFileCount { get; internal init; }

    /// <summary>The bytes of the good ones.</summary>
    public long Size { get; internal init; }

    /// <summary>How many files are not there.</summary>
    public int Missing => Count(KoreBackupProblemKind.Missing);

    /// <summary>How many files are not as they were saved.</summary>
    public int Damaged => Count(KoreBackupProblemKind.Damaged);

    /// <summary>How many files are in a set and not of it; with -Strict only.</summary>
    public int Foreign => Count(KoreBackupProblemKind.Foreign);

    /// <summary>How many bots' newest good export is too old, counted by kind.</summary>
    public int Stale => Count(KoreBackupProblemKind.Stale);

    /// <summary>How many bots' latest export failed, counted by kind.</summary>
    public int Failed => Count(KoreBackupProblemKind.Failed);

    /// <summary>How many bots of the account are in no set.</summary>
    public int Absent => Count(KoreBackupProblemKind.Absent);

    /// <summary>How many records have a time that has not come yet.</summary>
    public int ClockSkew => Count(KoreBackupProblemKind.ClockSkew);

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<KoreBackupProblem> Problems { get; }

    /// <summary>The newest good export of the bot that waits longest for a new one.</summary>
    public DateTimeOffset? OldestOn { get; internal init; }

    /// <summary>The newest good export of all.</summary>
    public DateTimeOffset? NewestOn { get; internal init; }

    /// <summary>When the test was made.</summary>
    public DateTimeOffset CheckedOn { get; internal init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>The result in words.</summary>
    public override string ToString() => Ok ? $"{BotCount} bots, {FileCount} files, all good" : $"{Problems.Count} problems";

    private int Count(KoreBackupProblemKind kind) => Problems.Count(problem => problem.Problem == kind);
}
