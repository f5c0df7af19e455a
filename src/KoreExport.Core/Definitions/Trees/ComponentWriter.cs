using System.Globalization;

namespace KoreExport.Definitions;

/// <summary>
/// Writes one component into its file: code and long texts go into files beside it, encoded texts are decoded, and what changes by itself
/// is kept apart. All else stays as it is, in its order.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="member">The member of the definition that the component is in.</param>
/// <param name="file">The component's file.</param>
/// <param name="faqFiles">The files of the questions in knowledge tasks, by where they begin in the definition.</param>
internal sealed class ComponentWriter(TreeBuilder tree, string member, string file, IReadOnlyDictionary<int, string>? faqFiles = null)
{
    private readonly HashSet<string> _labels = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _sorted = new(StringComparer.Ordinal);
    private readonly bool _hasVolatileIds = VolatileRules.HasVolatileIds(member);

    /// <summary>Writes the component as a file of the tree.</summary>
    public void WriteFile(JsonSlice component) =>
        tree.AddJson(file, writer => Write(writer, component, default, ValuePath.Root(component)));

    /// <summary>Writes a value to where the writer stands.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The value.</param>
    /// <param name="owner">The object that holds it, if one does.</param>
    /// <param name="path">Where it is inside the component.</param>
    public void Write(JsonLayoutWriter writer, JsonSlice value, JsonSlice? owner, ValuePath path)
    {
        if (value.IsScalar)
        {
            WriteScalar(writer, value, owner, path);
        }
        else if (value.IsObject)
        {
            WriteObject(writer, value, path);
        }
        else
        {
            WriteArray(writer, value, path);
        }
    }

    private void WriteObject(JsonLayoutWriter writer, JsonSlice value, ValuePath path)
    {
        var isDisguised = Directive.Find(value) is not null;
        if (isDisguised)
        {
            writer.Open('{');
            writer.Name(Directive.Value);
        }

        writer.Open('{');
        foreach (var (name, content) in value.Members())
        {
            WriteMemberName(writer, name);
            Write(writer, content, value, path.Member(name.GetText()!, content));
        }

        writer.Close('}');
        if (isDisguised)
        {
            writer.Close('}');
        }
    }

    /// <summary>Writes the name of a member, so that merging gives the same name again.</summary>
    public void WriteMemberName(JsonLayoutWriter writer, JsonSlice name)
    {
        var text = name.GetText()!;
        if (ReferenceOf(name) is { } reference)
        {
            writer.Name(Directive.IdPrefix + reference);
        }
        else if (Directive.IsReservedName(text))
        {
            // The token's own escapes stay as they are.
            writer.Name([(byte)'"', .. System.Text.Encoding.ASCII.GetBytes(Directive.NamePrefix), .. name.Text.Slice(1).ToArray()]);
        }
        else
        {
            writer.Name(name.Text);
        }
    }

    private void WriteArray(JsonLayoutWriter writer, JsonSlice value, ValuePath path)
    {
        if (
            path.IsMember
            && VolatileRules.IsUnorderedList(member, path.Name)
            && value.Items().All(static item => item.IsText)
            && IsFirst(path))
        {
            WriteSorted(writer, value, path, static item => item.GetText() ?? TreeKeys.Compact(item));
            return;
        }

        writer.Open('[');
        var index = 0;
        foreach (var item in value.Items())
        {
            if (faqFiles is not null && faqFiles.TryGetValue(item.Start, out var faq))
            {
                WriteDirective(writer, Directive.File, faq);
                new ComponentWriter(tree, member, faq).WriteFile(item);
            }
            else
            {
                Write(writer, item, null, path.Item(index, item));
            }

            index++;
        }

        writer.Close(']');
    }

    /// <summary>Writes an array sorted by what identifies its items, and notes the order it had.</summary>
    public void WriteSorted(JsonLayoutWriter writer, JsonSlice array, ValuePath path, Func<JsonSlice, string> identify)
    {
        var items = array.Items().Select((item, index) => InTreeForm(item, path.Item(index, item))).ToList();
        var keys = TreeKeys.Distinct(items.Select(identify));
        var sorted = Enumerable.Range(0, keys.Length).OrderBy(index => keys[index], StringComparer.Ordinal).ToList();
        writer.Open('[');
        sorted.ForEach(index => writer.Value(items[index]));
        writer.Close(']');
        if (!sorted.SequenceEqual(Enumerable.Range(0, keys.Length)))
        {
            tree.Volatile.Order[OrderKey(file, path)] = [.. keys];
        }
    }

