using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace KoreExport.Help;

/// <summary>From an assembly and its documentation to a help file.</summary>
internal static class HelpFile
{
    /// <summary>Reads the cmdlets; the references say where the types that they use can be looked up.</summary>
    public static IReadOnlyList<CmdletHelp> Read(string assembly, IEnumerable<string> references)
    {
        var paths = references.Prepend(assembly).DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(paths));
        return [.. new CmdletReader(context.LoadFromAssemblyPath(Path.GetFullPath(assembly)), XmlDocs.Beside(assembly)).ReadAll()];
    }

    /// <summary>Writes the file unless it already says the same, so that what depends on it stays up to date.</summary>
    public static bool Save(string path, IReadOnlyList<CmdletHelp> cmdlets)
    {
        var text = MamlWriter.ToText(MamlWriter.Write(cmdlets));
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text);
        return true;
    }
}
