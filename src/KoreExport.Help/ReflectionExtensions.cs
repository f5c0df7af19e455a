using System.Reflection;

namespace KoreExport.Help;

/// <summary>Reads attributes by name: the types are only looked at, never loaded to run.</summary>
internal static class ReflectionExtensions
{
    private const string Automation = "System.Management.Automation.";

    /// <summary>The attributes of one kind, named as PowerShell names it and without "Attribute".</summary>
    public static IEnumerable<CustomAttributeData> Attributes(this MemberInfo member, string name)
        => member.GetCustomAttributesData().Where(a => a.AttributeType.FullName == Automation + name + "Attribute");

    /// <summary>Whether a member has such an attribute.</summary>
    public static bool Has(this MemberInfo member, string name) => member.Attributes(name).Any();

    /// <summary>A named value of an attribute.</summary>
    public static T? Get<T>(this CustomAttributeData attribute, string name)
        => attribute.NamedArguments.Where(a => a.MemberName == name).Select(a => (T?)a.TypedValue.Value).FirstOrDefault();

    /// <summary>The arguments of an attribute's constructor, with a <c>params</c> array taken apart.</summary>
    public static IEnumerable<object?> Arguments(this CustomAttributeData attribute)
        => attribute.ConstructorArguments.SelectMany(
            a => a.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(m => m.Value) : [a.Value]);

    /// <summary>Whether a type is one of PowerShell's, named without its namespace.</summary>
    public static bool IsAutomationType(this Type type, string name) => type.FullName == Automation + name;

    /// <summary>What a value of the type is, without the arrays and nullables around it.</summary>
    public static Type Plain(this Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType()!.Plain();
        }

        return type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;
    }

    /// <summary>The type as syntax shows it: <c>String[]</c>, <c>Int32</c>.</summary>
    public static string DisplayName(this Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType()!.DisplayName() + "[]";
        }

        var plain = type.Plain();
        return plain.IsGenericType
            ? $"{plain.Name.Split('`')[0]}[{string.Join(", ", plain.GetGenericArguments().Select(DisplayName))}]"
            : plain.Name;
    }

    /// <summary>The type as inputs and outputs show it: with its namespace.</summary>
    public static string QualifiedName(this Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType()!.QualifiedName() + "[]";
        }

        var plain = type.Plain();
        return plain.Namespace is { Length: > 0 } space ? $"{space}.{plain.DisplayName()}" : plain.DisplayName();
    }

    /// <summary>The id under which the compiler documents a type.</summary>
    public static string DocId(this Type type)
    {
        var documented = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return "T:" + documented.FullName!.Replace('+', '.');
    }

    /// <summary>The id under which the compiler documents a property or a field.</summary>
    public static string DocId(this MemberInfo member)
        => (member is FieldInfo ? "F:" : "P:") + member.DeclaringType!.DocId()[2..] + "." + member.Name;
}
