using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoreExport.Definitions;

namespace KoreExport.Tests.Definitions;

/// <summary>A folder for exports and trees that is deleted at the end, and a small bot to put there.</summary>
internal sealed class DefinitionFolder : IDisposable
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Root { get; } = Directory.CreateTempSubdirectory("kore-definitions-").FullName;

    /// <summary>JSON in the platform's style.</summary>
    public static byte[] Bytes(JsonNode json)
    {
        // Its own encoder escapes more than the platform does; the texts here need none of that.
        var text = Encoding.UTF8.GetBytes(json.ToJsonString(Style));
        using var stream = new MemoryStream();
        var writer = new JsonLayoutWriter(stream, JsonLayout.Platform);
        writer.Value(JsonSlice.Parse(text));
        writer.Complete();
        return stream.ToArray();
    }

    /// <summary>Saves an export of the bot.</summary>
    public string Export(string name, JsonNode bot, JsonNode? configuration = null, string definition = "botDefinition.json") =>
        Zip(
            name,
            (definition, Bytes(bot)),
            ("config.json", Bytes(configuration ?? SampleBot.Configuration())),
            ("icon.png", [0x89, (byte)'P', 0, 1, 2]));

    public string Zip(string name, params (string Name, byte[] Content)[] entries)
    {
        var path = Path.Combine(Root, name);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(content);
        }

        return path;
    }

    public KoreExpandedExport Expand(string source, string destination = "trees", Func<ExpandOptions, ExpandOptions>? change = null)
    {
        var options = new ExpandOptions { SourcePath = source, Destination = Path.Combine(Root, destination) };
        return ExportExpander.Expand(change?.Invoke(options) ?? options, CancellationToken.None);
    }

    /// <summary>Merges a tree and returns the entries of the archive.</summary>
    public Dictionary<string, byte[]> Merge(string tree)
    {
        var path = Path.Combine(Root, $"{Guid.NewGuid():N}.zip");
        ExportMerger.Merge(tree, path, force: false, CancellationToken.None);
        return Entries(path);
    }

    public static Dictionary<string, byte[]> Entries(string zip)
    {
        using var archive = ZipFile.OpenRead(zip);
        return archive.Entries.ToDictionary(
            static entry => entry.FullName,
            static entry =>
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                return content.ToArray();
            });
    }

    /// <summary>All files of a folder with their bytes.</summary>
    public static SortedDictionary<string, string> Files(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        }

        return files;
    }

    public static List<KoreDifference> Compare(string reference, string difference, bool includeVolatile = false) =>
        [
            .. ExportComparer.Compare(
                new CompareOptions
                {
                    ReferencePath = reference,
                    DifferencePath = difference,
                    IncludeVolatile = includeVolatile,
                },
                CancellationToken.None),
        ];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
