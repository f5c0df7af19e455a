using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Files;

namespace KoreExport.DirectExports;

/// <summary>Brings what the platform answered at once to disk, on the same way as every other export: under a temporary name, verified, then in place.</summary>
internal sealed class DirectExportSaver
{
    private const int ChunkSize = 128 * 1024;

    private readonly ExportClient _api;
    private readonly SaveOptions _options;

    public DirectExportSaver(ExportClient api, SaveOptions options)
    {
        _api = api;
        _options = options;
    }

    /// <summary>Saves an answer, byte for byte as the platform sent it.</summary>
    public Task<KoreSavedExport> SaveAsync(DirectExportFile file, byte[] bytes, CancellationToken cancellationToken) =>
        SaveAsync(file, "json", partial => WriteAsync(partial, bytes, cancellationToken), cancellationToken);

    /// <summary>Downloads and saves what a link leads to.</summary>
    /// <param name="file">What it is.</param>
    /// <param name="link">Carries the link.</param>
    /// <param name="renew">Asks for a fresh one.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public Task<KoreSavedExport> SaveAsync(DirectExportFile file, KoreExportJob link, Func<CancellationToken, Task<KoreExportJob>> renew, CancellationToken cancellationToken)
    {
        // The documentation does not say what the file is; the platform imports suites as JSON and as CSV.
        var path = link.GetDownloadUrl()?.Split('?')[0] ?? string.Empty;
        var extension = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "json";
        var guard = new DownloadLinkPolicy(_api.Session, _options.DownloadFromSessionHost, _options.AllowPrivateDownloadHost);
        var downloader = new FileDownloader(_api.Session, _api.Log, guard);
        return SaveAsync(file, extension, partial => downloader.DownloadAsync(link, renew, partial, Report(partial.FinalPath), cancellationToken), cancellationToken);
    }

    private async Task<KoreSavedExport> SaveAsync(DirectExportFile file, string extension, Func<PartialFile, Task> fill, CancellationToken cancellationToken)
    {
        var clock = _api.Session.Clock;
        var now = clock.UtcNow.UtcDateTime;
        var path = _options.Path ?? SavePath.InFolder(_options.Folder!, file.Name, now, extension);
        SavePath.CheckFree(path, _options.Overwrite);
        using var partial = PartialFile.Create(path);
        await fill(partial).ConfigureAwait(false);
        var botId = file.BotId.Length > 0 ? file.BotId : "(account)";
        var facts = await partial.VerifyAsync(extension, file.Kind, botId, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var saved = new KoreSavedExport(file.BotId, file.Id, file.Kind, path, facts) { Part = file.Part, CreatedOn = now, SavedOn = clock.UtcNow.UtcDateTime };
        if (_options.BeforeCommit is not null && await _options.BeforeCommit(saved, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            earlier.Duration = clock.Elapsed - file.Since;
            return earlier;
        }

        partial.Commit(_options.Overwrite);
        saved.Duration = clock.Elapsed - file.Since;
        saved.SavedOn = clock.UtcNow.UtcDateTime;
        return saved;
    }

    private async Task WriteAsync(PartialFile partial, byte[] bytes, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var chunk = new byte[Math.Min(ChunkSize, Math.Max(1, bytes.Length))];
        int read;
        while ((read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await partial.AppendAsync(chunk, read, cancellationToken).ConfigureAwait(false);
        }

        Report(partial.FinalPath)?.Invoke(bytes.Length, bytes.Length);
    }

    private Action<long, long?>? Report(string path) => _options.Report is null ? null : (done, total) => _options.Report(path, done, total);
}

/// <summary>What a file holds.</summary>
internal sealed class DirectExportFile
{
    public KoreExportKind Kind { get; init; }

    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; init; } = string.Empty;

    /// <summary>The platform's id; empty where there is none.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Which one, where there are several.</summary>
    public string? Part { get; init; }

    /// <summary>The file's name without time and extension: words of our own and a checked bot id.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>When the work on it began, by the session's clock.</summary>
    public TimeSpan Since { get; init; }
}
