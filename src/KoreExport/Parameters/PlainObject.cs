using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using KoreExport.Errors;

namespace KoreExport.Parameters;

/// <summary>Takes PowerShell's wrappers off nested values: PSObjects become what they wrap, custom objects become dictionaries.</summary>
internal static class PlainObject
{
    private const int MaximumDepth = 32;

    public static object? From(object? value, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            throw KoreErrors.BodyTooDeep();
        }

        switch (value)
        {
            case PSObject { BaseObject: PSCustomObject } custom:
                var properties = new OrderedDictionary();
                foreach (var property in custom.Properties)
                {
                    properties[property.Name] = From(property.Value, depth + 1);
                }

                return properties;
            case PSObject wrapped:
                return From(wrapped.BaseObject, depth + 1);
            case SwitchParameter flag:
                return flag.ToBool();
            case IDictionary dictionary:
                var plain = new OrderedDictionary();
                foreach (DictionaryEntry entry in dictionary)
                {
                    plain[entry.Key.ToString() ?? string.Empty] = From(entry.Value, depth + 1);
                }

                return plain;
            case string text:
                return text;
            case IEnumerable items:
                return items.Cast<object?>().Select(item => From(item, depth + 1)).ToArray();
            default:
                return value;
        }
    }
}
