using System.Globalization;
using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Loading;
using KoreExport.Reports;

namespace KoreExport;

/// <summary>Makes one HTML page of differences between exports, of restores, or of the report of a tested backup.</summary>
/// <remarks>
/// <para>The page needs nothing else: no script, no font and no style from elsewhere, and its content security policy refuses them. It has
/// counts for each bot, and then the changes by component, code and texts side by side with the changed words marked. It is readable on a
/// phone and in print, light or dark as the reader's system is.</para>
/// <para>All text is escaped; control characters and marks that turn the direction of text are shown as what they are. The page is ASCII,
/// so that it can be saved in any encoding. Secrets are masked in it as Compare-KoreExport masked them.</para>
/// <para>The page shows the first 3,000 differences, 1,000 lines of each, and counts all.</para>
/// </remarks>
/// <example>
/// <title>What changed between two exports</title>
/// <code>Compare-KoreExport ./monday.zip ./tuesday.zip | ConvertTo-KoreHtml | Set-Content ./changes.html</code>
/// <para>Writes the page.</para>
/// </example>
/// <example>
/// <title>The backup, every morning</title>
/// <code>Test-KoreBackup ./backup | ConvertTo-KoreHtml -Title 'Backup of the bots' | Set-Content ./backup.html</code>
/// <para>Writes the report as a page that can be sent by mail.</para>
/// </example>
/// <example>
/// <title>A restore</title>
/// <code>Restore-KoreBot ./bot.zip -AsNew -Name 'A copy' -Confirm:$false | ConvertTo-KoreHtml | Set-Content ./restore.html</code>
/// <para>Writes whether the copy is verified, its steps that failed, and in what it differs.</para>
/// </example>
[Cmdlet(VerbsData.ConvertTo, "KoreHtml")]
[OutputType(typeof(string))]
public sealed class ConvertToKoreHtml : LocalCmdlet
{
    private readonly List<KoreDifference> _differences = [];
    private readonly List<KoreBackupReport> _backups = [];
    private readonly List<KoreRestore> _restores = [];

    /// <summary>What Compare-KoreExport, Restore-KoreBot or Test-KoreBackup returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>What the page is called.</summary>
    /// <default>What it is about</default>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    private protected override string Activity => "Writing a page";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in InputObject)
        {
            InvokeForItem(item, () => Add(item));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var report = new HtmlReport
        {
            Title = Title
                ?? (_backups.Count > 0 ? "Backup of Kore.ai bots"
                    : _restores.Count > 0 ? "Restores of Kore.ai bots"
                    : "Changes of Kore.ai bots"),
            CreatedOn = Clock.System.UtcNow,
            Differences = _differences,
            BackupReports = _backups,
            Restores = _restores,
        };
        var page = Run(report.Title, token =>
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            PrivateAssemblies.HtmlReportWriter.Write(report, output, token);
            return output.ToString();
        });
        base.EndProcessing();
        WriteObject(page);
    }

    private void Add(PSObject item)
    {
        switch (item.BaseObject)
        {
            case KoreDifference difference:
                _differences.Add(difference);
                break;
            case KoreBackupReport backup:
                _backups.Add(backup);
                break;
            case KoreRestore restore:
                _restores.Add(restore);
                _differences.AddRange(restore.Differences);
                break;
            default:
                throw KoreErrors.OptionInvalid(
                    $"A {item.BaseObject.GetType().Name} is no difference, no restore and no report of a backup.",
                    "Pipe in what Compare-KoreExport, Restore-KoreBot or Test-KoreBackup returned.");
        }
    }
}
