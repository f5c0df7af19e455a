using System.Reflection;
using System.Xml.Linq;

namespace KoreExport.Help;

/// <summary>Reads the cmdlets of an assembly, and what their documentation says.</summary>
internal sealed class CmdletReader
{
    private readonly XmlDocs _docs;
    private readonly ParameterReader _parameters;
    private readonly IReadOnlyList<Type> _cmdlets;

    /// <summary>Looks for the cmdlets of an assembly.</summary>
    public CmdletReader(Assembly assembly, XmlDocs docs)
    {
        _docs = docs;
        _parameters = new ParameterReader(docs);
        _cmdlets = [.. assembly.GetExportedTypes().Where(t => t.Has("Cmdlet")).OrderBy(Name, StringComparer.Ordinal)];

        // So that a reference reads as a user knows the thing: "Wait-KoreExport", "-Force".
        foreach (var cmdlet in _cmdlets)
        {
            docs.Names[cmdlet.DocId()] = Name(cmdlet);
            foreach (var property in ParameterReader.Properties(cmdlet))
            {
                docs.Names[property.DocId()] = "-" + property.Name;
            }
        }
    }

    /// <summary>Every cmdlet, by name.</summary>
    public IEnumerable<CmdletHelp> ReadAll() => _cmdlets.Select(Read);

    private static CustomAttributeData Attribute(Type cmdlet) => cmdlet.Attributes("Cmdlet").Single();

    private static string Name(Type cmdlet) => string.Join('-', Attribute(cmdlet).Arguments());

    private CmdletHelp Read(Type cmdlet)
    {
        var attribute = Attribute(cmdlet);
        var id = cmdlet.DocId();
        var name = attribute.Arguments().OfType<string>().ToList();
        var synopsis = string.Join(' ', _docs.Text(id, "summary"));
        var remarks = _docs.Text(id, "remarks");
        var parameters = _parameters.Read(cmdlet, attribute.Get<bool>("SupportsShouldProcess"));
        return new CmdletHelp(name[0], name[1])
        {
            Synopsis = synopsis,
            Description = remarks.Count > 0 ? remarks : [synopsis],
            ParameterSets = Sets(parameters, attribute.Get<string>("DefaultParameterSetName")),
            Parameters = parameters,
            Inputs = Inputs(cmdlet, parameters),
            Outputs = Outputs(cmdlet),
            Examples = [.. _docs.Elements(id, "example").Select(Example)],
            Links = Links(id, attribute.Get<string>("HelpUri")),
        };
    }

    private static List<string> Sets(IReadOnlyList<ParameterHelp> parameters, string? standard)
    {
        var named = parameters.SelectMany(p => p.Sets.Keys).Where(s => s != Binding.AllSets);
        var sets = (standard is null ? named : named.Prepend(standard)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return sets.Count > 0 ? sets : [Binding.AllSets];
    }

    private static List<TypeHelp> Inputs(Type cmdlet, IReadOnlyList<ParameterHelp> parameters)
    {
        var types = ParameterReader.Properties(cmdlet).ToDictionary(p => p.Name, p => p.PropertyType.QualifiedName());
        var inputs = parameters
            .Select(p => (Parameter: p, Binding: Binding.Combine([.. p.Sets.Values])))
            .Where(p => p.Binding.ByValue || p.Binding.ByPropertyName)
            .GroupBy(
                p => types[p.Parameter.Name],
                (type, bound) => new TypeHelp(type, [.. bound.Select(b => Input(b.Parameter.Name, b.Binding))]))
            .ToList();
        return inputs.Count > 0 ? inputs : [new TypeHelp("None", ["Nothing can be piped to this cmdlet."])];
    }

    private static string Input(string parameter, Binding binding) => (binding.ByValue, binding.ByPropertyName) switch
    {
        (true, true) => $"Can be piped to -{parameter}: as it is, or as the property {parameter} of another object.",
        (true, false) => $"Can be piped to -{parameter}.",
        _ => $"Goes to -{parameter} as the property {parameter} of an object that is piped.",
    };

    private List<TypeHelp> Outputs(Type cmdlet)
    {
        var said = _docs.Elements(cmdlet.DocId(), "output").ToList();
        return [.. cmdlet.Attributes("OutputType").SelectMany(a => a.Arguments()).Select(o => Output(o, said)).DistinctBy(o => o.Name)];
    }

    private TypeHelp Output(object? output, IReadOnlyList<XElement> said)
    {
        // An output type is a type or, for what has none, a name.
        var type = output as Type;
        var own = said.FirstOrDefault(e => type is not null && (string?)e.Attribute("cref") == type.DocId())
            ?? said.FirstOrDefault(e => e.Attribute("cref") is null);
        if (type?.FullName == "System.Void")
        {
            return new TypeHelp("None", own is null ? ["This cmdlet writes no objects."] : _docs.Text(own));
        }

        IReadOnlyList<string> summary = type is null ? [] : _docs.Text(type.Plain().DocId(), "summary");
        return new TypeHelp(type?.QualifiedName() ?? $"{output}", own is null ? summary : _docs.Text(own));
    }

    private ExampleHelp Example(XElement example)
    {
        var title = string.Join(' ', example.Elements("title").SelectMany(_docs.Text));
        var code = string.Join("\n\n", example.Elements("code").Select(DocText.Code));
        var remarks = new XElement("remarks", example.Nodes().Where(n => n is not XElement { Name.LocalName: "title" or "code" }));
        return new ExampleHelp(title, code, _docs.Text(remarks));
    }

    private IReadOnlyList<LinkHelp> Links(string id, string? online)
    {
        var links = _docs.Elements(id, "seealso").Select(link =>
        {
            var text = string.Join(' ', _docs.Text(link));
            var reference = (string?)link.Attribute("cref");
            return new LinkHelp(
                text.Length > 0 || reference is null ? text : _docs.NameOf(reference), (string?)link.Attribute("href") ?? "");
        });

        // Get-Help -Online opens the first link that has an address. The module's cmdlets have no HelpUri: there is no page that shows the
        // help of the version at hand, and all of it comes with the module. RelatedLinks adds what else there is.
        return online is null ? [.. links] : [.. links.Prepend(new LinkHelp("Online Version:", online))];
    }
}
