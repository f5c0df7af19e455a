using KoreExport.Abstractions;
using KoreExport.Exports;
using KoreExport.Files;

namespace KoreExport.Downloads;

/// <summary>Brings an export to disk: wait where it is not finished, download, look into it, move it into place, unpack.</summary>
internal sealed class ExportSaver
{
    private readonly ExportClient _api;
    private readonly WaitOptions _wait;
    private readonly SaveOptions _options;

    public ExportSaver(ExportClient api, WaitOptions wait, SaveOptions options)
    {
        _api = api;
        _wait = wait;
        _options = options;
    }

    private Clock Clock => _api.Session.Clock;

    /// <summary>Returns the saved file, or throws; then nothing is left of it on disk, and what was there before is unharmed. An archive that
    /// cannot be expanded is the exception: it is saved all the same.</summary>
    /// <param name="export">An export, finished or not.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public Task<KoreSavedExport> SaveAsync(KoreExportJob export, CancellationToken cancellationToken) =>
        SaveAsync(export, Clock.Elapsed, cancellationToken);

    /// <inheritdoc cref="SaveAsync(KoreExportJob, CancellationToken)"/>
    /// <param name="export">An export, finished or not.</param>
    /// <param name="started">When the work on it began, by the session's clock.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public async Task<KoreSavedExport> SaveAsync(KoreExportJob export, TimeSpan started, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveUnnamedAsync(export, started, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException failure)
        {
            // Whoever tries again needs it.
            failure.ExportId ??= export.Id;
            throw;
        }
    }

    private async Task<KoreSavedExport> SaveUnnamedAsync(KoreExportJob export, TimeSpan started, CancellationToken cancellationToken)
    {
        var identity = ExportIdentity.Of(export);
        if (export.State != KoreExportState.Succeeded || !export.HasDownloadLink)
        {
            export = await WaitAsync(identity, cancellationToken).ConfigureAwait(false);
        }

        var path = _options.Path ?? SavePath.InFolder(_options.Folder!, export, Clock.UtcNow);
        var extension = SavePath.Extension(export);
        var expandTo = _options.Expand && extension == "zip" ? SavePath.ExpandedFolder(path) : null;

        // Before a byte is fetched: nobody waits for a download that cannot be kept.
        SavePath.CheckFree(path, _options.Overwrite);
        if (expandTo is not null)
        {
            ArchiveExpander.CheckFree(expandTo, _options.Overwrite);
        }

        KoreSavedExport saved;
        using (var file = PartialFile.Create(path))
        {
            var link = new DownloadLinkPolicy(_api.Session, _options.DownloadFromSessionHost, _options.AllowPrivateDownloadHost);
            var downloader = new FileDownloader(_api.Session, _api.Log, link);
            Action<long, long?>? report = _options.Report is null ? null : (done, total) => _options.Report(path, done, total);
            await downloader.DownloadAsync(export, token => WaitAsync(identity, token), file, report, cancellationToken).ConfigureAwait(false);
            var facts = await file.VerifyAsync(extension, export.Kind, export.BotId, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            saved = new KoreSavedExport(export, path, facts) { SavedOn = Clock.UtcNow.UtcDateTime };
            if (_options.BeforeCommit is not null && await _options.BeforeCommit(saved, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                earlier.Duration = Clock.Elapsed - started;
                return earlier;
            }

            file.Commit(_options.Overwrite);
        }

        if (expandTo is not null)
        {
            await ArchiveExpander.ExpandAsync(path, expandTo, _options.Overwrite, export.BotId, cancellationToken).ConfigureAwait(false);
            saved.ExpandedPath = expandTo;
        }

        saved.Duration = Clock.Elapsed - started;
        saved.SavedOn = Clock.UtcNow.UtcDateTime;
        return saved;
    }

    private Task<KoreExportJob> WaitAsync(ExportIdentity identity, CancellationToken cancellationToken) =>
        new ExportPoller(new ExportOperation(_api, identity), _wait, _api.Session.Jitter).WaitAsync(cancellationToken);
}
