using KoreExport.Errors;

namespace KoreExport.Definitions;

/// <summary>Puts a definition together again from the files of a tree.</summary>
internal sealed class DefinitionMerger(ExpandedTree tree, JsonLayout layout, Stream output)
{
    private const int MaximumNesting = 16;
    private readonly JsonLayoutWriter _writer = new(output, layout);
    private readonly List<string> _listed = [.. tree.Manifest.Files.OrderBy(static file => file, StringComparer.Ordinal)];
    private readonly HashSet<string> _ordered = new(StringComparer.Ordinal);
    private int _nesting;

    public void Merge()
    {
        var root = tree.ReadJson(TreeNames.Bot);
        if (!root.IsObject)
        {
            throw Invalid(TreeNames.Bot, "it is not an object");
        }

        WriteObject(root, TreeNames.Bot, ValuePath.Root(root));
        _writer.Complete();
    }

    private void Write(JsonSlice value, string file, ValuePath path)
    {
        if (value.IsScalar)
        {
            CheckCode(value, file, path);
            _writer.Scalar(value.Text);
        }
        else if (value.IsArray)
        {
            WriteArray(value, file, path);
        }
        else if (Directive.Find(value) is { } directive)
        {
            WriteDirective(directive, value, file, path);
        }
        else
        {
            WriteObject(value, file, path);
        }
    }

    private void WriteObject(JsonSlice value, string file, ValuePath path)
    {
        _writer.Open('{');
        foreach (var (name, content) in value.Members())
        {
            var text = name.GetText()!;
            if (text.StartsWith(Directive.IdPrefix, StringComparison.Ordinal))
            {
                _writer.Name(Id(text.Substring(Directive.IdPrefix.Length), file));
            }
            else if (text.StartsWith(Directive.NamePrefix, StringComparison.Ordinal))
            {
                _writer.Name([(byte)'"', .. name.Text.Slice(1 + Directive.NamePrefix.Length).ToArray()]);
                text = text.Substring(Directive.NamePrefix.Length);
            }
            else
            {
                _writer.Name(name.Text);
            }

            Write(content, file, path.Member(text, content));
        }

        _writer.Close('}');
    }

    private void WriteArray(JsonSlice value, string file, ValuePath path)
    {
        _writer.Open('[');
        var items = value.Items().ToList();
        var key = ComponentWriter.OrderKey(file, path);
        var order =
            tree.Volatile.Order.TryGetValue(key, out var known) && _ordered.Add(key)
                ? InOrder(TreeKeys.Distinct(items.Select(item => ItemKey(item, file))), known)
                : Enumerable.Range(0, items.Count);
        foreach (var index in order)
        {
            Write(items[index], file, path.Item(index, items[index]));
        }

        _writer.Close(']');
    }

    private static string ItemKey(JsonSlice item, string file) =>
        ComponentKinds.OfFile(file) is { Layout: KindLayout.SortedFile } kind
            ? TreeKeys.Identity(item, kind)
            : item.GetText() ?? TreeKeys.Compact(item);

    private void WriteDirective(string directive, JsonSlice value, string file, ValuePath path)
    {
        var content = value.Members().First().Value;
        var text = content.GetText();
        switch (directive)
        {
            case Directive.Value when content.IsObject:
                WriteObject(content, file, path);
                break;
            case Directive.Value:
                _writer.Scalar(content.IsScalar ? content.Text : throw Invalid(file, "$value stands before an array"));
                break;
            case Directive.Encoded when text is not null:
                WriteText(text, isEncoded: true, file);
                break;
            case Directive.Volatile when text is not null:
                _writer.Scalar(
                    tree.Volatile.Values.TryGetValue(text, out var token)
                        ? token
                        : throw Invalid(file, $"{TreeNames.Volatile} has no value '{text}'"));
                break;
            case Directive.Id when text is not null:
                _writer.String(Id(text, file));
                break;
            case Directive.File when text is not null && IsJson(text):
                WriteFile(text);
                break;
            case Directive.File when text is not null:
                WriteText(tree.ReadText(text), value.Member(Directive.IsEncoded) is { } flag && flag.Text.SequenceEqual("true"u8), text);
                break;
            case Directive.Folder when text is not null:
                WriteFolder(text);
                break;
            case Directive.Group when text is not null:
                WriteGroups(text);
                break;
            default:
                throw Invalid(
                    file,
                    $"'{LogSanitizer.Sanitize(directive)}' is unknown or misused; write {{\"$value\": …}} around what the bot has there");
        }
    }

