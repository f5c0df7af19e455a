using System.Text.Json;
using KoreExport.Definitions;

namespace KoreExport.Imports;

/// <summary>Restores a bot's definition: as a whole or in part into a bot that is there, or into a new one.</summary>
internal sealed class BotRestore(RestoreOptions options, RestoreSource source) : RestoreKind(options, source)
{
    /// <summary>The most bytes of an upload (vendor documentation).</summary>
    public const int LargestArchive = 50 * 1024 * 1024;

    private const int LargestPart = 500 * 1024;
    private const int LargestIcon = 80 * 1024;

    // A full import leaves these as the target has them: its channels stay, and no icon goes into a bot that is there.
    private static readonly string[] KeptByTarget = ["channels", "icon.png"];

    private readonly Dictionary<string, object> _body = [];

    /// <inheritdoc/>
    public override string Title => "the import";

    /// <inheritdoc/>
    public override string Extension => "zip";

    /// <inheritdoc/>
    public override bool NeedsTarget => Options.ImportOptions?.Any(static option => option.Word == "botTask") == true
        && DefinitionReferences.MissingTasks(Definition, null).Count > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Uncompared { get; } =
        [.. (options.ImportOptions ?? []).Where(static option => option.Members.Length == 0).Select(static option => option.Word)];

    /// <inheritdoc/>
    public override string? BotName => DefinitionFacts.Read(Source.DefinitionJson).Name;

    private bool IsNew => Options.Bot is null;

    private JsonSlice Definition => Source.DefinitionJson!.Value;

    /// <inheritdoc/>
    public override void Check(Action<string> warn)
    {
        CheckParts();
        CheckSizes();
        var variables = Blanked().ToList();
        if (variables.Count > 0
            && (Options.ImportOptions is null || Options.ImportOptions.Any(static option => option.Word == "botVariables")))
        {
            warn($"These variables are secured, and the export blanked their values: {string.Join(", ", variables)}. "
                + "They may come back empty: set them on the platform afterwards.");
        }

        if (DefinitionReferences.IsUniversal(Definition))
        {
            warn("This is a universal bot. The apps that it links are not in its export: link them again where they are others now.");
        }

        if (DefinitionReferences.HasLanguageModels(Definition))
        {
            warn("Language models are configured. Their keys do not travel: enter them again on the platform.");
        }

        if (Options.ImportOptions is null && DefinitionReferences.MissingTasks(Definition, null) is { Count: > 0 } missing)
        {
            warn($"The file lacks tasks that its dialogs call: {string.Join(", ", missing.Take(10))}. The platform may refuse the import.");
        }
    }

    /// <inheritdoc/>
    public override void CheckTarget(string targetPath, CancellationToken cancellationToken)
    {
        var target = RestoreSource.Load(targetPath, sha256: null, cancellationToken);
        if (DefinitionReferences.MissingTasks(Definition, target.DefinitionJson) is { Count: > 0 } missing)
        {
            throw ImportErrors.Invalid(
                Source.Path,
                $"neither it nor the target has the tasks that its dialogs call ({string.Join(", ", missing.Take(10))}), "
                + "so an incremental import would fail",
                "Export the dependent tasks too (-IncludeDependentTasks), or import everything by leaving out -ImportOption.");
        }
    }

