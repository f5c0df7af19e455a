using KoreExport.Abstractions;
using KoreExport.Files;

namespace KoreExport.Downloads;

/// <summary>
/// Looks at a file that is whole and verified, just before it gets its name. Returns the earlier file that is kept in its place, or null.
/// </summary>
internal delegate Task<KoreSavedExport?> BeforeCommit(KoreSavedExport saved, CancellationToken cancellationToken);

/// <summary>
/// Brings a file of any kind to disk: under a temporary name, verified, then in place. Where that fails nothing is left of it, and what
/// was there before is unharmed.
/// </summary>
internal sealed class FileSaver(KoreSession session, IKoreLog log, SaveOptions options)
{
    /// <summary>Asked before each file gets its name.</summary>
    public BeforeCommit? BeforeCommit { get; init; }

    /// <summary>Told how far a download is.</summary>
    public Action<ExportProgress>? Progress { get; init; }

    /// <summary>Downloads a file and saves it.</summary>
    public Task<KoreSavedExport> SaveAsync(ExportFile file, DownloadTicket ticket, CancellationToken cancellationToken)
    {
        var links = new DownloadLinkPolicy(session, options.DownloadFromSessionHost, options.AllowPrivateDownloadHost);
        var downloader = new FileDownloader(session, log, links, options.Limits);
        return SaveAsync(file, partial => downloader.DownloadAsync(ticket, partial, Report, cancellationToken), cancellationToken);
    }

    /// <summary>Saves what has arrived already, byte for byte.</summary>
    public Task<KoreSavedExport> SaveAsync(ExportFile file, byte[] content, CancellationToken cancellationToken) =>
        SaveAsync(file, partial => partial.AppendAsync(content, content.Length, cancellationToken), cancellationToken);

    private async Task<KoreSavedExport> SaveAsync(ExportFile file, Func<PartialFile, Task> fill, CancellationToken cancellationToken)
    {
        var clock = session.Clock;
        var botId = file.Bot?.Value;
        var path = options.Path
            ?? SavePath.InFolder(options.Folder!, botId, file.Word, file.PartWord, file.NamedAfter ?? clock.UtcNow, file.Extension);

        // Before a byte is fetched: nobody waits for a download that cannot be kept.
        SavePath.CheckFree(path, options.Overwrite);
        using var partial = PartialFile.Create(path);
        await fill(partial).ConfigureAwait(false);
        var verified = await partial.VerifyAsync(file.Extension, file.Kind, botId ?? "(account)", cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var saved = new KoreSavedExport
        {
            BotId = botId ?? string.Empty,
            Id = file.Id,
            Kind = file.Kind,
            Part = file.Part,
            FullName = path,
            Size = verified.Size,
            Sha256 = verified.Sha256,
            ContentHash = verified.ContentHash,
            EntryCount = verified.EntryCount,
            CreatedOn = file.CreatedOn,
            SavedOn = clock.UtcNow,
        };
        if (BeforeCommit is not null && await BeforeCommit(saved, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            earlier.Duration = clock.Elapsed - file.Started;
            return earlier;
        }

        partial.Commit(options.Overwrite);
        saved.Duration = clock.Elapsed - file.Started;
        saved.SavedOn = clock.UtcNow;
        return saved;
    }

    private void Report(long received, long? total) => Progress?.Invoke(ExportProgress.Downloading(received, total));
}
