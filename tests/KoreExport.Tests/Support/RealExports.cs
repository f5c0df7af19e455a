using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>
/// Real exports, which are not part of the repository: zips and definitions below the folder that KOREEXPORT_REAL_EXPORTS names, or in
/// <c>../shared/data</c> beside the repository. Files of one folder are versions of one bot, in the order of their names.
/// </summary>
internal static class RealExports
{
    public const string Variable = "KOREEXPORT_REAL_EXPORTS";

    public static string Beside { get; } = FindBeside();

    public static string Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Beside;

    private static List<string> Found { get; } = Find();

    /// <summary>All of them, each content once.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Found.DistinctBy(static file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))];

    /// <summary>Versions of one bot that follow one another and differ.</summary>
    public static IReadOnlyList<(string Before, string After)> Pairs { get; } =
    [
        .. Found.GroupBy(Path.GetDirectoryName)
            .SelectMany(static bot => bot.Zip(bot.Skip(1)))
            .Where(static pair => !IsSame(pair.First, pair.Second)),
    ];

    /// <summary>The definition in an export.</summary>
    public static byte[] Definition(string file)
    {
        if (!IsZip(file))
        {
            return File.ReadAllBytes(file);
        }

        using var archive = ZipFile.OpenRead(file);
        var entry = archive.Entries.FirstOrDefault(IsDefinition) ?? throw new InvalidDataException("There is no definition in it.");
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static bool IsZip(string file) => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static List<string> Find() => Directory.Exists(Folder)
        ?
        [
            .. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
                .Where(static file => IsZip(file) || file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                .Where(IsExport)
                .Order(StringComparer.Ordinal),
        ]
        : [];

    // What people keep under these names is not always one: error pages, conflicts that nobody resolved.
    private static bool IsExport(string file)
    {
        try
        {
            using var definition = JsonDocument.Parse(Definition(file).AsMemory(Definition(file) is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            return definition.RootElement.TryGetProperty("dialogs", out _);
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsDefinition(ZipArchiveEntry entry) =>
        entry.Name.EndsWith("botDefinition.json", StringComparison.OrdinalIgnoreCase)
        || entry.Name.EndsWith("appDefinition.json", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string one, string other) => Definition(one).AsSpan().SequenceEqual(Definition(other));

    private static string FindBeside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KoreExport.sln")))
        {
            folder = folder.Parent;
        }

        return Path.GetFullPath(Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "..", "shared", "data"));
    }
}

/// <summary>A test that needs one certain real export.</summary>
public sealed class RealExportFactAttribute : FactAttribute
{
    public RealExportFactAttribute() =>
        Skip = System.IO.File.Exists(File) ? null : "no real export at ../shared/data/KoreaiDemoBot.zip beside the repository";

    public static string File { get; } = Path.Combine(RealExports.Beside, "KoreaiDemoBot.zip");
}

/// <summary>A test over all real exports, whatever they are.</summary>
public sealed class RealExportsFactAttribute : FactAttribute
{
    public RealExportsFactAttribute() =>
        Skip = RealExports.Files.Count > 0
            ? null
            : $"no real exports in the folder that {RealExports.Variable} names, nor in ../shared/data";
}

/// <summary>A test over real exports of one bot that follow one another.</summary>
public sealed class RealExportPairsFactAttribute : FactAttribute
{
    public RealExportPairsFactAttribute() =>
        Skip = RealExports.Pairs.Count > 0 ? null : $"no two versions of one bot in the folder that {RealExports.Variable} names";
}
