using KoreExport.DirectExports;

namespace KoreExport.Definitions;

/// <summary>What the folder of an expanded export is called: the same every night, and another one for each kind and part.</summary>
internal static class ExpandedFolderName
{
    private const string Account = "account";

    /// <summary>A name that every file system takes.</summary>
    public static string Choose(ExpandOptions options, string? botId, string? name)
    {
        var owner = (options.IsFolderNamedByName ? name : null) ?? botId;
        if (options.Kind is not { } kind || kind == KoreExportKind.Bot)
        {
            return TreeNames.Folder(owner ?? Path.GetFileNameWithoutExtension(options.SourcePath));
        }

        // Each part made fit by itself, so that a long name does not turn the kind into a hash.
        var part = string.IsNullOrEmpty(options.Part) ? string.Empty : "-" + TreeNames.Folder(options.Part!);
        return $"{TreeNames.Folder(owner ?? Account)}-{ExportDescriptors.For(kind).FileWord}{part}";
    }
}