    private void WriteText(string text, bool isEncoded, string file)
    {
        var result = text;
        if (isEncoded && !PercentCode.TryEncode(text, out result))
        {
            throw Invalid(file, "it holds half of a surrogate pair, which cannot be percent-encoded");
        }

        _writer.String(result);
    }

    private void WriteFile(string file)
    {
        if (++_nesting > MaximumNesting)
        {
            throw Invalid(file, "files name each other in a circle");
        }

        var content = tree.ReadJson(file);
        Write(content, file, ValuePath.Root(content));
        _nesting--;
    }

    private void WriteFolder(string folder)
    {
        var stems = Stems(folder);
        var order = tree.Volatile.Order.TryGetValue(folder, out var known) ? known : [];
        var sorted =
            order.Count == 1 && order[0] == "_id"
                ? stems.OrderBy(stem => tree.ReadJson($"{folder}/{stem}.json").TextOf("_id") ?? "\uFFFF", StringComparer.Ordinal)
                : InOrder([.. stems], order).Select(index => stems[index]);
        _writer.Open('[');
        foreach (var stem in sorted)
        {
            WriteFile($"{folder}/{stem}.json");
        }

        _writer.Close(']');
    }

    private void WriteGroups(string folder)
    {
        var groups = Stems(folder)
            .ToDictionary(static stem => stem, stem => new Queue<JsonSlice>(ReadGroup($"{folder}/{stem}.json")), StringComparer.Ordinal);
        var runs = (tree.Volatile.Order.TryGetValue(folder, out var known) ? known : [])
            .Select(TreeRuns.Read)
            .Where(static run => run is not null)
            .ToList();
        var last = runs.Select(static (run, index) => (run!.Value.Stem, index))
            .GroupBy(static pair => pair.Stem)
            .ToDictionary(static pair => pair.Key, static pair => pair.Last().index);
        _writer.Open('[');
        for (var i = 0; i < runs.Count; i++)
        {
            var (stem, count) = runs[i]!.Value;
            if (groups.TryGetValue(stem, out var items))
            {
                // What an editor added to a file goes behind the last of its kind.
                WriteItems($"{folder}/{stem}.json", items, last[stem] == i ? items.Count : count);
            }
        }

        foreach (var group in groups.OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            WriteItems($"{folder}/{group.Key}.json", group.Value, group.Value.Count);
        }

        _writer.Close(']');
    }

    private JsonSlice[] ReadGroup(string file) =>
        tree.ReadJson(file) is { IsArray: true } array ? [.. array.Items()] : throw Invalid(file, "it is not an array");

    private void WriteItems(string file, Queue<JsonSlice> items, int count)
    {
        for (; count > 0 && items.Count > 0; count--)
        {
            var item = items.Dequeue();
            Write(item, file, ValuePath.Root(item));
        }
    }

    private List<string> Stems(string folder)
    {
        var prefix = folder + "/";
        var first = _listed.BinarySearch(prefix, StringComparer.Ordinal);
        return
        [
            .. _listed
                .Skip(first < 0 ? ~first : first)
                .TakeWhile(file => file.StartsWith(prefix, StringComparison.Ordinal))
                .Where(IsJson)
                .Select(file => file.Substring(prefix.Length, file.Length - prefix.Length - ".json".Length)),
        ];
    }

    // Those that the order knows, in that order; the others behind them.
    private static IEnumerable<int> InOrder(string[] keys, List<string> order)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++)
        {
            places[order[i]] = i;
        }

        return Enumerable.Range(0, keys.Length).OrderBy(index => places.TryGetValue(keys[index], out var place) ? place : int.MaxValue);
    }

    private void CheckCode(JsonSlice value, string file, ValuePath path)
    {
        if (path.IsMember && value.IsText && value.Text.IndexOf((byte)'%') >= 0 && TextPlacement.IsBroken(path.Name, value.GetText()!))
        {
            throw Invalid(file, "its script has an invalid percent-code");
        }
    }

    private string Id(string reference, string file) =>
        tree.Volatile.Ids.TryGetValue(reference, out var id)
            ? id
            : throw Invalid(file, $"{TreeNames.Volatile} has no id for '{LogSanitizer.Sanitize(reference)}'");

    private static bool IsJson(string file) => file.EndsWith(".json", StringComparison.Ordinal);

    private KoreException Invalid(string file, string why) =>
        DefinitionErrors.TreeInvalid(tree.FullPath(file), why, "Correct the file, or restore it.");
}
