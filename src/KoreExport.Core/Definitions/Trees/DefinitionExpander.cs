using System.Globalization;

namespace KoreExport.Definitions;

/// <summary>Takes a definition apart into the files of a tree.</summary>
/// <param name="tree">The tree.</param>
/// <param name="definition">The definition, an object that was checked.</param>
internal sealed class DefinitionExpander(TreeBuilder tree, JsonSlice definition)
{
    private readonly string? _language = definition.TextOf("defaultLanguage");
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "faqs",
        "settings",
        "other",
        "entries",
        "bot",
        "config",
        "icon",
        "volatile",
        "kore-export",
    };

    /// <summary>Writes all files but the manifest, and that of what changes by itself.</summary>
    public void Expand()
    {
        NoteVolatileIds();
        var inPlace = new ComponentWriter(tree, string.Empty, TreeNames.Bot);
        tree.AddJson(TreeNames.Bot, writer =>
        {
            var root = ValuePath.Root(definition);
            writer.Open('{');
            foreach (var (name, value) in definition.Members())
            {
                inPlace.WriteMemberName(writer, name);
                WriteMember(writer, name.GetText()!, value, inPlace, root);
            }

            writer.Close('}');
        });
    }

    private void WriteMember(JsonLayoutWriter writer, string member, JsonSlice value, ComponentWriter inPlace, ValuePath root)
    {
        var kind = ComponentKinds.Find(member);
        var isEmpty = value.IsScalar || value.IsEmptyContainer();
        if (isEmpty || (kind is null && ComponentKinds.StaysInPlace(member, value)))
        {
            inPlace.Write(writer, value, definition, root.Member(member, value));
        }
        else if (kind is { Layout: KindLayout.FilePerItem } && value.IsArray)
        {
            ComponentWriter.WriteDirective(writer, Directive.Folder, WriteItems(kind, value));
        }
        else if (kind is { Layout: KindLayout.FilePerGroup } && value.IsArray)
        {
            ComponentWriter.WriteDirective(writer, Directive.Group, WriteGroups(kind, value));
        }
        else if (kind is { Layout: KindLayout.FilePerMember } && value.IsObject && Directive.Find(value) is null)
        {
            WriteMembers(writer, kind, value, inPlace, root.Member(member, value));
        }
        else
        {
            ComponentWriter.WriteDirective(writer, Directive.File, WriteWhole(kind, member, value));
        }
    }

    private string WriteItems(ComponentKind kind, JsonSlice array)
    {
        var items = array.Items().ToList();
        var folder = Folder(kind.Member);
        var stems = TreeNames.Stems(
            items.ConvertAll(item => (NameOf(item, kind), TreeKeys.Identity(item, kind), (Func<string>)(() => TreeKeys.Compact(item)))));
        var faqs = kind.Member == "knowledgeTasks" ? FaqFiles(items) : null;
        for (var i = 0; i < items.Count; i++)
        {
            new ComponentWriter(tree, kind.Member, $"{folder}/{stems[i]}.json", faqs).WriteFile(items[i]);
        }

        tree.Volatile.Order[folder] = IsInOrderOfIds(kind, items) ? ["_id"] : [.. stems];
        return folder;
    }

    // Most components come sorted by their id; saying so spares a line for each.
    private static bool IsInOrderOfIds(ComponentKind kind, List<JsonSlice> items)
    {
        string? last = null;
        foreach (var item in items)
        {
            if (
                VolatileRules.HasVolatileIds(kind.Member)
                || item.TextOf("_id") is not { } id
                || string.CompareOrdinal(last, id) >= 0
                || id.IndexOf('%') >= 0)
            {
                return false;
            }

            last = id;
        }

        return true;
    }

    private string WriteGroups(ComponentKind kind, JsonSlice array)
    {
        var folder = Folder(kind.Member);
        var items = array.Items().ToList();
        var keys = items.ConvertAll(item =>
            kind.GroupBy.Select(item.TextOf).FirstOrDefault(static text => text is not null) ?? string.Empty);
        var groups = Enumerable.Range(0, items.Count).GroupBy(index => keys[index], StringComparer.Ordinal).ToList();
        var stems = TreeNames.Stems(groups.ConvertAll(static group => (group.Key, group.Key, (Func<string>)(static () => string.Empty))));
        var stemOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Count; i++)
        {
            stemOf[groups[i].Key] = stems[i];
            var file = $"{folder}/{stems[i]}.json";
            var component = new ComponentWriter(tree, kind.Member, file);
            tree.AddJson(file, writer =>
            {
                var path = ValuePath.Root(array);
                writer.Open('[');
                foreach (var index in groups[i])
                {
                    component.Write(writer, items[index], null, path.Item(index, items[index]));
                }

                writer.Close(']');
            });
        }

        tree.Volatile.Order[folder] = TreeRuns.Write(keys.Select(key => stemOf[key]));
        return folder;
    }

    private void WriteMembers(JsonLayoutWriter writer, ComponentKind kind, JsonSlice value, ComponentWriter inPlace, ValuePath path)
    {
        var folder = Folder(kind.Member);
        var members = value.Members().ToList();
        var stems = TreeNames.Stems(
            members.ConvertAll(static member =>
                (member.Name.GetText()!, member.Name.GetText()!, (Func<string>)(() => TreeKeys.Compact(member.Value)))));
        writer.Open('{');
        for (var i = 0; i < members.Count; i++)
        {
            var (name, content) = members[i];
            inPlace.WriteMemberName(writer, name);
            if (content.IsScalar || content.IsEmptyContainer())
            {
                inPlace.Write(writer, content, value, path.Member(name.GetText()!, content));
            }
            else
            {
                var file = $"{folder}/{stems[i]}.json";
                ComponentWriter.WriteDirective(writer, Directive.File, file);
                new ComponentWriter(tree, kind.Member, file).WriteFile(content);
            }
        }

        writer.Close('}');
    }

    private string WriteWhole(ComponentKind? kind, string member, JsonSlice value)
    {
        var file = (kind is null ? ComponentKinds.FolderOfOthers(member) + "/" : string.Empty) + Folder(member) + ".json";
        var component = new ComponentWriter(tree, member, file);
        if (kind is { Layout: KindLayout.SortedFile } && value.IsArray)
        {
            tree.AddJson(file, writer =>
                component.WriteSorted(writer, value, ValuePath.Root(value), item => TreeKeys.Identity(item, kind)));
        }
        else
        {
            component.WriteFile(value);
        }

        return file;
    }

    // By the place of each question in the definition.
    private static Dictionary<int, string> FaqFiles(List<JsonSlice> knowledgeTasks)
    {
        var faqs = knowledgeTasks
            .SelectMany(static task =>
                (task.Member("faqs")?.Member("faqs")?.Items() ?? []).Select(faq => (Faq: faq, Language: task.TextOf("language") ?? "_")))
            .Where(static pair => pair.Faq.IsObject)
            .ToList();
        var files = new Dictionary<int, string>();
        foreach (
            var language in Enumerable
                .Range(0, faqs.Count)
                .GroupBy(index => TreeNames.Slug(faqs[index].Language, 12), StringComparer.OrdinalIgnoreCase))
        {
            var indexes = language.ToList();
            var stems = TreeNames.Stems(
                indexes.ConvertAll(index =>
                    (
                        faqs[index].Faq.TextOf("question") ?? string.Empty,
                        faqs[index].Faq.TextOf("refId") ?? string.Empty,
                        (Func<string>)(() => TreeKeys.Compact(faqs[index].Faq)))));
            for (var i = 0; i < indexes.Count; i++)
            {
                files[faqs[indexes[i]].Faq.Start] = $"faqs/{language.Key}/{stems[i]}.json";
            }
        }

        return files;
    }

    private string NameOf(JsonSlice item, ComponentKind kind) => ComponentNames.Find(item, kind, _language) ?? kind.Member;

    // Two members of one name, or of names that differ in case alone, get a folder each; an export has them in an order.
    private string Folder(string member)
    {
        var name = TreeNames.Slug(member);
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = TreeNames.Cut(TreeNames.Slug(member), TreeNames.MaximumStem - 4) + "-" + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private void NoteVolatileIds()
    {
        foreach (var (name, array) in definition.Members())
        {
            if (name.GetText() is { } member && VolatileRules.HasVolatileIds(member))
            {
                foreach (var item in array.Items())
                {
                    if (
                        item.TextOf("_id") is { Length: > 0 } id
                        && item.TextOf("refId") is { Length: > 0 } reference
                        && !tree.References.ContainsKey(id)
                        && !tree.Volatile.Ids.ContainsKey(reference))
                    {
                        tree.References[id] = reference;
                        tree.Volatile.Ids[reference] = id;
                    }
                }
            }
        }
    }
}
