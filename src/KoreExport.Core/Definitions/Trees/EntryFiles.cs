using KoreExport.Files;

namespace KoreExport.Definitions;

/// <summary>Chooses the files for entries that are kept as they are, whatever their names.</summary>
internal sealed class EntryFiles
{
    private const int MaximumPath = 90;
    private static readonly string[] AtTheTop = ["config.json", "icon.png"];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase)
    {
        TreeNames.Manifest,
        TreeNames.Volatile,
        TreeNames.Bot,
        TreeNames.Attributes,
        TreeNames.Unfinished,
        "entries",
    };

    private readonly KoreTreeLayout _layout;

    public EntryFiles(KoreTreeLayout layout) => _layout = layout;

    /// <summary>The file for an entry: its own name where that is a good one and free.</summary>
    public string Choose(string entry)
    {
        var isAtTheTop = _layout == KoreTreeLayout.File || Array.IndexOf(AtTheTop, entry) >= 0;
        var file = isAtTheTop ? entry : "entries/" + entry;
        if (entry.Length <= MaximumPath && ArchiveEntryPath.IsSafe(entry) && IsPlain(entry) && Take(file))
        {
            return file;
        }

        var name = entry.Substring(entry.LastIndexOfAny(['/', '\\']) + 1);
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 ? "." + TreeNames.Slug(name.Substring(dot + 1), 8) : string.Empty;
        var stem = TreeNames.Slug(dot > 0 ? name.Substring(0, dot) : name, 30);
        for (var copy = 0; ; copy++)
        {
            file = $"entries/{stem}~{TreeNames.Hash(entry + "\n" + copy)}{extension}";
            if (Take(file))
            {
                return file;
            }
        }
    }

    // A file must not be where another needs a folder.
    private bool Take(string file)
    {
        var parents = Enumerable
            .Range(0, file.Length)
            .Where(index => file[index] == '/')
            .Select(index => file.Substring(0, index))
            .ToList();
        if (
            _taken.Contains(file)
            || _taken.Contains(file + "/")
            || parents.Exists(parent => parent != "entries" && _taken.Contains(parent)))
        {
            return false;
        }

        _taken.Add(file);
        parents.ForEach(parent => _taken.Add(parent + "/"));
        return true;
    }

    // Letters that some systems write in two ways, and characters that are no text, get another name.
    private static bool IsPlain(string entry) => entry.All(static character => character is >= ' ' and < '\u007F');
}
