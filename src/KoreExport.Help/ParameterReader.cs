using System.Reflection;

namespace KoreExport.Help;

/// <summary>Reads a cmdlet's parameters, those of its base classes too.</summary>
internal sealed class ParameterReader(XmlDocs docs)
{
    private static readonly Dictionary<string, Binding> Everywhere = new() { [Binding.AllSets] = new(false, null, false, false) };

    private static readonly ParameterHelp Confirm = new("Confirm", "SwitchParameter")
    {
        Sets = Everywhere,
        IsSwitch = true,
        Aliases = ["cf"],
        Default = "False",
        Description = ["Prompts you for confirmation before running the cmdlet."],
    };

    private static readonly ParameterHelp WhatIf = new("WhatIf", "SwitchParameter")
    {
        Sets = Everywhere,
        IsSwitch = true,
        Aliases = ["wi"],
        Default = "False",
        Description = ["Shows what would happen if the cmdlet runs. The cmdlet is not run."],
    };

    /// <summary>The properties that are parameters: the class's own first, then those of its bases, each as it is declared.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type cmdlet)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var type = cmdlet; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(Declared).OrderBy(p => p.MetadataToken))
            {
                if (seen.Add(property.Name) && property.Has("Parameter"))
                {
                    yield return property;
                }
            }
        }
    }

    /// <summary>The parameters that help shows, in the order of a syntax line: by position, then the mandatory, then the others.</summary>
    public IReadOnlyList<ParameterHelp> Read(Type cmdlet, bool supportsShouldProcess)
    {
        var parameters = Properties(cmdlet).Select(Read).Where(p => p.Sets.Count > 0)
            .OrderBy(p => p.Sets.Values.Min(b => b.Position ?? int.MaxValue))
            .ThenByDescending(p => p.Sets.Values.Any(b => b.Mandatory));
        return supportsShouldProcess ? [.. parameters, Confirm, WhatIf] : [.. parameters];
    }

    private ParameterHelp Read(PropertyInfo property)
    {
        var attributes = property.Attributes("Parameter").Where(a => !a.Get<bool>("DontShow")).ToList();
        var type = property.PropertyType;
        var isSwitch = type.IsAutomationType("SwitchParameter");
        var id = property.DocId();
        var description = docs.Text(id, "summary", "value", "remarks");
        var prompt = attributes.Select(a => a.Get<string>("HelpMessage")).OfType<string>().Take(1);
        return new ParameterHelp(property.Name, type.DisplayName())
        {
            Sets = attributes.ToDictionary(a => a.Get<string>("ParameterSetName") ?? Binding.AllSets, Read),
            Description = description.Count > 0 ? description : [.. prompt],
            IsSwitch = isSwitch,
            IsArray = type.IsArray,
            Globbing = property.Has("SupportsWildcards"),
            Default = docs.Text(id, "default") is [var said, ..] ? said : isSwitch ? "False" : null,
            Aliases = [.. property.Attributes("Alias").SelectMany(a => a.Arguments()).OfType<string>()],
            Values = Values(property),
        };
    }

    private static Binding Read(CustomAttributeData attribute)
    {
        // PowerShell calls a parameter without a position "named".
        var position = attribute.NamedArguments.Any(a => a.MemberName == "Position") ? attribute.Get<int>("Position") : int.MinValue;
        return new Binding(
            attribute.Get<bool>("Mandatory"),
            position < 0 ? null : position,
            attribute.Get<bool>("ValueFromPipeline"),
            attribute.Get<bool>("ValueFromPipelineByPropertyName"));
    }

    private IReadOnlyList<ValueHelp> Values(PropertyInfo property)
    {
        var set = property.Attributes("ValidateSet").SelectMany(a => a.Arguments()).OfType<string>().ToList();
        if (set.Count > 0)
        {
            return [.. set.Select(v => new ValueHelp(v, []))];
        }

        var type = property.PropertyType.Plain();
        return type.IsEnum
            ?
            [
                .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
                    .Select(f => new ValueHelp(f.Name, docs.Text(f.DocId(), "summary"))),
            ]
            : [];
    }
}
