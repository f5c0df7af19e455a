using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Imports;

/// <summary>Restores a bot's utterances. The import adds: utterances that the bot has and the file does not, stay.</summary>
internal sealed class UtteranceRestore(RestoreOptions options, RestoreSource source) : RestoreKind(options, source)
{
    private string? _fileId;

    /// <inheritdoc/>
    public override string Title => "the import of utterances";

    /// <inheritdoc/>
    public override string Extension => Source.DefinitionJson is not null ? "json" : "csv";

    /// <inheritdoc/>
    public override ExportRequest Request => new() { FileType = Extension };

    private ImportFile File => new($"utterances.{Extension}", Source.Single!.Content);

    /// <inheritdoc/>
    public override void Check(Action<string> warn)
    {
        _ = RequireBot();
        if (Source.Single is not { Content.Length: > 0 })
        {
            throw ImportErrors.Invalid(
                Source.Path, "it is not a list of utterances", "Give a file that Export-KoreBot -Kind MlUtterance saved.");
        }

        if (Source.Single.Content.Length > BotRestore.LargestArchive)
        {
            throw ImportErrors.Invalid(Source.Path, "it is larger than 50 MB, the most that the platform takes", "Split it.");
        }

        using var stream = new MemoryStream(Source.Single.Content);
        try
        {
            _ = ExportVerifier.InspectAsync(stream, Extension, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (problem is InvalidDataException || PartialFile.IsFileProblem(problem))
        {
            throw ImportErrors.Invalid(
                Source.Path, "it is not a list of utterances", "Give a file that Export-KoreBot -Kind MlUtterance saved.");
        }

        warn("The import of utterances adds: utterances that the bot has and the file does not, stay.");
    }

    /// <inheritdoc/>
    public override async Task UploadAsync(ImportClient client, Action<string> report, CancellationToken cancellationToken)
    {
        report($"uploading {File}");
        _fileId = await client.UploadAsync(Options.Bot, File, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<ImportStatus> StartAsync(ImportClient client, CancellationToken cancellationToken) =>
        client.StartUtteranceImportAsync(RequireBot(), File.Name, _fileId!, cancellationToken);

    /// <inheritdoc/>
    public override Task<ImportStatus> AskAsync(ImportClient client, string requestId, CancellationToken cancellationToken) =>
        client.GetUtteranceImportStatusAsync(RequireBot(), requestId, cancellationToken);

    /// <inheritdoc/>
    public override IReadOnlyList<KoreDifference> Compare(string targetPath, Action<string> warn, CancellationToken cancellationToken) =>
        CompareAll(
            Source.Path, targetPath, cancellationToken).Where(static difference => difference.Change != KoreChangeKind.Added).ToList();

    /// <inheritdoc/>
    protected override bool WouldChange(KoreDifference difference) => difference.Change != KoreChangeKind.Removed;
}
