using System.Management.Automation;

namespace KoreExport;

/// <summary>Asks once where a bot's latest definition export stands.</summary>
/// <remarks><para>Does not wait: Wait-KoreExport does, and knows how often the platform may be asked. Returns a new object; the one piped
/// in stays as it is.</para></remarks>
/// <example>
/// <title>The latest export of a bot</title>
/// <code>Get-KoreBotExportStatus -BotId $botId</code>
/// <para>Shows the latest export, whoever started it.</para>
/// </example>
/// <example>
/// <title>One export in particular</title>
/// <code>$export = Start-KoreBotExport -BotId $botId
/// $export | Get-KoreBotExportStatus</code>
/// <para>An error says so where the platform shows another export by now.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreBotExportStatus")]
[OutputType(typeof(KoreBotExport))]
public sealed class GetKoreBotExportStatus : StatusCmdlet
{
    private protected override KoreExportKind KindAskedFor => KoreExportKind.Bot;
}
