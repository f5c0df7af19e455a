using KoreExport.Definitions;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Imports;

/// <summary>All that is particular about restoring one kind of export. Made for one restore.</summary>
internal abstract class RestoreKind(RestoreOptions options, RestoreSource source)
{
    protected RestoreOptions Options { get; } = options;

    protected RestoreSource Source { get; } = source;

    /// <summary>What the import is called in messages.</summary>
    public abstract string Title { get; }

    /// <summary>The extension of an export of this kind, in the source's format.</summary>
    public abstract string Extension { get; }

    /// <summary>What to ask the platform for, so that an export of the target can be compared with the source.</summary>
    public virtual ExportRequest Request => new();

    /// <summary>What the source holds and is left out.</summary>
    public virtual IReadOnlyList<string> Omitted => [];

    /// <summary>What of the import cannot be compared, so that nobody can say of the target that it is what was restored.</summary>
    public virtual IReadOnlyList<string> Uncompared => [];

    /// <summary>Whether files are uploaded before the import.</summary>
    public virtual bool Uploads => true;

    /// <summary>Whether the platform works on after the start.</summary>
    public virtual bool Waits => true;

    /// <summary>The kind's own; throws for those that cannot be restored.</summary>
    public static RestoreKind Create(RestoreOptions options, RestoreSource source) => options.Kind switch
    {
        KoreExportKind.Bot => new BotRestore(options, source),
        KoreExportKind.MlUtterance => new UtteranceRestore(options, source),
        KoreExportKind.Variable => new VariableRestore(options, source),
        KoreExportKind.TestSuite => throw ImportErrors.KindUnsupported(
            options.Kind,
            "the platform documents no call that imports a test suite in the form in which it exports one, "
            + "and what such a call would do to a suite of that name is not known"),
        _ => throw ImportErrors.KindUnsupported(options.Kind, "the platform documents no call that imports them"),
    };

    /// <summary>Looks at the source; throws where it cannot be imported.</summary>
    /// <param name="warn">Told what an operator should know.</param>
    public abstract void Check(Action<string> warn);

    /// <summary>Looks at what an export of the target tells; throws where the import would fail.</summary>
    public virtual void CheckTarget(string targetPath, CancellationToken cancellationToken)
    {
    }

    /// <summary>Whether <see cref="CheckTarget"/> has something to look at.</summary>
    public virtual bool NeedsTarget => false;

    /// <summary>Uploads the files.</summary>
    public virtual Task UploadAsync(ImportClient client, Action<string> report, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the import, once.</summary>
    public abstract Task<ImportStatus> StartAsync(ImportClient client, CancellationToken cancellationToken);

    /// <summary>Asks where the import stands.</summary>
    public virtual Task<ImportStatus> AskAsync(ImportClient client, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>In what an export of the target is not what was restored; what the import does not bring about is left out.</summary>
    /// <param name="targetPath">The export of the target.</param>
    /// <param name="warn">Told what cannot be compared.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public abstract IReadOnlyList<KoreDifference> Compare(string targetPath, Action<string> warn, CancellationToken cancellationToken);

    /// <summary>What the restore would change, with the target's values before and the source's after.</summary>
    public IReadOnlyList<KoreDifference> Preview(string targetPath, CancellationToken cancellationToken) =>
        CompareAll(targetPath, Source.Path, cancellationToken).Where(WouldChange).ToList();

    /// <summary>The bot's name as the source has it.</summary>
    public virtual string? BotName => null;

    /// <summary>Whether a difference from the target to the source is one that the import makes go away.</summary>
    protected abstract bool WouldChange(KoreDifference difference);

    /// <summary>All differences.</summary>
    protected IEnumerable<KoreDifference> CompareAll(string reference, string difference, CancellationToken cancellationToken) =>
        ExportComparer.Compare(
        new CompareOptions { ReferencePath = reference, DifferencePath = difference, BotId = Options.Bot?.Value }, cancellationToken);

    /// <summary>The bot, for kinds that need one.</summary>
    protected BotId RequireBot() => Options.Bot ?? throw KoreExport.Errors.KoreErrors.OptionInvalid(
        $"Exports of kind {Options.Kind} can only be restored into a bot that is there.", "Name the bot with -BotId.");
}
