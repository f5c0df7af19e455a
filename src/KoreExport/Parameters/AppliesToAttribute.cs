using System.Reflection;

namespace KoreExport.Parameters;

/// <summary>Says for which kinds of exports a parameter has a meaning. Given for other kinds alone it would be ignored silently.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AppliesToAttribute(params KoreExportKind[] kinds) : Attribute
{
    public IReadOnlyList<KoreExportKind> Kinds { get; } = kinds;

    /// <summary>A warning for each parameter that was given and applies to none of the kinds that are exported.</summary>
    public static IEnumerable<string> Warnings(Type cmdlet, IEnumerable<string> given, IReadOnlyList<KoreExportKind> exported) =>
        from name in given
        let kinds = cmdlet.GetProperty(name)?.GetCustomAttribute<AppliesToAttribute>()?.Kinds
        where kinds is not null && !kinds.Intersect(exported).Any()
        select $"-{name} is ignored: it applies to -Kind {string.Join(", ", kinds)} only.";
}
