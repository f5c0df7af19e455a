namespace KoreExport.Definitions;

/// <summary>Makes differences fit to be shown: text and code decoded, secrets masked.</summary>
/// <param name="botId">The bot.</param>
/// <param name="redactor">Masks secrets.</param>
internal sealed class DifferenceWriter(string? botId, Redactor redactor)
{
    private const int MaximumComponent = 256 * 1024;

    /// <summary>A component that is only in one of the exports.</summary>
    public KoreDifference Whole(ComponentPair pair) =>
        new()
        {
            BotId = botId,
            Component = pair.Label,
            Name = pair.Name,
            RefId = pair.RefId,
            Language = LanguageOf(pair),
            Change = pair.Before is null ? KoreChangeKind.Added : KoreChangeKind.Removed,
            Before = Text(pair.Member, pair.Before),
            After = Text(pair.Member, pair.After),
            Path = PathOf(pair),
        };

    /// <summary>A component that has another name.</summary>
    public KoreDifference Rename(ComponentPair pair) =>
        new()
        {
            BotId = botId,
            Component = pair.Label,
            Name = pair.Name,
            RefId = pair.RefId,
            Language = LanguageOf(pair),
            Change = KoreChangeKind.Renamed,
            Property = "name",
            Before = pair.NameBefore,
            After = pair.NameAfter,
            Path = PathOf(pair) + "/name",
        };

    /// <summary>A difference inside a component.</summary>
    public KoreDifference Inside(ComponentPair pair, ValueChange change) =>
        new()
        {
            BotId = botId,
            Component = pair.Label,
            Name = pair.Name,
            RefId = pair.RefId,
            Language = LanguageIn(change.Parts) ?? LanguageOf(pair),
            Change = change.Change,
            Property = change.Parts.Length == 0 ? pair.Member : string.Join(".", change.Parts),
            Before = Text(pair.Member, change.Before, change.OwnerBefore, change),
            After = Text(pair.Member, change.After, change.OwnerAfter, change),
            Path = string.Join("/", change.Parts.Prepend(PathOf(pair))),
        };

    /// <summary>A file that is compared as a whole.</summary>
    public KoreDifference File(string name, string? before, string? after) =>
        new()
        {
            BotId = botId,
            Component = "File",
            Name = name,
            Change =
                before is null ? KoreChangeKind.Added
                : after is null ? KoreChangeKind.Removed
                : KoreChangeKind.Modified,
            Property = before is null || after is null ? null : "content",
            Before = before,
            After = after,
            Path = name,
        };

    private static string PathOf(ComponentPair pair) =>
        pair.Member.Length == 0 ? pair.Key
        : pair.Key.Length == 0 ? pair.Member
        : $"{pair.Member}/{pair.Key}";

    private static string? LanguageOf(ComponentPair pair) =>
        pair.Member == "localeData" ? pair.Key
        : (pair.After ?? pair.Before) is { IsObject: true } item ? item.TextOf("language")
        : null;

    private static string? LanguageIn(string[] parts)
    {
        var at = Array.IndexOf(parts, "localeData");
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : null;
    }

    private string? Text(string member, JsonSlice? value, JsonSlice? owner, ValueChange change)
    {
        if (value is not { } found)
        {
            return null;
        }

        if (!found.IsScalar)
        {
            return Text(member, found);
        }

        var text = ValueComparer.Clear(found.GetText() ?? JsonText.GetString(found.Text));
        return redactor.Mask(member, change.ParentName, change.Name, owner, text);
    }

    private string? Text(string member, JsonSlice? value)
    {
        if (value is not { } found)
        {
            return null;
        }

        if (found.IsScalar)
        {
            return redactor.Mask(member, string.Empty, string.Empty, null, found.GetText() ?? JsonText.GetString(found.Text));
        }

        if (found.Length > MaximumComponent)
        {
            return $"({found.Length} bytes)";
        }

        using var text = new MemoryStream();
        var writer = new JsonLayoutWriter(text, JsonLayout.Platform);
        RedactedJson.Write(writer, redactor, found, member);
        writer.Complete();
        return JsonText.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}
