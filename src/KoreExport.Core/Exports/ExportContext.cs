using System.Collections.Concurrent;
using KoreExport.Abstractions;
using KoreExport.Downloads;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>What an export works with, beside the bot. One for a whole run; change it for one bot by <c>with</c>.</summary>
/// <param name="Api">The platform.</param>
internal sealed record ExportContext(ExportClient Api)
{
    private readonly ConcurrentDictionary<string, bool> _warned = new();

    /// <summary>What to export.</summary>
    public ExportRequest Request { get; init; } = new();

    /// <summary>How to wait for an export that runs as a job.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>Where the files go.</summary>
    public SaveOptions Save { get; init; } = new();

    /// <summary>The bot's languages, its default one first; empty where they are not known.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Finds out a bot's languages where they are not known.</summary>
    public Func<BotId, CancellationToken, Task<IReadOnlyList<string>>>? FindLanguages { get; init; }

    /// <summary>Names each file once it is whole. Without it <see cref="Save"/> does.</summary>
    public BeforeCommit? BeforeCommit { get; init; }

    /// <summary>Told where the export is.</summary>
    public Action<ExportProgress>? Progress { get; init; }

    /// <summary>Takes each file as soon as it is in its place.</summary>
    public Action<KoreSavedExport> Saved { get; init; } = static _ => { };

    /// <summary>
    /// Takes the name of each part that fails, and why; the other parts go on. Without it the first failure is thrown after the last part.
    /// </summary>
    public Action<string, KoreException>? PartFailed { get; init; }

    /// <summary>Time, as the session sees it.</summary>
    public Clock Clock => Api.Session.Clock;

    /// <summary>Saves files as this context says.</summary>
    public FileSaver CreateSaver() => new(Api.Session, Api.Log, Save) { BeforeCommit = BeforeCommit, Progress = Progress };

    /// <summary>Warns, once in the whole run.</summary>
    public void WarnOnce(string message)
    {
        if (_warned.TryAdd(message, true))
        {
            Api.Log.Warning(message);
        }
    }
}
