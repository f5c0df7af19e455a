using System.Management.Automation;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Starts an export of a bot's definition.</summary>
/// <remarks>
/// <para>The platform works on it in the background: hand the result to Wait-KoreExport and Save-KoreExport. Export-KoreBot does all
/// three.</para>
/// <para>Without any selecting parameter everything is exported. Words are checked before anything is sent, because the platform takes a
/// misspelt one without a word and leaves the component out of the file.</para>
/// </remarks>
/// <example>
/// <title>Start, wait and save</title>
/// <code>Start-KoreBotExport -BotId $botId -ExportType Published | Wait-KoreExport | Save-KoreExport -Destination ./backup</code>
/// <para>Exports the published state of the bot and saves the verified zip.</para>
/// </example>
/// <example>
/// <title>Only some parts</title>
/// <code>Start-KoreBotExport -BotId $botId -Task botTask -NlpData utterances, synonyms -Setting botSettings</code>
/// <para>Starts an export of these components alone.</para>
/// </example>
/// <example>
/// <title>A key that the cmdlet does not know</title>
/// <code>Start-KoreBotExport -BotId $botId -Task botTask -AdditionalBody @{ exportOptions = @{ newOption = @('all') } }</code>
/// <para>Adds to the request body what the parameters do not reach.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "KoreBotExport", SupportsShouldProcess = true)]
[OutputType(typeof(KoreBotExport))]
public sealed class StartKoreBotExport : BotExportCmdlet
{
    private protected override string Activity => "Starting Kore.ai bot exports";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var botId in BotId.Where(IsNew))
        {
            if (ShouldProcess(botId, $"Start export ({Request.ExportType})"))
            {
                var request = new ExportRequest { Bot = Request };
                Run(botId, (_, token) => Api.StartAsync(JobExportDescriptor.Bot, BotIdRule.Parse(botId), request, token));
            }
        }
    }
}