    /// <inheritdoc/>
    public override async Task UploadAsync(ImportClient client, Action<string> report, CancellationToken cancellationToken)
    {
        _body.Clear();
        if (Options.UploadsArchive)
        {
            _body["uploadMode"] = "ZIP";
            _body["zipInfo"] = await Upload(new ImportFile("export.zip", Source.Archive!)).ConfigureAwait(false);
            return;
        }

        _body["uploadMode"] = "JSON";
        _body["botDefinition"] = await Upload(Source.Definition! with { Name = "botDefinition.json" }).ConfigureAwait(false);
        _body["configInfo"] = await Upload(Source.Config!).ConfigureAwait(false);
        if (IsNew)
        {
            _body["icon"] = await Upload(Source.Icon!).ConfigureAwait(false);
        }

        var functions = new List<string>();
        foreach (var function in Source.Functions)
        {
            var name = functions.Count == 0 ? "botFunctions.js" : $"botFunctions{functions.Count + 1}.js";
            functions.Add(await Upload(function with { Name = name }).ConfigureAwait(false));
        }

        if (functions.Count > 0)
        {
            _body["botFunctions"] = functions;
        }

        Task<string> Upload(ImportFile file)
        {
            report($"uploading {file}");
            return client.UploadAsync(Options.Bot, file, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task<ImportStatus> StartAsync(ImportClient client, CancellationToken cancellationToken)
    {
        if (Options.Name is { } name)
        {
            _body["name"] = name;
        }

        if (Options.ImportOptions is { } chosen)
        {
            _body["importOptions"] = ImportOption.ToBody(chosen, Options.ReplacesUtterances, Options.IgnoredVariables);
        }

        return client.StartBotImportAsync(Options.Bot, JsonSerializer.SerializeToUtf8Bytes(_body), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<ImportStatus> AskAsync(ImportClient client, string requestId, CancellationToken cancellationToken) =>
        client.GetBotImportStatusAsync(Options.Bot, requestId, cancellationToken);

    /// <inheritdoc/>
    public override IReadOnlyList<KoreDifference> Compare(string targetPath, Action<string> warn, CancellationToken cancellationToken)
    {
        var all = CompareAll(Source.Path, targetPath, cancellationToken).ToList();
        var kept = IsNew ? [] : all.Select(MemberOf).Where(KeptByTarget.Contains).Distinct().ToList();
        if (kept.Count > 0)
        {
            warn($"An import leaves these as the bot has them, and they are not what the file has: {string.Join(", ", kept)}.");
        }

        if (Uncompared.Count > 0)
        {
            warn(
                "Which part of a definition these words stand for is not known, so they were not compared and the target is not verified: "
                + $"{string.Join(", ", Uncompared)}. Look at them on the platform's own pages.");
        }

        // With an incremental import the bot keeps what the file does not have.
        return all.Where(difference => IsImported(difference)
            && !(Options.ImportOptions is not null && difference.Change == KoreChangeKind.Added)).ToList();
    }

    /// <inheritdoc/>
    protected override bool WouldChange(KoreDifference difference) =>
        IsImported(difference) && !(Options.ImportOptions is not null && difference.Change == KoreChangeKind.Removed);

    private static string MemberOf(KoreDifference difference) => difference.Path.Split('/')[0];

    private bool IsImported(KoreDifference difference)
    {
        var member = MemberOf(difference);
        if (Options.ImportOptions is { } chosen)
        {
            return chosen.Any(option => option.Members.Contains(member))
                && !(Options.IgnoredVariables.Count > 0 && Options.IgnoredVariables.Contains(difference.Name ?? string.Empty));
        }

        return (!KeptByTarget.Contains(member) || IsNew) && !IsNewName(difference);
    }

    // Whoever gives a copy another name wants it so.
    private bool IsNewName(KoreDifference difference) =>
        IsNew && Options.Name is { } name && difference.After == name && difference.Property?.Split('.').Last() == "name";

    private void CheckParts()
    {
        if (Source.DefinitionJson is not { IsObject: true })
        {
            throw ImportErrors.Invalid(
                Source.Path,
                "there is no bot definition in it (botDefinition.json or appDefinition.json)",
                "Give a file that Export-KoreBot saved, or a folder that Expand-KoreExport made. For other kinds pass -Kind.");
        }

        if (Source.Config is null)
        {
            throw ImportErrors.Invalid(
                Source.Path, "config.json is missing, which every import needs", "Export the bot again, or add the file.");
        }

        if (!IsObject(Source.Config.Content))
        {
            throw ImportErrors.Corrupt(Source.Path, "its config.json is not JSON");
        }

        if (IsNew && Source.Icon is null)
        {
            throw ImportErrors.Invalid(
                Source.Path,
                "icon.png is missing, without which the platform makes no new bot",
                "Add a PNG of 40 by 40 pixels to the archive.");
        }

        if (Options.UploadsArchive && Source.Archive is null)
        {
            throw ImportErrors.Invalid(Source.Path, "it is not an archive, so it cannot be uploaded as one", "Leave out -UploadMode Zip.");
        }
    }

    private static bool IsObject(byte[] content)
    {
        try
        {
            return JsonSlice.Parse(content).IsObject;
        }
        catch (JsonFormatException)
        {
            return false;
        }
    }

    private void CheckSizes()
    {
        CheckSize(Options.UploadsArchive ? new ImportFile("the archive", Source.Archive!) : Source.Definition!, LargestArchive, "50 MB");
        CheckSize(Source.Config!, LargestPart, "500 KB");
        foreach (var function in Source.Functions)
        {
            CheckSize(function, LargestPart, "500 KB");
        }

        if (IsNew)
        {
            CheckSize(Source.Icon!, LargestIcon, "80 KB");
        }
    }

    private void CheckSize(ImportFile file, int limit, string words)
    {
        if (file.Content.Length > limit)
        {
            throw ImportErrors.Invalid(
                Source.Path,
                $"{file} is larger than {words}, the most that the platform takes",
                "Make it smaller, or ask the vendor to raise the limit.");
        }
    }

    private IEnumerable<string> Blanked()
    {
        var environment = JsonSlice.Parse(Source.Config!.Content).Member("envVariables");
        var content = Definition.Member("contentVariables");
        return new[] { environment, content }.OfType<JsonSlice>().Where(
            static list => list.IsArray).SelectMany(DefinitionReferences.BlankedVariables);
    }
}
