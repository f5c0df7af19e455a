using System.Text;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>One thing to export.</summary>
internal sealed class BackupJob(string botId, string? name, KoreExportKind kind)
{
    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; } = botId;

    public string? Name { get; } = name;

    public KoreExportKind Kind { get; } = kind;

    /// <summary>How it is called on a progress bar.</summary>
    public string Label => Name ?? (BotId.Length > 0 ? BotId : "account");
}

/// <summary>What a run does with each bot.</summary>
internal sealed class BackupPlan
{
    public ExportRequest Request { get; init; } = new();

    /// <summary>What all jobs of the run share; a new one for each where there is none.</summary>
    public ExportContext? Context { get; init; }

    public WaitOptions Wait { get; init; } = new();

    public SaveOptions Save { get; init; } = new();

    /// <summary>The set that is written; null where a single file is saved to a path.</summary>
    public BackupSet? Set { get; init; }

    /// <summary>Whether what the set holds already is left out.</summary>
    public bool Resume { get; init; }

    /// <summary>How old that may be.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Whether a file that holds the same as the earlier one is dropped.</summary>
    public bool SkipUnchanged { get; init; }

    /// <summary>What tells one selection from another, short enough for an index.</summary>
    public string? OptionsOf(KoreExportKind kind) => Short(ExportDescriptors.For(kind).DescribeOptions(Request));

    private static string? Short(string? text)
    {
        if (text is null || text.Length <= 200)
        {
            return text;
        }

        using var sha256 = System.Security.Cryptography.SHA256.Create();
        return "sha256:" + Hex.Lower(sha256.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
