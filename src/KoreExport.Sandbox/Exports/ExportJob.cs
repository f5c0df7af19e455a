using System.Text.Json.Nodes;
using KoreExport.Sandbox.Files;

namespace KoreExport.Sandbox.Exports;

/// <summary>How far an export is.</summary>
internal enum JobState
{
    Running,
    Succeeded,
    Failed,
}

/// <summary>One export of one bot. It has no timer: how far it is follows from the clock.</summary>
/// <param name="Id">The id of the request.</param>
/// <param name="BotId">The bot.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Duration">How long it takes.</param>
/// <param name="File">What it gives once it has succeeded.</param>
/// <param name="OwnFields">The fields that only the bot export or only the ML export has, as its start answered them.</param>
internal sealed record ExportJob(
    string Id, string BotId, DateTimeOffset StartedAt, TimeSpan Duration, StoredFile File, JsonObject OwnFields)
{
    private int _successes;

    /// <summary>Fails when its time is over.</summary>
    public bool Fails { get; init; }

    /// <summary>Somebody asked the API for it; it was not planted.</summary>
    public bool IsCallers { get; init; }

    /// <summary>How many status calls have come since its start and before the next one's.</summary>
    public int Polls { get; set; }

    /// <summary>Counts how often it is shown as succeeded, from 1.</summary>
    public int CountSuccess() => Interlocked.Increment(ref _successes);

    public JobState State(DateTimeOffset now) =>
        now - StartedAt < Duration ? JobState.Running : Fails ? JobState.Failed : JobState.Succeeded;

    /// <summary>How much is done, from 0 to 99 while it runs.</summary>
    public int Percent(DateTimeOffset now) => now >= StartedAt + Duration
        ? 100
        : Math.Max(0, Math.Min(99, (int)(100 * (now - StartedAt).TotalMilliseconds / Duration.TotalMilliseconds)));
}
