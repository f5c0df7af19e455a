namespace KoreExport.Sandbox;

/// <summary>
/// Odd states of an export. Only <see cref="FailCount"/> counts down over all exports; the other numbers hold for each export anew.
/// </summary>
public sealed class SandboxJobFaults : FaultGroup
{
    private int _firstStatus500;
    private int _staleStatusCount;
    private int? _supersedeAfterPolls;
    private int _successWithoutLinkCount;
    private bool _linkFieldAbsent;
    private string? _unknownStatusWord;
    private int _failCount;
    private string? _failureWord;
    private string? _failureLog;
    private string? _failureMessage;
    private bool _neverFinish;
    private bool _percentGoesBack;
    private string? _botIdField = "streamId";
    private bool _omitId;
    private string? _fileSize;

    /// <summary>How many status calls right after each start answer 500; the next one is fine [seen].</summary>
    public int FirstStatus500
    {
        get => Read(ref _firstStatus500);
        set => Write(ref _firstStatus500, value);
    }

    /// <summary>
    /// How many status calls after each start still show the bot's request before, link and all [qa]. Nothing happens where there is none;
    /// see <see cref="KoreSandboxServer.AddFinishedBotExport"/>.
    /// </summary>
    public int StaleStatusCount
    {
        get => Read(ref _staleStatusCount);
        set => Write(ref _staleStatusCount, value);
    }

    /// <summary>
    /// After how many status calls somebody else starts an export of the same bot, which is done at once and hides the caller's [qa]; 0:
    /// before the first. Null: nobody does.
    /// </summary>
    public int? SupersedeAfterPolls
    {
        get => Read(ref _supersedeAfterPolls);
        set => Write(ref _supersedeAfterPolls, value);
    }

    /// <summary>How many successful status answers of each request have no link. The seed's own sample is one.</summary>
    public int SuccessWithoutLinkCount
    {
        get => Read(ref _successWithoutLinkCount);
        set => Write(ref _successWithoutLinkCount, value);
    }

    /// <summary>An answer without a link lacks the field; otherwise it holds "" [seed].</summary>
    public bool LinkFieldAbsent
    {
        get => Read(ref _linkFieldAbsent);
        set => Write(ref _linkFieldAbsent, value);
    }

    /// <summary>A word in place of <c>pending</c> or <c>IN_PROGRESS</c>.</summary>
    public string? UnknownStatusWord
    {
        get => Read(ref _unknownStatusWord);
        set => WriteText(ref _unknownStatusWord, value);
    }

    /// <summary>How many of the exports started from now on fail when their time is over.</summary>
    public int FailCount
    {
        get => Read(ref _failCount);
        set => Write(ref _failCount, value);
    }

    /// <summary>
    /// The word of a failed export; null: <c>failed</c> [seen] for a bot export, <c>FAILED</c> for ML. The vendor's tests also have
    /// <c>failure</c> [qa].
    /// </summary>
    public string? FailureWord
    {
        get => Read(ref _failureWord);
        set => WriteText(ref _failureWord, value);
    }

    /// <summary>The reason in <c>statusLogs</c> of a failed export [inferred]; null: none.</summary>
    public string? FailureLog
    {
        get => Read(ref _failureLog);
        set => WriteText(ref _failureLog, value);
    }

    /// <summary>The reason in <c>message</c> of a failed export [inferred]; null: none.</summary>
    public string? FailureMessage
    {
        get => Read(ref _failureMessage);
        set => WriteText(ref _failureMessage, value);
    }

    /// <summary>Exports stay unfinished while this is set.</summary>
    public bool NeverFinish
    {
        get => Read(ref _neverFinish);
        set => Write(ref _neverFinish, value);
    }

    /// <summary><c>percentageComplete</c> of an unfinished ML export falls with time instead of rising.</summary>
    public bool PercentGoesBack
    {
        get => Read(ref _percentGoesBack);
        set => Write(ref _percentGoesBack, value);
    }

    /// <summary>The field that holds the bot's id: <c>streamId</c> [seed], <c>botId</c> [doc], null for neither.</summary>
    public string? BotIdField
    {
        get => Read(ref _botIdField);
        set => WriteText(ref _botIdField, value);
    }

    /// <summary>Starts and statuses lack <c>_id</c>.</summary>
    public bool OmitId
    {
        get => Read(ref _omitId);
        set => Write(ref _omitId, value);
    }

    /// <summary>The <c>fileSize</c> of a finished bot export in place of the true one.</summary>
    public string? FileSize
    {
        get => Read(ref _fileSize);
        set => WriteText(ref _fileSize, value);
    }

    internal bool TakeFailure(string? botId) => Take(ref _failCount, botId);
}
