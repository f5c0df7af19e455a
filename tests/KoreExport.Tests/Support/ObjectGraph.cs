using System.Reflection;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>
/// Everything that can be reached from some objects through fields, private ones too, and from the static fields of an assembly.
/// </summary>
internal static class ObjectGraph
{
    /// <summary>The paths at which a text is found: in texts, in character arrays and in bytes.</summary>
    public static List<string> Find(string text, params object?[] roots)
    {
        var found = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var next = new Stack<(object Value, string Path)>();
        foreach (var root in roots)
        {
            Push(root, root?.GetType().Name ?? string.Empty);
        }

        while (next.TryPop(out var item))
        {
            if (Holds(item.Value, text))
            {
                found.Add(item.Path);
            }

            foreach (var (child, name) in Children(item.Value))
            {
                Push(child, $"{item.Path}.{name}");
            }
        }

        return found;

        void Push(object? value, string path)
        {
            // Types and threads lead to the whole runtime, and hold nothing of ours.
            if (value is not (null or Type or MemberInfo or Assembly or Module or System.Threading.Thread or Pointer)
                && (value.GetType().IsValueType || seen.Add(value))
                && path.Length < 4000)
            {
                next.Push((value, path));
            }
        }
    }

    /// <summary>What the static fields of an assembly hold.</summary>
    public static object?[] Statics(Assembly assembly)
    {
        var values = new List<object?>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var field in type.ContainsGenericParameters
                ? []
                : type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                values.Add(field.GetValue(null));
            }
        }

        return [.. values];
    }

    private static bool Holds(object value, string text) => value switch
    {
        string all => all.Contains(text, StringComparison.Ordinal),
        byte[] bytes =>
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0,
        char[] characters => characters.AsSpan().IndexOf(text) >= 0,
        _ => false,
    };

    private static IEnumerable<(object? Value, string Name)> Children(object value)
    {
        if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            yield break;
        }

        if (value is Array array)
        {
            if (array.GetType().GetElementType()!.IsPrimitive)
            {
                yield break;
            }

            foreach (var item in array)
            {
                yield return (item, "[]");
            }

            yield break;
        }

        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                {
                    yield return (field.GetValue(value), field.Name);
                }
            }
        }
    }
}
