using KoreExport.Definitions;

namespace KoreExport.Imports;

/// <summary>
/// Restores a bot's variables. The platform exports the values of secured ones empty: they are left out, so that the bot keeps what it has.
/// </summary>
internal sealed class VariableRestore(RestoreOptions options, RestoreSource source) : RestoreKind(options, source)
{
    private readonly HashSet<string> _secured = new(StringComparer.Ordinal);
    private readonly List<string> _omitted = [];
    private byte[] _body = [];

    /// <inheritdoc/>
    public override string Title => "the import of variables";

    /// <inheritdoc/>
    public override string Extension => "json";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Omitted => _omitted;

    /// <inheritdoc/>
    public override bool Uploads => false;

    /// <inheritdoc/>
    public override bool Waits => false;

    /// <inheritdoc/>
    public override void Check(Action<string> warn)
    {
        _ = RequireBot();
        if (Source.DefinitionJson is not { IsArray: true } list
            || !list.Items().All(static variable => variable.IsObject && variable.TextOf("key") is { Length: > 0 }))
        {
            throw ImportErrors.Invalid(Source.Path, "it is not a list of variables", "Give a file that Export-KoreBotVariable saved.");
        }

        _secured.UnionWith(DefinitionReferences.SecuredVariables(list));
        _omitted.AddRange(DefinitionReferences.BlankedVariables(list));
        var kept = list.Items().Where(static variable => !DefinitionReferences.IsBlanked(variable)).ToList();
        if (kept.Count == 0)
        {
            throw ImportErrors.Invalid(
                Source.Path,
                "it holds no variable with a value that can be restored",
                "Values of secured variables are not in any export: set them on the platform's own pages.");
        }

        _body = Join(kept);
        if (_omitted.Count > 0)
        {
            warn($"Left out, because the export blanked their values: {string.Join(", ", _omitted)}. "
                + "The bot keeps what it has; set them by hand if it has none.");
        }
    }

    /// <inheritdoc/>
    public override Task<ImportStatus> StartAsync(ImportClient client, CancellationToken cancellationToken) =>
        client.ImportVariablesAsync(RequireBot(), _body, cancellationToken);

    /// <inheritdoc/>
    public override IReadOnlyList<KoreDifference> Compare(string targetPath, Action<string> warn, CancellationToken cancellationToken) =>
        CompareAll(Source.Path, targetPath, cancellationToken)
            .Where(difference => difference.Change != KoreChangeKind.Added && !_secured.Contains(difference.Name ?? string.Empty))
            .ToList();

    /// <inheritdoc/>
    protected override bool WouldChange(KoreDifference difference) =>
        difference.Change != KoreChangeKind.Removed && !_omitted.Contains(difference.Name ?? string.Empty);

    // Each as it is in the file, to the byte.
    private static byte[] Join(List<JsonSlice> items)
    {
        using var body = new MemoryStream();
        for (var i = 0; i < items.Count; i++)
        {
            body.WriteByte((byte)(i == 0 ? '[' : ','));
            body.Write(items[i].Buffer, items[i].Start, items[i].Length);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }
}
