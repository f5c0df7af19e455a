namespace KoreExport;

/// <summary>
/// Odd states of an export. Only <see cref="FailCount"/> counts down over all exports; the other numbers hold for each export anew.
/// </summary>
public sealed class SandboxJobFaults : SandboxFaultGroup
{
    /// <summary>How many status calls right after each start answer 500; the next one is fine [seen].</summary>
    public int FirstStatus500 { get => Get<int>(); set => Set(value); }

    /// <summary>
    /// How many status calls after each start still show the bot's request before, link and all [qa]. Nothing happens where there is none;
    /// see <see cref="KoreSandboxServer.AddFinishedBotExport"/>.
    /// </summary>
    public int StaleStatusCount { get => Get<int>(); set => Set(value); }

    /// <summary>
    /// After how many status calls somebody else starts an export of the same bot, which is done at once and hides the caller's [qa]; 0:
    /// before the first. Null: nobody does.
    /// </summary>
    public int? SupersedeAfterPolls { get => Get<int?>(); set => Set(value); }

    /// <summary>How many successful status answers of each request have no link. The seed's own sample is one.</summary>
    public int SuccessWithoutLinkCount { get => Get<int>(); set => Set(value); }

    /// <summary>An answer without a link lacks the field; otherwise it holds "" [seed].</summary>
    public bool LinkFieldAbsent { get => Get<bool>(); set => Set(value); }

    /// <summary>A word in place of <c>pending</c> or <c>IN_PROGRESS</c>.</summary>
    public string? UnknownStatusWord { get => Get<string?>(); set => Set(value); }

    /// <summary>How many of the exports started from now on fail when their time is over.</summary>
    public int FailCount { get => Get<int>(); set => Set(value); }

    /// <summary>
    /// The word of a failed export; null: <c>failed</c> [seen] for a bot export, <c>FAILED</c> for ML. The vendor's tests also have
    /// <c>failure</c> [qa].
    /// </summary>
    public string? FailureWord { get => Get<string?>(); set => Set(value); }

    /// <summary>The reason in <c>statusLogs</c> of a failed export [inferred]; null: none.</summary>
    public string? FailureLog { get => Get<string?>(); set => Set(value); }

    /// <summary>The reason in <c>message</c> of a failed export [inferred]; null: none.</summary>
    public string? FailureMessage { get => Get<string?>(); set => Set(value); }

    /// <summary>Exports stay unfinished while this is set.</summary>
    public bool NeverFinish { get => Get<bool>(); set => Set(value); }

    /// <summary><c>percentageComplete</c> of an unfinished ML export falls with time instead of rising.</summary>
    public bool PercentGoesBack { get => Get<bool>(); set => Set(value); }

    /// <summary>The field that holds the bot's id: <c>streamId</c> [seed], <c>botId</c> [doc], null for neither.</summary>
    public string? BotIdField { get => Get<string?>("streamId"); set => Set(value); }

    /// <summary>Starts and statuses lack <c>_id</c>.</summary>
    public bool OmitId { get => Get<bool>(); set => Set(value); }

    /// <summary>The <c>fileSize</c> of a finished bot export in place of the true one.</summary>
    public string? FileSize { get => Get<string?>(); set => Set(value); }
}
