using System.Reflection;
using System.Text;
using KoreExport.Help;
using KoreExport.Tests.Pester;

namespace KoreExport.Tests.Architecture;

/// <summary>The public types, cmdlets and parameters of the module as it was built, as text: a line each, in an order that stays.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Assemblies = ["KoreExport", "KoreExport.Core", "KoreExport.Sandbox"];
    private static readonly string ModuleFolder = Path.Combine(PesterFiles.Root, "bin");
    private static readonly Lazy<MetadataLoadContext> Context = new(() => new MetadataLoadContext(new PathAssemblyResolver(Files())));

    /// <summary>The public types of all assemblies, by name.</summary>
    public static IReadOnlyList<Type> Types() =>
    [
        .. Assemblies
            .Select(name => Context.Value.LoadFromAssemblyPath(Path.Combine(ModuleFolder, name + ".dll")))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>All of it, with line feeds.</summary>
    public static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Types())
        {
            if (type.Has("Cmdlet"))
            {
                AddCmdlet(text, type);
            }
            else
            {
                AddType(text, type);
            }
        }

        return text.ToString();
    }

    // Types that other assemblies have in common are looked up beside the test, PowerShell's and .NET's among them.
    private static IEnumerable<string> Files() => Directory.GetFiles(ModuleFolder, "*.dll")
        .Concat(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
        .Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"))
        .GroupBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
        .Select(same => same.First());

    private static void AddCmdlet(StringBuilder text, Type type)
    {
        var cmdlet = string.Join('-', type.Attributes("Cmdlet").Single().Arguments());
        text.Append(cmdlet).Append('\n');
        foreach (var property in ParameterReader.Properties(type).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            var aliases = property.Attributes("Alias").SelectMany(alias => alias.Arguments()).ToList();
            text.Append(cmdlet).Append(" -").Append(property.Name).Append(" <").Append(property.PropertyType.DisplayName()).Append('>')
                .Append(aliases.Count > 0 ? " alias " + string.Join(", ", aliases) : string.Empty).Append('\n');
        }
    }

    private static void AddType(StringBuilder text, Type type)
    {
        text.Append(type.FullName).Append('\n');
        var members = type.GetMembers(Declared).Select(Signature).OfType<string>().Order(StringComparer.Ordinal);
        foreach (var member in members)
        {
            text.Append(type.FullName).Append('.').Append(member).Append('\n');
        }
    }

    private static string? Signature(MemberInfo member) => member switch
    {
        PropertyInfo property =>
            $"{property.Name} <{property.PropertyType.DisplayName()}>"
                + (property.SetMethod is { IsPublic: true } ? " settable" : string.Empty),
        MethodInfo { IsSpecialName: false } method => $"{method.Name}({Parameters(method)}) <{method.ReturnType.DisplayName()}>",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        FieldInfo { IsSpecialName: false } field => $"{field.Name} <{field.FieldType.DisplayName()}>",
        _ => null,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.DisplayName()));
}
