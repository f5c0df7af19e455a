using KoreExport.Backups;
using KoreExport.DirectExports;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Models;

namespace KoreExport.Imports;

/// <summary>Exports the bot that is restored into: for good before the restore, and to look at it at any time.</summary>
/// <param name="context">How to export.</param>
/// <param name="kind">What.</param>
/// <param name="request">What of it.</param>
internal sealed class TargetExport(ExportContext context, KoreExportKind kind, ExportRequest request)
{
    /// <summary>Exports it to a file.</summary>
    public async Task<KoreSavedExport> SaveAsync(BotId bot, string path, CancellationToken cancellationToken)
    {
        KoreSavedExport? saved = null;
        var toFile = context with
        {
            Request = request,
            Save = context.Save with { Folder = null, Path = path },
            BeforeCommit = null,
            Saved = one => saved = one,
        };
        await ExportDescriptors.For(kind).ExportAsync(toFile, bot, cancellationToken).ConfigureAwait(false);
        return saved ?? throw KoreErrors.ExportInvalid($"The export of bot {bot} gave no file.");
    }

    /// <summary>Exports it into a backup set: the record is there before the file has its name.</summary>
    /// <param name="folder">The full path of the set.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="extension">The file's extension.</param>
    /// <param name="nameOf">Reads the bot's name from the file.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public async Task<KoreSavedExport> BackUpAsync(
        string folder, BotId bot, string extension, Func<string, string?> nameOf, CancellationToken cancellationToken)
    {
        var set = BackupSetReader.Open(folder);
        var path = TemporaryName.For(Path.Combine(set.PathOf(bot.Value), $"{BackupKinds.WordOf(kind)}.{extension}"));
        var saved = await SaveAsync(bot, path, cancellationToken).ConfigureAwait(false);
        var record = new BackupRecord
        {
            BotId = bot.Value,
            Name = nameOf(path),
            Kind = kind,
            Options = BackupRecordJson.Shorten(ExportDescriptors.For(kind).DescribeOptions(request)),
            Host = LogSanitizer.Host(context.Api.Session.HostUri),
            ClientId = context.Api.Session.ClientId,
        }.Of(saved);
        var now = BackupRecorder.Now(context);
        try
        {
            var final =
                new BackupSetWriter(set.Folder, () => now).Save(record, extension, set.FolderOf(bot.Value).StateOf(record.Series, now));
            Commit(path, final);
            (saved.Name, saved.FullName, saved.SavedOn) = (record.Name, final, now);
            return saved;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Commit(string path, string final)
    {
        try
        {
            AtomicFile.MoveNew(path, final);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            BackupSetWriter.Withdraw(final);
            throw KoreErrors.FileWriteFailed(final, failure);
        }
    }
}
