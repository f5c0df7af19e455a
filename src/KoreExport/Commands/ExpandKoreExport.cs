using System.Management.Automation;
using KoreExport.Definitions;

namespace KoreExport;

/// <summary>Expands exports into folders that people, diffs and git can read.</summary>
/// <remarks>
/// <para>A bot's definition becomes a folder with one file a component, under names that stay the same from night to night. Scripts and
/// messages are decoded into files of their own, and lists whose order means nothing are sorted, so that a diff shows what changed and
/// nothing else. Files of a component that is gone are removed; files that are not of the expansion are left alone.</para>
/// <para>The folder proves itself: it is merged again in memory and compared with the export to the byte before it takes its place. Where
/// that fails there is an error, and what was there before stays. Merge-KoreExport makes the export of it again.</para>
/// <para>Exports that are not definitions (variables, utterances, test suites, roles) keep their files and have folders of their own
/// beside the bot's, with the kind after a hyphen. Of several exports of the same bot the last one counts, and there is a warning.</para>
/// <para>Exports hold API keys. With -Redact they are masked, and such a folder cannot be merged. Without it, keep the folder as safe as
/// the exports.</para>
/// </remarks>
/// <example>
/// <title>One export</title>
/// <code>Expand-KoreExport ./backup/bank.zip -Destination ./bots</code>
/// <para>Writes a folder with the bot's id below bots.</para>
/// </example>
/// <example>
/// <title>The nightly job, for git</title>
/// <code>Get-KoreBot | Export-KoreBot -Destination ./backup | Expand-KoreExport -Destination ./bots -Redact -FolderName Name</code>
/// <para>Exports all bots and writes their trees without secrets; commit the folder bots.</para>
/// </example>
/// <example>
/// <title>What one export changed in the tree</title>
/// <code>(Expand-KoreExport ./backup/bank.zip -Destination ./bots).Modified</code>
/// <para>Lists the files that differ from the expansion before.</para>
/// </example>
[Cmdlet(VerbsData.Expand, "KoreExport", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(KoreExpandedExport))]
public sealed class ExpandKoreExport : LocalInputCmdlet
{
    private const string ByBotId = "BotId";
    private const string ByName = "Name";

    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder that gets one folder a bot; it is created where it is missing. Wildcards in it are taken literally.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Component for one file a component, File for the files of the export as they are.</summary>
    /// <default>Component</default>
    [Parameter]
    public KoreTreeLayout Layout { get; set; }

    /// <summary>What a bot's folder is called after: BotId, which is always there and unique, or Name.</summary>
    /// <default>BotId</default>
    [Parameter]
    [ValidateSet(ByBotId, ByName)]
    public string FolderName { get; set; } = ByBotId;

    /// <summary>Masks secrets with a hash, so that a change of one still shows. Such a folder cannot be merged.</summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary>Regular expressions for more secrets, for -Redact. A group called secret says what of a match is masked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SecretPattern { get; set; } = [];

    /// <summary>Writes into a folder that has files of somebody else, or the tree of another bot.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The bot, for files that do not say it; saved exports bring it along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BotId { get; set; }

    /// <summary>What was exported; saved exports bring it along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public KoreExportKind? Kind { get; set; }

    /// <summary>Which one, where there are several of a kind; saved exports bring it along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Part { get; set; }

    private protected override string Activity => "Expanding Kore.ai exports";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        CheckPatterns(SecretPattern);
        Destination = TerminateOnError(() => FileSystemPath.Resolve(SessionState, Destination));
    }

    /// <inheritdoc/>
    private protected override bool IsWanted(string path) => System.IO.File.Exists(path);

    /// <inheritdoc/>
    private protected override void Process(string path)
    {
        if (!ShouldProcess(path, $"Expand into {Destination}"))
        {
            return;
        }

        var options = new ExpandOptions
        {
            SourcePath = path,
            Destination = Destination,
            BotId = string.IsNullOrEmpty(BotId) ? null : BotId,
            Kind = Kind,
            Part = Part,
            IsFolderNamedByName = string.Equals(FolderName, ByName, StringComparison.OrdinalIgnoreCase),
            Layout = Layout,
            Redact = Redact,
            SecretPatterns = SecretPattern,
            Force = Force,
        };
        var expanded = Run(path, token => ExportExpander.Expand(options, token));
        if (!_folders.Add(expanded.Path))
        {
            Queue.Warn(
                $"{expanded.Path} was written more than once and holds the last export, {path}. Get-KoreBackup -Newest 1 gives one.");
        }

        WriteObject(expanded);
    }
}
