using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Imports;

/// <summary>How an import or a publishing ends.</summary>
internal enum ImportOutcome
{
    Success,

    /// <summary>Nothing was changed.</summary>
    Failure,

    /// <summary>Some was changed before it failed.</summary>
    HalfDone,
}

/// <summary>
/// A request that changes a bot once its time is over. It has no timer: the change is made when the next call comes.
/// </summary>
/// <param name="Id">The id of the request.</param>
/// <param name="BotId">The bot; null for one that is not there yet.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Duration">How long it takes.</param>
internal sealed record ImportJob(string Id, string? BotId, DateTimeOffset StartedAt, TimeSpan Duration)
{
    /// <summary>The bot it changed or made; null until then.</summary>
    public string? ResultId { get; set; }

    /// <summary>How it ends, as far as that is known before.</summary>
    public ImportOutcome Outcome { get; set; }

    /// <summary>Whether its change is made.</summary>
    public bool IsOver { get; set; }

    /// <summary>How many status calls have come.</summary>
    public int Polls { get; set; }

    /// <summary>Makes the change.</summary>
    public Action<ImportJob>? Change { get; init; }

    /// <summary>What its end tells the user.</summary>
    public string? Message { get; set; }

    /// <summary>What its answers begin with.</summary>
    public Func<ImportJob, DateTimeOffset, JsonObject>? Describe { get; init; }

    /// <summary>How much is done, from 0 to 1.</summary>
    public double Share(DateTimeOffset now) => IsOver || Duration <= TimeSpan.Zero
        ? 1
        : Math.Max(0, Math.Min(1, (now - StartedAt).TotalMilliseconds / Duration.TotalMilliseconds));
}
