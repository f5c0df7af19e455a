using KoreExport.Bots;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Imports;

/// <summary>Looks at the bot that is restored into: whether it is there, what it is, and what an import has made of it.</summary>
/// <param name="context">How to export.</param>
/// <param name="options">What is restored.</param>
/// <param name="kind">How to compare.</param>
/// <param name="folder">For exports that nobody keeps.</param>
internal sealed class RestoreTarget(ExportContext context, RestoreOptions options, RestoreKind kind, TemporaryFolder folder)
{
    private HashSet<string>? _botsBefore;

    /// <summary>The content of the target before the restore; null where that is not known.</summary>
    public string? ContentBefore { get; set; }

    private TargetExport Export => new(context, options.Kind, kind.Request);

    /// <summary>Throws <see cref="KoreErrorId.BotNotFound"/> where there is no such bot. Changes nothing, and starts no export.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (options.Bot is not { } bot)
        {
            _botsBefore = await ListAsync(cancellationToken).ConfigureAwait(false) is { } bots
                ? [.. bots.Select(static one => one.BotId)] : null;
            return;
        }

        try
        {
            await context.Api.GetStatusAsync(
                JobExportDescriptor.Bot, bot, requestId: null, retry: true, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException failure)
            when (failure.StatusCode is 400 or 404 && failure.PlatformMessage?.IndexOf("StreamId", StringComparison.OrdinalIgnoreCase) < 0)
        {
            // How a bot that was never exported answers is not documented. There is one of that id, in any case.
        }
        catch (KoreException failure) when (options.Kind != KoreExportKind.Bot && failure.ErrorId == KoreErrorId.ScopeMissing)
        {
            // Whoever restores variables need not be able to export bots. The backup, or the import, will tell.
        }
    }

    /// <summary>Exports the target to a file that is deleted when the restore ends.</summary>
    public Task<KoreSavedExport> ExportAsync(BotId bot, CancellationToken cancellationToken) =>
        Export.SaveAsync(bot, folder.NewFile(kind.Extension), cancellationToken);

    /// <summary>Exports the target into the backup set.</summary>
    public Task<KoreSavedExport> BackUpAsync(BotId bot, CancellationToken cancellationToken) => Export.BackUpAsync(
        options.BackupFolder!,
        bot,
        path => RestoreKind.Create(options, RestoreSource.Load(path, sha256: null, cancellationToken)).BotName,
        cancellationToken);

    /// <summary>What the target looks like now.</summary>
    public async Task<ImportSighting> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Bot is { } bot
                ? await LookAtAsync(bot, cancellationToken).ConfigureAwait(false)
                : await LookForNewAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException failure)
        {
            return new ImportSighting(ImportSightingKind.Unknown, $"it could not be looked at: {failure.Message.TrimEnd('.')}");
        }
    }

    /// <summary>
    /// The bots that were not there before the restore and have the name of the new one; null where the bots cannot be listed.
    /// </summary>
    public async Task<IReadOnlyList<KoreBot>?> FindNewAsync(CancellationToken cancellationToken)
    {
        var name = options.Name ?? kind.BotName;
        return _botsBefore is { } before && await ListAsync(cancellationToken).ConfigureAwait(false) is { } now
            ? now.Where(bot => !before.Contains(bot.BotId) && (name is null || bot.Name == name)).ToList()
            : null;
    }

    private async Task<ImportSighting> LookAtAsync(BotId bot, CancellationToken cancellationToken)
    {
        var now = await ExportAsync(bot, cancellationToken).ConfigureAwait(false);
        var differences = kind.Compare(now.FullName, static _ => { }, cancellationToken).Count;
        if (differences == 0 && kind.Uncompared.Count == 0)
        {
            return new ImportSighting(ImportSightingKind.Done, "it has what the file holds", bot.Value);
        }

        return now.ContentHash == ContentBefore
            ? new ImportSighting(ImportSightingKind.Nothing, "it is as it was before", bot.Value)
            : new ImportSighting(
                ImportSightingKind.UnderWay,
                (differences > 0 ? $"it differs from the file in {differences} places, and "
                    : $"what could be compared is as the file has it (not {string.Join(", ", kind.Uncompared)}), and it ")
                + (ContentBefore is null ? "what it was before is not known" : "is not as it was before"),
                bot.Value);
    }

    private async Task<ImportSighting> LookForNewAsync(CancellationToken cancellationToken) =>
        await FindNewAsync(cancellationToken).ConfigureAwait(false) switch
    {
        null => new ImportSighting(ImportSightingKind.Unknown, "the bots of the account cannot be listed, so a new one cannot be found"),
        [] => new ImportSighting(ImportSightingKind.Nothing, "the account has no new bot of that name"),
        [var one] =>
            await LookAtAsync(BotId.Parse(one.BotId), cancellationToken).ConfigureAwait(false) is { Kind: ImportSightingKind.Done } done
            ? done with { Text = $"the new bot {one.BotId} has what the file holds" }
            : new ImportSighting(
                ImportSightingKind.UnderWay, $"there is a new bot {one.BotId} that does not have all that the file holds", one.BotId),
        var several => new ImportSighting(
            ImportSightingKind.Unknown,
            $"there are several new bots of that name: {string.Join(", ", several.Select(static bot => bot.BotId))}"),
    };

    private async Task<IReadOnlyList<KoreBot>?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lister = new BotLister(new BotClient(context.Api));
            var bots = new List<KoreBot>();
            while (await lister.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                bots.AddRange(page);
            }

            return bots;
        }
        catch (KoreException failure)
        {
            context.Api.Log.Verbose($"The bots of the account cannot be listed: {failure.Message}");
            return null;
        }
    }
}