    /// <summary>Under what the order of an array in a file is noted.</summary>
    public static string OrderKey(string file, ValuePath path) => path.Place is { Length: > 0 } inside ? file + "#" + inside : file;

    // Keys are taken from what stands in the tree, because that is what merging finds there.
    private JsonSlice InTreeForm(JsonSlice item, ValuePath path)
    {
        using var content = new MemoryStream();
        var writer = new JsonLayoutWriter(content, JsonLayout.Platform);
        Write(writer, item, null, path);
        writer.Complete();
        return JsonSlice.Parse(content.ToArray());
    }

    private void WriteScalar(JsonLayoutWriter writer, JsonSlice token, JsonSlice? owner, ValuePath path)
    {
        if (VolatileRules.IsVolatile(member, path.ParentName, path.Name) && KeepApart(token, path) is { } key)
        {
            WriteDirective(writer, Directive.Volatile, key);
            return;
        }

        token = tree.Redactor?.Mask(member, path, owner, token) ?? token;
        if (!token.IsText)
        {
            writer.Scalar(token.Text);
            return;
        }

        if (ReferenceOf(token) is { } reference)
        {
            WriteDirective(writer, Directive.Id, reference);
            return;
        }

        WriteText(writer, token, owner, path);
    }

    private void WriteText(JsonLayoutWriter writer, JsonSlice token, JsonSlice? owner, ValuePath path)
    {
        var placement = owner is { } holder ? TextPlacement.Choose(member, path.Name, holder, token) : default;
        if (placement.Place == TextPlace.File)
        {
            var textFile = file.Substring(0, file.Length - ".json".Length) + "." + Label(path) + "." + placement.Extension;
            tree.AddText(textFile, placement.Text);
            WriteDirective(writer, Directive.File, textFile, placement.IsEncoded);
        }
        else if (placement.Place == TextPlace.Decoded)
        {
            WriteDirective(writer, Directive.Encoded, placement.Text);
        }
        else if (placement.Place == TextPlace.Guarded)
        {
            writer.Open('{');
            writer.Name(Directive.Value);
            writer.Scalar(token.Text);
            writer.Close('}');
        }
        else
        {
            writer.Scalar(token.Text);
        }
    }

    // Of two members with the same name the second keeps its order: there is no place to note another.
    private bool IsFirst(ValuePath path) => _sorted.Add(OrderKey(file, path));

    private string? ReferenceOf(JsonSlice token) =>
        _hasVolatileIds && JsonText.TryDecodeExactly(token.Text, out var id) && tree.References.TryGetValue(id, out var reference)
            ? reference
            : null;

    private string? KeepApart(JsonSlice token, ValuePath path)
    {
        var key = file + "#" + path;
        if (tree.Volatile.Values.ContainsKey(key))
        {
            return null;
        }

        tree.Volatile.Values[key] = token.Text.ToArray();
        return key;
    }

    private string Label(ValuePath path)
    {
        var parts = path
            .Parts.Where(static part => part is not ("localeData" or "text" or "default"))
            .Select(static part => TreeNames.Slug(part, 20));
        var label = string.Join(".", parts);
        label = label.Length == 0 ? "text" : label;
        if (label.Length > TreeNames.MaximumLabel)
        {
            label =
                label.Substring(0, TreeNames.MaximumLabel - 7).TrimEnd('-', '.') + "~" + TreeNames.Hash(path.ToString()).Substring(0, 6);
        }

        var unique = label;
        for (var i = 2; !_labels.Add(unique); i++)
        {
            unique = TreeNames.Cut(label, TreeNames.MaximumLabel - 4) + "-" + i.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }

    /// <summary>Writes what stands for a value.</summary>
    public static void WriteDirective(JsonLayoutWriter writer, string directive, string text, bool? isEncoded = null)
    {
        writer.Open('{');
        writer.Name(directive);
        writer.String(text);
        if (isEncoded is { } flag)
        {
            writer.Name(Directive.IsEncoded);
            writer.Scalar(flag ? "true"u8 : "false"u8);
        }

        writer.Close('}');
    }
}
