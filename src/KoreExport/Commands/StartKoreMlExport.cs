using System.Management.Automation;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Starts an export of a bot's machine-learning utterances.</summary>
/// <remarks><para>The platform works on it in the background: hand the result to Wait-KoreExport and Save-KoreExport.</para></remarks>
/// <example>
/// <title>Utterances for the data team</title>
/// <code>Start-KoreMlExport -BotId $botId -FileType Json | Wait-KoreExport | Save-KoreExport -Path ./utterances.json</code>
/// <para>Saves the utterances as one JSON file.</para>
/// </example>
/// <example>
/// <title>Several bots</title>
/// <code>$botIds | Start-KoreMlExport | Wait-KoreExport | Save-KoreExport -Destination ./utterances</code>
/// <para>All exports run at the same time; each file is saved as soon as its export is done.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "KoreMlExport", SupportsShouldProcess = true)]
[OutputType(typeof(KoreMlExport))]
public sealed class StartKoreMlExport : BotCmdlet
{
    /// <summary>The format of the file.</summary>
    /// <default>Csv</default>
    [Parameter(Position = 1)]
    public KoreMlFileType FileType { get; set; }

    /// <summary>Which state of the bot; the platform documents only configured.</summary>
    /// <default>configured</default>
    [Parameter]
    [ArgumentCompleter(typeof(StateCompleter))]
    [ValidatePattern("^[A-Za-z]+$")]
    public string State { get; set; } = "configured";

    private protected override string Activity => "Starting Kore.ai utterance exports";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        var request = new ExportRequest { FileType = FileType.ToApiWord(), State = State };
        foreach (var botId in BotId.Where(IsNew))
        {
            if (ShouldProcess(botId, $"Start utterance export ({request.FileType})"))
            {
                Run(botId, (_, token) => Api.StartAsync(JobExportDescriptor.MlUtterance, BotIdRule.Parse(botId), request, token));
            }
        }
    }
}
