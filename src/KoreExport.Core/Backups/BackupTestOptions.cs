namespace KoreExport.Backups;

/// <summary>What a test of backup sets is to look at.</summary>
internal sealed record BackupTestOptions
{
    /// <summary>How old the newest good export of each series may be; null for any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>
    /// The bots of the account: each must be in a set. Null where nobody named any; a list that is empty is one that could not be made, and
    /// so never good.
    /// </summary>
    public HashSet<string>? BotIds { get; init; }

    /// <summary>Leaves out bots that the account does not have any more.</summary>
    public bool ExcludeRetired { get; init; }

    /// <summary>Reports what is in a set and not ours.</summary>
    public bool Strict { get; init; }

    /// <summary>Looks into each file as when it was saved, and not only whether its bytes are still the same.</summary>
    public bool Inspect { get; init; }

    /// <summary>Whether the account does not have a bot any more, as far as anybody named its bots.</summary>
    public bool IsRetired(string? botId) => BotIds is { Count: > 0 } && botId is { Length: > 0 } && !BotIds.Contains(botId);
}
