using System.Collections.Concurrent;
using KoreExport.Abstractions;

namespace KoreExport.Tests.Support;

/// <summary>Keeps what the engine says.</summary>
internal sealed class RecordingLog : IKoreLog
{
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<string> _warnings = new();

    public IReadOnlyList<string> VerboseLines => _verbose.ToList();

    public IReadOnlyList<string> Warnings => _warnings.ToList();

    /// <summary>The lines about calls that are tried again.</summary>
    public IReadOnlyList<string> Retries =>
        VerboseLines
            .Where(static line => line.Contains(" again ", StringComparison.Ordinal) || line.Contains(" Retry ", StringComparison.Ordinal))
                .ToList();

    public void Verbose(string message) => _verbose.Enqueue(message);

    public void Warning(string message) => _warnings.Enqueue(message);
}
