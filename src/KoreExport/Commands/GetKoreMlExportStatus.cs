using System.Management.Automation;

namespace KoreExport;

/// <summary>Asks once where a bot's latest utterance export stands.</summary>
/// <remarks><para>Does not wait: Wait-KoreExport does, and knows how often the platform may be asked. Returns a new object; the one piped
/// in stays as it is.</para></remarks>
/// <example>
/// <title>The latest utterance export of a bot</title>
/// <code>Get-KoreMlExportStatus -BotId $botId | Select-Object Status, PercentComplete</code>
/// <para>Shows how far it is.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreMlExportStatus")]
[OutputType(typeof(KoreMlExport))]
public sealed class GetKoreMlExportStatus : StatusCmdlet
{
    /// <summary>
    /// When the request was made, UTC, where that differs from CreatedOn: the platform's record may be older. Comes with an export that is
    /// piped in.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [UtcTimeTransformation]
    public DateTimeOffset? RequestedTime { get; set; }

    private protected override KoreExportKind KindAskedFor => KoreExportKind.MlUtterance;

    private protected override DateTimeOffset? RequestedOn => RequestedTime ?? base.RequestedOn;
}
