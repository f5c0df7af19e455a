using System.Management.Automation;
using KoreExport.DirectExports;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Gets the variables of bots, without saving them.</summary>
/// <remarks>
/// <para>Values of secured variables come back empty. Values are in the property Value or, by language, in Locales; no view shows them,
/// because they can be secrets.</para>
/// <para>The app needs the scope Export Variables, which only apps of the Bot Builder can have. Export-KoreBotVariable saves what the
/// platform answers, byte for byte.</para>
/// </remarks>
/// <example>
/// <title>Which values have to be kept elsewhere</title>
/// <code>Get-KoreBotVariable -BotId $botId | Where-Object IsSecured</code>
/// <para>Lists the variables whose values no export has.</para>
/// </example>
/// <example>
/// <title>One value</title>
/// <code>(Get-KoreBotVariable -BotId $botId | Where-Object Key -eq host_url).Value</code>
/// <para>Shows where the bot's services are.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreBotVariable")]
[OutputType(typeof(KoreBotVariable))]
public sealed class GetKoreBotVariable : BotCmdlet
{
    private protected override string Activity => "Getting variables of Kore.ai bots";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var botId in BotId.Where(IsNew))
        {
            Run(botId, (_, token) => VariableExportDescriptor.GetAsync(new ExportContext(Api), BotIdRule.Parse(botId), token));
        }
    }
}
