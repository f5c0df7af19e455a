using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace KoreExport.Demo;

/// <summary>
/// Reads <see cref="KoreSandboxOptions"/> from a command line. Every property has the option that its name gives:
/// <c>--download-port 8081</c>, <c>--enforce-jwe</c>; a switch may be followed by true or false. Durations are seconds, <c>--public-key</c>
/// names a PEM file, and lists and names are given one by one: <c>--bot-id st-1 --bot-name "st-1=Shop" --linked-apps st-1=st-2,st-3</c>.
/// </summary>
internal static class SandboxArguments
{
    // Short forms of bot-count and job-duration.
    private static readonly Dictionary<string, string> Aliases =
        new() { ["--bots"] = "--bot-count", ["--job-seconds"] = "--job-duration" };

    private static readonly Dictionary<string, PropertyInfo> Properties = typeof(KoreSandboxOptions).GetProperties()
        .Where(property => property.PropertyType != typeof(Func<DateTimeOffset>))
        .ToDictionary(property => "--" + Kebab(property.Name));

    public static string Usage => "usage: Demo sandbox " + string.Join(' ', Properties.Select(option =>
        option.Value.PropertyType == typeof(bool) ? $"[{option.Key}]" : $"[{option.Key} {Shape(option.Value.PropertyType)}]"));

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">They are not as they should be; the message says which.</exception>
    public static KoreSandboxOptions Parse(string[] args)
    {
        var options = new KoreSandboxOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (!Properties.TryGetValue(Aliases.GetValueOrDefault(args[i], args[i]), out var property))
            {
                throw new FormatException($"There is no option {args[i]}.");
            }

            var next = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1] : null;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (next is null && type != typeof(bool))
            {
                throw new FormatException($"{args[i]} wants a value.");
            }

            try
            {
                Set(options, property, type, next ?? "true");
            }
            catch (Exception e) when (
                e is FormatException or OverflowException or ArgumentException or IOException or CryptographicException)
            {
                throw new FormatException($"{args[i]} {next}: {e.Message}", e);
            }

            i += next is null ? 0 : 1;
        }

        return options;
    }

    private static void Set(KoreSandboxOptions options, PropertyInfo property, Type type, string value)
    {
        switch (property.GetValue(options))
        {
            case IList<string> list:
                list.Add(value);
                return;
            case IDictionary<string, string> texts:
                var (name, text) = Split(value);
                texts[name] = text;
                return;
            case IDictionary<string, IList<string>> lists:
                var (key, items) = Split(value);
                lists[key] = items.Split(',');
                return;
            default:
                property.SetValue(options, Convert(type, value));
                return;
        }
    }

    private static object Convert(Type type, string value)
    {
        if (type == typeof(TimeSpan))
        {
            return TimeSpan.FromSeconds(double.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }

        if (type == typeof(RSA))
        {
            var key = RSA.Create();
            key.ImportFromPem(File.ReadAllText(value));
            return key;
        }

        return type.IsEnum
            ? Enum.Parse(type, value, ignoreCase: true)
            : System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    private static (string Name, string Value) Split(string pair) => pair.Split('=', 2) is [var name, var value]
        ? (name, value)
        : throw new FormatException("A bot and what it has are wanted, with = between them.");

    private static string Shape(Type type) =>
        type == typeof(TimeSpan) ? "SECONDS"
        : type == typeof(RSA) ? "PEM-FILE"
        : type == typeof(IList<string>) ? "ID"
        : type == typeof(IDictionary<string, string>) ? "ID=NAME"
        : type == typeof(IDictionary<string, IList<string>>) ? "ID=ID,ID"
        : type.IsEnum ? string.Join('|', Enum.GetNames(type))
        : Nullable.GetUnderlyingType(type) == typeof(bool) ? "true|false"
        : type == typeof(int) ? "N"
        : "TEXT";

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
