using KoreExport.DirectExports;
using KoreExport.Exports;

namespace KoreExport.Backups;

/// <summary>
/// What the kinds of exports are called in a set, and what is nothing special for each; kept, because the name of every file asks.
/// </summary>
internal static class BackupKinds
{
    private static readonly ExportRequest Default = new();

    private static readonly Dictionary<KoreExportKind, (ExportDescriptor Descriptor, string? DefaultOptions)> ByKind =
        ExportDescriptors.All.ToDictionary(static one => one.Kind, static one => (one, one.DescribeOptions(Default)));

    private static readonly Dictionary<string, KoreExportKind> ByWord =
        ExportDescriptors.All.ToDictionary(static one => one.FileWord, static one => one.Kind, StringComparer.Ordinal);

    /// <summary>The kind as it is called in the name of a file.</summary>
    public static string WordOf(KoreExportKind kind) => ByKind[kind].Descriptor.FileWord;

    /// <summary>The options of an export that nothing special was asked of; null where the kind has none.</summary>
    public static string? DefaultOptionsOf(KoreExportKind kind) => ByKind[kind].DefaultOptions;

    /// <summary>Whether it is of the account and not of a bot.</summary>
    public static bool BelongsToAccount(KoreExportKind kind) => ByKind[kind].Descriptor.BelongsToAccount;

    /// <summary>The kind with such a word, or null.</summary>
    public static KoreExportKind? Find(string word) => ByWord.TryGetValue(word, out var kind) ? kind : null;
}
