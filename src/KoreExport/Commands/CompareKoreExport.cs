using System.Management.Automation;
using KoreExport.Definitions;

namespace KoreExport;

/// <summary>Compares two exports of a bot and says what changed.</summary>
/// <remarks>
/// <para>Takes zips, folders that Expand-KoreExport wrote and single files, in any mix. Components are matched by their refId and then by
/// their name, never by ids that each copy has anew; a component that has another name is one difference, though the name stands in five
/// places. What changes by itself (ids, times, the canvas, hashes) is left out unless -IncludeVolatile is given. Texts and code come
/// decoded, secrets masked. Files with variables and utterances are compared row by row, CSV and JSON alike.</para>
/// <para>What Get-KoreBackup returns is compared with the export before it; an export that has none before it is one difference, an added
/// bot or file. Needs no session and no network.</para>
/// </remarks>
/// <example>
/// <title>Two exports</title>
/// <code>Compare-KoreExport ./monday.zip ./tuesday.zip</code>
/// <para>Lists what changed, component by component.</para>
/// </example>
/// <example>
/// <title>A gate in a build</title>
/// <code>if (-not (Compare-KoreExport ./reviewed ./deployed.zip -Quiet)) { throw 'The bot is not the reviewed one.' }</code>
/// <para>True where nothing differs.</para>
/// </example>
/// <example>
/// <title>Which scripts changed</title>
/// <code>Compare-KoreExport ./monday.zip ./tuesday.zip | Where-Object Property -eq script | Format-List Name, Before, After</code>
/// <para>Shows the code before and after.</para>
/// </example>
/// <example>
/// <title>How much changed</title>
/// <code>Compare-KoreExport ./monday.zip ./tuesday.zip -Summary</code>
/// <para>Counts the differences.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "KoreExport", DefaultParameterSetName = DifferenceSet)]
[OutputType(typeof(KoreDifference), ParameterSetName = [DifferenceSet])]
[OutputType(typeof(KoreComparison), ParameterSetName = [SummarySet])]
[OutputType(typeof(bool), ParameterSetName = [QuietSet])]
public sealed class CompareKoreExport : LocalCmdlet
{
    private const string DifferenceSet = "Difference";
    private const string SummarySet = "Summary";
    private const string QuietSet = "Quiet";

    private bool _isEqual = true;

    /// <summary>
    /// The older export: a zip, an expanded export or a file. Objects bring it along as PreviousPath; where that is empty, all is new.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PreviousPath")]
    [AllowNull]
    [AllowEmptyString]
    public string? ReferencePath { get; set; }

    /// <summary>The newer export. Objects bring it along as Path, FullName or PSPath.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? DifferencePath { get; set; }

    /// <summary>Compares too what changes by itself: ids, times, the canvas, hashes, counts.</summary>
    [Parameter]
    public SwitchParameter IncludeVolatile { get; set; }

    /// <summary>Regular expressions for more secrets to mask. A group called secret says what of a match is masked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SecretPattern { get; set; } = [];

    /// <summary>Returns counts for each pair of exports in place of the differences.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SummarySet)]
    public SwitchParameter Summary { get; set; }

    /// <summary>Returns True where nothing differs in all that was compared, and else False.</summary>
    [Parameter(Mandatory = true, ParameterSetName = QuietSet)]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The bot, for files that do not say it; objects bring it along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BotId { get; set; }

    private protected override string Activity => "Comparing Kore.ai exports";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        CheckPatterns(SecretPattern);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => InvokeForItem(DifferencePath, () =>
    {
        var options = new CompareOptions
        {
            ReferencePath = string.IsNullOrEmpty(ReferencePath) ? string.Empty : FileSystemPath.Resolve(SessionState, ReferencePath!),
            DifferencePath = FileSystemPath.Resolve(SessionState, DifferencePath!),
            BotId = string.IsNullOrEmpty(BotId) ? null : BotId,
            IncludeVolatile = IncludeVolatile,
            SecretPatterns = SecretPattern,
        };
        if (Quiet)
        {
            _isEqual &= _isEqual && Run(options.DifferencePath, token => !ExportComparer.Compare(options, token).Any());
        }
        else if (Summary)
        {
            WriteObject(Run(options.DifferencePath, token => ComparisonSummary.Make(options, token)));
        }
        else
        {
            Run(options.DifferencePath, token => WriteAll(options, token));
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Quiet)
        {
            WriteObject(_isEqual);
        }
    }

    /// <inheritdoc/>
    private protected override void WriteFailure(Exception failure, object? target)
    {
        // What could not be compared is not known to be equal.
        _isEqual = false;
        base.WriteFailure(failure, target);
    }

    // Written while others are still looked for: there may be very many.
    private bool WriteAll(CompareOptions options, CancellationToken token)
    {
        foreach (var difference in ExportComparer.Compare(options, token))
        {
            token.ThrowIfCancellationRequested();
            Queue.Post(() => WriteObject(difference));
        }

        return true;
    }
}
