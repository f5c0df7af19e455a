namespace KoreExport.Definitions;

/// <summary>An entry of the export, and where a tree has it.</summary>
/// <param name="Name">The entry's name in the archive.</param>
/// <param name="File">The file in the tree; <c>bot.json</c> for a definition that was taken apart, null for a folder.</param>
/// <param name="Layout">The layout of a definition that was taken apart.</param>
/// <param name="IsUnchecked">Whether the content was damaged from the start (no JSON, conflict markers), and so is not checked.</param>
internal sealed record TreeEntry(string Name, string? File, JsonLayout? Layout = null, bool IsUnchecked = false);

/// <summary>
/// What a tree says of itself. It holds no times and no hashes: two exports of an unchanged bot give the same bytes, and a changed script
/// changes nothing here.
/// </summary>
internal sealed record TreeManifest
{
    private const string FormatName = "KoreExport";
    private const int FormatVersion = 1;

    public string? BotId { get; init; }

    public KoreTreeLayout Layout { get; init; }

    public bool IsRedacted { get; init; }

    /// <summary>Whether the export was an archive; else a single file.</summary>
    public bool IsArchive { get; init; } = true;

    /// <summary>In the order of the archive.</summary>
    public IReadOnlyList<TreeEntry> Entries { get; init; } = [];

    /// <summary>The files that were written, sorted; all others in the folder are somebody else's.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Reads a manifest; throws <see cref="FormatException"/> where it is none of ours.</summary>
    public static TreeManifest Read(JsonSlice json)
    {
        if (
            json.TextOf("format") != FormatName
            || json.Member("formatVersion") is not { } version
            || JsonText.GetString(version.Text) != "1")
        {
            throw new FormatException("it is of another format, or of a newer version");
        }

        return new TreeManifest
        {
            BotId = json.TextOf("botId"),
            Layout = json.TextOf("layout") == nameof(KoreTreeLayout.File) ? KoreTreeLayout.File : KoreTreeLayout.Component,
            IsRedacted = IsTrue(json, "redacted"),
            IsArchive = IsTrue(json, "archive"),
            Entries = [.. (json.Member("entries")?.Items() ?? []).Select(ReadEntry)],
            Files = [.. (json.Member("files")?.Items() ?? []).Select(static file => file.GetText() ?? string.Empty)],
        };
    }

    public void Write(JsonLayoutWriter writer)
    {
        writer.Open('{');
        Text(writer, "format", FormatName);
        writer.Name("formatVersion");
        writer.Scalar(System.Text.Encoding.ASCII.GetBytes(FormatVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Text(writer, "botId", BotId);
        Text(writer, "layout", Layout.ToString());
        Flag(writer, "redacted", IsRedacted);
        Flag(writer, "archive", IsArchive);
        writer.Name("entries");
        writer.Open('[');
        foreach (var entry in Entries)
        {
            WriteEntry(writer, entry);
        }

        writer.Close(']');
        writer.Name("files");
        writer.Open('[');
        foreach (var file in Files)
        {
            writer.String(file);
        }

        writer.Close(']');
        writer.Close('}');
    }

    private static void WriteEntry(JsonLayoutWriter writer, TreeEntry entry)
    {
        writer.Open('{');
        Text(writer, "name", entry.Name);
        Text(writer, "file", entry.File);
        if (entry.IsUnchecked)
        {
            Flag(writer, "unchecked", true);
        }

        if (entry.Layout is { } layout)
        {
            writer.Name("definition");
            JsonLayoutFile.Write(writer, layout);
        }

        writer.Close('}');
    }

    private static TreeEntry ReadEntry(JsonSlice json) =>
        new(
            json.TextOf("name") ?? throw new FormatException("an entry has no name"),
            json.TextOf("file"),
            json.Member("definition") is { } layout ? JsonLayoutFile.Read(layout) : null,
            IsTrue(json, "unchecked"));

    private static bool IsTrue(JsonSlice json, string name) => json.Member(name) is { } value && value.Text.SequenceEqual("true"u8);

    private static void Flag(JsonLayoutWriter writer, string name, bool value)
    {
        writer.Name(name);
        writer.Scalar(value ? "true"u8 : "false"u8);
    }

    private static void Text(JsonLayoutWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Name(name);
            writer.String(value);
        }
    }
}
