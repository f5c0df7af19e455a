using KoreExport.Abstractions;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// Looks into a file while it is written, from the same bytes: nothing but a zip's directory is left to read when the last one is there.
/// </summary>
/// <param name="extension"><c>zip</c>, <c>json</c> or <c>csv</c>: what the file should be.</param>
/// <param name="kind">What is exported.</param>
internal sealed class FileInspection(string extension, KoreExportKind? kind)
{
    // Its inflater would keep a thread for each zip that is on its way.
    private static readonly bool InflatesAsynchronously = !NetFramework.IsInUse;

    private Task<(string? ContentHash, int? Files)>? _text;
    private Task<ZipEntriesSeen>? _zip;

    /// <summary>Begins, or begins anew; returns what takes the bytes.</summary>
    public ChunkStream? Begin()
    {
        if (extension == "zip" && !InflatesAsynchronously)
        {
            return null;
        }

        var stream = new ChunkStream();
        if (extension == "zip")
        {
            _zip = Task.Run(() => ReadAndCloseAsync(stream, ZipStreamReader.ReadAsync(stream, CancellationToken.None)));
        }
        else
        {
            _text = Task.Run(() => ReadAndCloseAsync(
                stream, ExportVerifier.InspectAsync(stream, extension, CancellationToken.None, kind)));
        }

        return stream;
    }

    /// <summary>Returns when all bytes have been looked at, whatever was found.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled());
        Task reading = (Task?)_zip ?? _text ?? Task.CompletedTask;
        await Task.WhenAny(reading, cancelled.Task).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What was found; throws what <see cref="ExportVerifier.InspectAsync"/> throws.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="cancellationToken">Ends the reading of what was not read yet.</param>
    public async Task<(string? ContentHash, int? Files)> CompleteAsync(Stream file, CancellationToken cancellationToken)
    {
        if (_text is not null)
        {
            return await _text.ConfigureAwait(false);
        }

        var seen = _zip is null ? null : await _zip.ConfigureAwait(false);
        return await ZipVerifier.ReadAsync(file, cancellationToken, seen).ConfigureAwait(false);
    }

    private static async Task<T> ReadAndCloseAsync<T>(ChunkStream stream, Task<T> reading)
    {
        // Whoever has seen enough holds nobody up.
        using (stream)
        {
            return await reading.ConfigureAwait(false);
        }
    }
}
