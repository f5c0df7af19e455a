using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using KoreExport.Abstractions;
using KoreExport.Exports;

namespace KoreExport.Parameters;

/// <summary>
/// Lists from the platform for whoever presses Tab: nobody waits longer than a moment, what takes longer is there at the next press, and
/// failures are silent. A list is kept for a while, because each counts against the platform's rate limit.
/// </summary>
internal static class CompletionCache
{
    /// <summary>How long a press of Tab may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LifetimeOfFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(30);
    private static readonly ConditionalWeakTable<KoreSession, ConcurrentDictionary<string, Entry>> Sessions = new();

    /// <summary>A list as it is known by now; empty where it is not yet, or cannot be had.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="key">Which one.</param>
    /// <param name="load">Gets it; off this thread.</param>
    public static IReadOnlyList<T> Get<T>(
        KoreSession session, string key, Func<ExportClient, CancellationToken, Task<IReadOnlyList<T>>> load)
    {
        var entries = Sessions.GetOrCreateValue(session);
        if (!entries.TryGetValue(key, out var entry) || entry.IsOver)
        {
            entry = entries[key] = new Entry(LoadAsync(session, load));
        }

        // Not Wait(), which would throw what went wrong.
        _ = Task.WhenAny(entry.Load, Task.Delay(Patience)).GetAwaiter().GetResult();
        return entry.Load.IsCompleted && entry.Load.Result is IReadOnlyList<T> list ? list : [];
    }

    private static Task<object?> LoadAsync<T>(
        KoreSession session, Func<ExportClient, CancellationToken, Task<IReadOnlyList<T>>> load) => Task.Run<object?>(async () =>
    {
        using var limit = new CancellationTokenSource(LongestLoad);
        try
        {
            return await load(new ExportClient(session, NullLog.Instance), limit.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whoever presses Tab has not asked for an error.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    });

    private sealed class Entry(Task<object?> load)
    {
        private readonly Stopwatch _age = Stopwatch.StartNew();

        public Task<object?> Load { get; } = load;

        // What is still being read is waited for, however old it is.
        public bool IsOver => Load.IsCompleted && _age.Elapsed > (Load.Result is null ? LifetimeOfFailure : Lifetime);
    }
}
