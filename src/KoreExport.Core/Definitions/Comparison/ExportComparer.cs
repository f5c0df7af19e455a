namespace KoreExport.Definitions;

/// <summary>Compares two exports of a bot: definitions by components, lists by rows, all other files as a whole.</summary>
internal sealed class ExportComparer
{
    private readonly CompareOptions _options;
    private readonly LoadedExport _before;
    private readonly LoadedExport _after;
    private readonly Redactor _redactor;
    private readonly DifferenceWriter _writer;

    private ExportComparer(CompareOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _before = LoadedExport.Load(options.ReferencePath, cancellationToken);
        _after = LoadedExport.Load(options.DifferencePath, cancellationToken);
        var botId = options.BotId ?? DefinitionFacts.Read(_after.Definition).BotId ?? DefinitionFacts.Read(_before.Definition).BotId;
        _redactor = new Redactor(new SecretRules(options.SecretPatterns), options.RedactionKey, botId ?? string.Empty);
        _writer = new DifferenceWriter(botId, _redactor);
    }

    /// <summary>The differences.</summary>
    public static IEnumerable<KoreDifference> Compare(CompareOptions options, CancellationToken cancellationToken) =>
        options.ReferencePath.Length == 0
            ? [First(options, cancellationToken)]
            : new ExportComparer(options, cancellationToken).Compare(cancellationToken);

    // An export that has none before it is one change, and not as many as it has components.
    private static KoreDifference First(CompareOptions options, CancellationToken cancellationToken)
    {
        var export = LoadedExport.Load(options.DifferencePath, cancellationToken);
        var facts = DefinitionFacts.Read(export.Definition);
        return new KoreDifference
        {
            BotId = options.BotId ?? facts.BotId,
            Component = export.Definition is null ? "File" : "Bot",
            Name = facts.Name ?? Path.GetFileName(options.DifferencePath),
            RefId = facts.RefId,
            Change = KoreChangeKind.Added,
            After = Path.GetFileName(options.DifferencePath),
        };
    }

    private IEnumerable<KoreDifference> Compare(CancellationToken cancellationToken)
    {
        var (older, newer) = (_before.Definition, _after.Definition);
        if (_before.IsRedacted != _after.IsRedacted)
        {
            // Masked and clear secrets are the same where their masks are.
            (older, newer) = (Masked(_before, older), Masked(_after, newer));
        }

        if (older is { } one && newer is { } other)
        {
            foreach (var difference in new DefinitionComparer(one, other, _options.IncludeVolatile, _writer).Compare(cancellationToken))
            {
                yield return difference;
            }
        }
        else if (older is not null || newer is not null)
        {
            yield return _writer.Whole(new ComponentPair(string.Empty, "Definition", "definition", Placeholder(older), Placeholder(newer)));
        }

        var files = new FileComparer(_redactor, _writer, _options.IncludeVolatile, Path.GetFileName(_after.Path));
        foreach (var difference in files.Compare(MaskedFiles(_before, _after), MaskedFiles(_after, _before)))
        {
            yield return difference;
        }
    }

    private JsonSlice? Masked(LoadedExport export, JsonSlice? definition)
    {
        if (export.IsRedacted || definition is not { } json)
        {
            return definition;
        }

        using var masked = new MemoryStream();
        var writer = new JsonLayoutWriter(masked, JsonLayout.Platform);
        RedactedJson.Write(writer, _redactor, json);
        writer.Complete();
        return JsonSlice.Unchecked(masked.ToArray());
    }

    private IReadOnlyDictionary<string, byte[]> MaskedFiles(LoadedExport export, LoadedExport other) =>
        other.IsRedacted && !export.IsRedacted
            ? export.Files.ToDictionary(static file => file.Key, file => RedactedFile.Mask(_redactor, file.Key, file.Value))
            : export.Files;

    private static JsonSlice? Placeholder(JsonSlice? definition) => definition is null ? null : JsonSlice.Unchecked("{}"u8.ToArray());
}
