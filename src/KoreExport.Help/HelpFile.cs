using System.Reflection;

namespace KoreExport.Help;

/// <summary>From an assembly and its documentation to a help file.</summary>
internal static class HelpFile
{
    /// <summary>
    /// Writes the help of an assembly's cmdlets and, beside it, the topics; or says what is missing and leaves the files as they were.
    /// </summary>
    public static bool Write(
        string assembly, string path, IEnumerable<string> references, IReadOnlyList<AboutTopic> topics, TextWriter errors)
    {
        var cmdlets = RelatedLinks.Add(Read(assembly, references), topics);
        var problems = cmdlets.SelectMany(HelpRules.Problems).Concat(topics.SelectMany(topic => topic.Problems())).ToList();
        foreach (var problem in problems)
        {
            // The form in which MSBuild takes a line for an error of the build.
            errors.WriteLine($"KoreExport.Help : error KOREHELP: {problem}");
        }

        if (problems.Count == 0)
        {
            Save(path, cmdlets);
            foreach (var topic in topics)
            {
                Save(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, topic.FileName), topic.ToText());
            }
        }

        return problems.Count == 0;
    }

    /// <summary>Reads the cmdlets; the references say where the types that they use can be looked up.</summary>
    public static IReadOnlyList<CmdletHelp> Read(string assembly, IEnumerable<string> references)
    {
        var paths = references.Prepend(assembly).DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(paths));
        return [.. new CmdletReader(context.LoadFromAssemblyPath(Path.GetFullPath(assembly)), XmlDocs.Beside(assembly)).ReadAll()];
    }

    /// <summary>Writes the file unless it already says the same, so that what depends on it stays up to date.</summary>
    public static void Save(string path, IEnumerable<CmdletHelp> cmdlets) => Save(path, MamlWriter.ToText(MamlWriter.Write(cmdlets)));

    private static void Save(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
