using System.Runtime.ExceptionServices;
using KoreExport.Errors;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>
/// All that is particular about one kind of export. A new kind is a new class of this sort, and a line in the list of them.
/// </summary>
internal abstract class ExportDescriptor
{
    /// <summary>The kind.</summary>
    public abstract KoreExportKind Kind { get; }

    /// <summary>The kind as a piece of a file's name.</summary>
    public abstract string FileWord { get; }

    /// <summary>Whether it belongs to the account and not to a bot.</summary>
    public virtual bool BelongsToAccount => false;

    /// <summary>Whether there are several files of it, one for each part.</summary>
    public virtual bool HasParts => false;

    /// <summary>
    /// What tells one selection of it from another, the same text for the same selection; null where nothing can be selected.
    /// </summary>
    public virtual string? DescribeOptions(ExportRequest request) => null;

    /// <summary>
    /// Exports all of it, from the request to the verified files. Each file goes to <see cref="ExportContext.Saved"/> as soon as it is in
    /// its place, and what one part meets to <see cref="ExportContext.PartFailed"/>; what concerns all of it is thrown.
    /// </summary>
    /// <param name="context">What to export, how, and where to.</param>
    /// <param name="bot">The bot; without meaning for what belongs to the account.</param>
    /// <param name="cancellationToken">Ends the work; nothing half written is left behind.</param>
    public abstract Task ExportAsync(ExportContext context, BotId? bot, CancellationToken cancellationToken);

    /// <summary>Exports part after part.</summary>
    protected static async Task ExportPartsAsync<T>(
        ExportContext context, IEnumerable<T> parts, Func<T, string> nameOf, Func<T, Task<KoreSavedExport>> export)
    {
        KoreException? first = null;
        foreach (var part in parts)
        {
            KoreSavedExport saved;
            try
            {
                saved = await export(part).ConfigureAwait(false);
            }
            catch (KoreException failure)
            {
                first ??= failure;
                context.Api.Log.Verbose($"'{LogSanitizer.Sanitize(nameOf(part))}' was not exported: {failure.Message}");
                context.PartFailed?.Invoke(nameOf(part), failure);
                continue;
            }

            context.Saved(saved);
        }

        if (first is not null && context.PartFailed is null)
        {
            ExceptionDispatchInfo.Capture(first).Throw();
        }
    }
}
