using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.DirectExports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Exports the variables of bots to verified JSON files.</summary>
/// <remarks>
/// <para>The file holds the platform's answer byte for byte. Values of secured variables come back empty: there is a warning where a bot
/// has some.</para>
/// <para>The app needs the scope Export Variables, which only apps of the Bot Builder can have. Values can be secrets all the same: on
/// Linux and macOS the files are readable by their owner only.</para>
/// </remarks>
/// <example>
/// <title>Save the variables of a bot</title>
/// <code>Export-KoreBotVariable -BotId $botId -Destination ./backup</code>
/// <para>Saves them as a JSON file named after bot and time.</para>
/// </example>
/// <example>
/// <title>Replace a file</title>
/// <code>Export-KoreBotVariable -BotId $botId -Path ./variables.json -Force</code>
/// <para>Replaces variables.json once the new file is whole. Get-KoreBotVariable shows the variables without saving them.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreBotVariable", SupportsShouldProcess = true, DefaultParameterSetName = FolderSet)]
[OutputType(typeof(KoreSavedExport))]
public sealed class ExportKoreBotVariable : DirectExportCmdlet
{
    /// <summary>The bots: ids, or objects with a BotId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [AllowEmptyString]
    public string[] BotId { get; set; } = [];

    private protected override string Activity => "Exporting variables of Kore.ai bots";

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var botId in BotId)
        {
            if (ShouldProcess(botId, $"Export variables to {Target}"))
            {
                InvokeForItem(botId, () => Start(new BackupJob(BotIdRule.Parse(botId), KoreExportKind.Variable)));
            }
        }
    }

    private void Start(BackupJob job) =>
        Export(job, (context, token) => ExportDescriptors.Variable.ExportAsync(context, job.Bot, token));
}
