using KoreExport.Abstractions;
using KoreExport.Files;

namespace KoreExport.Downloads;

/// <summary>
/// Brings a file of any kind to disk: under a temporary name, verified, then in place. Where that fails nothing is left of it, and what
/// was there before is unharmed.
/// </summary>
internal sealed class FileSaver(KoreSession session, IKoreLog log, SaveOptions options)
{
    /// <summary>Names each file once it is whole. Without it the options do.</summary>
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
        var path = options.Path ?? Path.Combine(options.Folder!, $"{file.Word}.{file.Extension}");
        if (BeforeCommit is null)
        {
            // Before a byte is fetched: nobody waits for a download that cannot be kept.
            SavePath.CheckFree(path, options.Overwrite);
        }

        using var partial = PartialFile.Create(path, new FileInspection(file.Extension, file.Kind));
        await fill(partial).ConfigureAwait(false);
        var botId = file.Bot?.Value;

        // On the disk from here on: whoever names the file says that it is there, and that must survive a power cut.
        var verified = await partial.VerifyAsync(botId ?? "(account)", cancellationToken).ConfigureAwait(false);
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
            SavedOn = session.Clock.UtcNow,
        };
        return Commit(partial, file, saved, cancellationToken);
    }

    private KoreSavedExport Commit(PartialFile partial, ExportFile file, KoreSavedExport saved, CancellationToken cancellationToken)
    {
        if (BeforeCommit is null)
        {
            partial.Commit(saved.FullName, options.Overwrite);
        }
        else
        {
            saved.FullName = partial.TemporaryPath;
            var decision = BeforeCommit(file, saved, cancellationToken);
            if (decision.Earlier is null)
            {
                saved.FullName = decision.Path;
                Commit(partial, decision);
            }

            saved = decision.Earlier ?? saved;
        }

        saved.Duration = session.Clock.Elapsed - file.Started;
        return saved;
    }

    private void Commit(PartialFile partial, CommitDecision decision)
    {
        try
        {
            partial.Commit(decision.Path, options.Overwrite);
        }
        catch
        {
            decision.Undo();
            throw;
        }
    }

    private void Report(long received, long? total) => Progress?.Invoke(ExportProgress.Downloading(received, total));
}
