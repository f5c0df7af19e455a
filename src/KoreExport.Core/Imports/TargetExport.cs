using System.Runtime.ExceptionServices;
using KoreExport.Backups;
using KoreExport.DirectExports;
using KoreExport.Errors;
using KoreExport.Exports;
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

    /// <summary>Exports it into a backup set, as every backup is made; a failure is recorded there.</summary>
    /// <param name="folder">The full path of the set.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="readName">Reads the bot's name from the file.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public async Task<KoreSavedExport> BackUpAsync(
        string folder, BotId bot, Func<string, string?> readName, CancellationToken cancellationToken)
    {
        var job = new BackupJob(bot, kind) { Options = ExportDescriptors.For(kind).DescribeOptions(request), ReadName = readName };
        var exporter = new BackupExporter(context with { Request = request }, new BackupOptions(folder));
        var result = await exporter.RunAsync(job, context.Progress ?? (static _ => { }), cancellationToken).ConfigureAwait(false);
        if (result.Failures.Count > 0)
        {
            ExceptionDispatchInfo.Capture(result.Failures[0]).Throw();
        }

        return result.Saved.Count > 0 ? result.Saved[0] : throw KoreErrors.ExportInvalid($"The export of bot {bot} gave no file.");
    }
}
