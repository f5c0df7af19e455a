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
/// <title>Work with them</title>
/// <code>Export-KoreBotVariable -BotId $botId -Path ./variables.json -Force -PassThru | Where-Object IsSecured</code>
/// <para>Saves them too, and lists those whose values have to be kept elsewhere.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreBotVariable", SupportsShouldProcess = true)]
[OutputType(typeof(KoreSavedExport), typeof(KoreBotVariable))]
public sealed class ExportKoreBotVariable : DirectExportCmdlet
{
    /// <summary>The bots: ids, or objects with a BotId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    public string[] BotId { get; set; } = [];

    /// <summary>Returns the variables in place of the saved file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

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

    private void Start(BackupJob job)
    {
        IReadOnlyList<KoreBotVariable> variables = [];
        Export(
            job,
            async (context, token) =>
            {
                (var saved, variables) = await ExportDescriptors.Variable.SaveAsync(context, job.Bot!.Value, token).ConfigureAwait(false);
                context.Saved(saved);
            },
            PassThru ? () => variables : null);
    }
}
