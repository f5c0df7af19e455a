namespace KoreExport;

/// <summary>
/// Faults of what changes a bot: its import, the import of its utterances and its publishing. Only the properties whose name ends in
/// <c>Count</c> count down. An import into a new bot has no bot yet, so it meets these faults only where
/// <see cref="SandboxFaultGroup.BotId"/> is null. A limit, a refusal and a lost answer are among <see cref="SandboxApiFaults"/>, with a
/// <see cref="SandboxApiFaults.Kind"/> for the call.
/// </summary>
public sealed class SandboxImportFaults : SandboxFaultGroup
{
    /// <summary>How many of the requests started from now on fail and leave the bot as it was.</summary>
    public int FailCount { get => Get<int>(); set => Set(value); }

    /// <summary>
    /// How many of the requests started from now on fail half done: of a bot the tasks are in and the rest is not, of utterances the first
    /// half is in. A publishing fails.
    /// </summary>
    public int HalfDoneCount { get => Get<int>(); set => Set(value); }

    /// <summary>Requests stay unfinished while this is set, and change nothing.</summary>
    public bool NeverFinish { get => Get<bool>(); set => Set(value); }

    /// <summary>How many status calls of each request answer 500; the next one is fine.</summary>
    public int FirstStatus500 { get => Get<int>(); set => Set(value); }

    /// <summary>A word in place of <c>pending</c> or <c>inprogress</c>.</summary>
    public string? UnknownStatusWord { get => Get<string?>(); set => Set(value); }

    /// <summary>
    /// The word of a request that failed; null: <c>failed</c> for a bot and a publishing, <c>failure</c> for utterances. The vendor's tests
    /// wait for both [qa].
    /// </summary>
    public string? FailureWord { get => Get<string?>(); set => Set(value); }

    /// <summary>The reason in <c>message</c> of a request that failed [inferred]; null: none, or the sandbox's own.</summary>
    public string? FailureMessage { get => Get<string?>(); set => Set(value); }

    /// <summary>An imported bot has another <c>encryptedHash</c> than its file. How the platform makes it is not known.</summary>
    public bool RegenerateHash { get => Get<bool>(); set => Set(value); }
}
