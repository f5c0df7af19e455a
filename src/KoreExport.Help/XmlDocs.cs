using System.Xml.Linq;

namespace KoreExport.Help;

/// <summary>The compiler's XML documentation files, looked up by member id.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Names that read better than a member's own: a cmdlet's for its class, a parameter's for its property.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads every documentation file that stands beside an assembly, because its types come from there too.</summary>
    public static XmlDocs Beside(string assembly)
    {
        var docs = new XmlDocs();
        var folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Where(
            f => File.Exists(Path.ChangeExtension(f, ".dll"))).Order(StringComparer.Ordinal))
        {
            docs.Add(XDocument.Load(file, LoadOptions.PreserveWhitespace));
        }

        return docs;
    }

    /// <summary>Adds what one documentation file says.</summary>
    public void Add(XDocument file)
    {
        foreach (var member in file.Root?.Element("members")?.Elements("member") ?? [])
        {
            _members.TryAdd((string?)member.Attribute("name") ?? "", member);
        }
    }

    /// <summary>The elements of one kind that a member's documentation has.</summary>
    public IEnumerable<XElement> Elements(string member, string element)
        => _members.TryGetValue(member, out var found) ? found.Elements(element) : [];

    /// <summary>The paragraphs of the elements named, in that order.</summary>
    public IReadOnlyList<string> Text(string member, params string[] elements)
        => [.. elements.SelectMany(e => Elements(member, e)).SelectMany(Text)];

    /// <summary>The paragraphs of an element.</summary>
    public IReadOnlyList<string> Text(XElement element) => DocText.Paragraphs(element, NameOf);

    /// <summary>How a reference (cref) reads in a sentence.</summary>
    public string NameOf(string reference) => Names.TryGetValue(reference, out var name) ? name : SimpleName(reference);

    /// <summary>The last part of a reference such as <c>M:Space.Type.Method(System.String)</c>.</summary>
    public static string SimpleName(string reference)
    {
        var name = reference.Split('(')[0];
        name = name[(name.IndexOf(':') + 1)..];
        return name[(name.LastIndexOf('.') + 1)..].Split('`')[0];
    }
}
