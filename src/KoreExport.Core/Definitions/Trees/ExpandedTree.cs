using System.Text;
using KoreExport.Errors;

namespace KoreExport.Definitions;

/// <summary>Reads an expanded export. What an editor broke is an error that names the file.</summary>
internal sealed class ExpandedTree
{
    private const int MaximumFile = 1 << 30;
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private VolatileValues? _volatile;

    private ExpandedTree(string root, TreeManifest manifest) => (Root, Manifest) = (root, manifest);

    /// <summary>The folder.</summary>
    public string Root { get; }

    public TreeManifest Manifest { get; }

    /// <summary>What was kept apart.</summary>
    public VolatileValues Volatile => _volatile ??= VolatileValues.Read(ReadJson(TreeNames.Volatile));

    /// <summary>Whether a folder is one of ours.</summary>
    public static bool IsTree(string folder) => File.Exists(Path.Combine(folder, TreeNames.Manifest));

    public static ExpandedTree Open(string folder)
    {
        if (!IsTree(folder))
        {
            throw DefinitionErrors.NotATree(folder);
        }

        if (File.Exists(Path.Combine(folder, TreeNames.Unfinished)))
        {
            throw DefinitionErrors.TreeInterrupted(folder);
        }

        var tree = new ExpandedTree(folder, new TreeManifest());
        try
        {
            return new ExpandedTree(folder, TreeManifest.Read(tree.ReadJson(TreeNames.Manifest)));
        }
        catch (FormatException failure)
        {
            throw DefinitionErrors.TreeInvalid(
                tree.FullPath(TreeNames.Manifest),
                failure.Message,
                "Update the module, or expand the export again.",
                failure);
        }
    }

    /// <summary>The path of a file on disk; throws where it would be outside the tree.</summary>
    public string FullPath(string file)
    {
        var parts = file.Split('/');
        if (file.IndexOf('\\') >= 0 || file.IndexOf(':') >= 0 || Array.Exists(parts, static part => part is "" or "." or ".."))
        {
            throw DefinitionErrors.TreeInvalid(file, "it leads out of the tree", "Correct the path in the file that names it.");
        }

        return Path.Combine(Root, Path.Combine(parts));
    }

    /// <summary>A file's bytes.</summary>
    public byte[] ReadBytes(string file)
    {
        var path = FullPath(file);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaximumFile }
                ? File.ReadAllBytes(path)
                : throw (
                    File.Exists(path)
                        ? DefinitionErrors.TreeInvalid(path, "it is larger than 1 GB", "Restore it.")
                        : DefinitionErrors.PartMissing(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DefinitionErrors.TreeInvalid(
                path, LogSanitizer.Sanitize(failure.Message), "See that this account may read the file.", failure);
        }
    }

    /// <summary>A file of JSON, in whatever layout an editor left it.</summary>
    public JsonSlice ReadJson(string file) => Parse(file, ReadBytes(file));

    /// <summary>Checks the JSON of a file.</summary>
    public JsonSlice Parse(string file, byte[] content)
    {
        try
        {
            return JsonSlice.Parse(content);
        }
        catch (JsonFormatException failure)
        {
            var path = FullPath(file);
            throw TextPlacement.HasConflictMarkers(JsonText.GetString(content))
                ? DefinitionErrors.Conflict(path)
                : DefinitionErrors.TreeInvalid(
                    path,
                    $"it is not JSON ({failure.Message}, line {Line(content, failure.Position)})",
                    "Correct it, or restore it.",
                    failure);
        }
    }

    /// <summary>A file of text, without the final new line that every file has.</summary>
    public string ReadText(string file)
    {
        var content = ReadBytes(file);
        string text;
        try
        {
            var mark = JsonSlice.HasMark(content, 0, content.Length) ? 3 : 0;
            text = Strict.GetString(content, mark, content.Length - mark);
        }
        catch (ArgumentException failure)
        {
            throw DefinitionErrors.TreeInvalid(FullPath(file), "it is not UTF-8", "Save it as UTF-8.", failure);
        }

        if (TextPlacement.HasConflictMarkers(text))
        {
            throw DefinitionErrors.Conflict(FullPath(file));
        }

        return text.EndsWith("\n", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
    }

    private static int Line(byte[] content, long position)
    {
        var line = 1;
        for (var i = 0; i < position && i < content.Length; i++)
        {
            line += content[i] == (byte)'\n' ? 1 : 0;
        }

        return line;
    }
}
