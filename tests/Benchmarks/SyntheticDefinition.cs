using System.Text;
using System.Text.Json;

namespace KoreExport.Benchmarks;

/// <summary>
/// Writes a definition of any size in the platform's style: 5,000 dialogs of 24 KB each at 120 MB, with entities, messages, scripts,
/// services and sentences. Always the same for the same size; changes are applied on request.
/// </summary>
internal sealed class SyntheticDefinition(int dialogs, int changes)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How many dialogs make so many megabytes.</summary>
    public static int DialogsFor(int megabytes) => (int)(megabytes * 5000L / 120);

    public void Write(string path)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        writer.Write(
            "{\n    \"_id\": \"st-5a1e0000-0000-0000-0000-000000000001\",\n    \"refId\": \"b07\",\n    \"defaultLanguage\": \"en\",\n");
        writer.Write("    \"localeData\": {\n        \"en\": {\n            \"name\": \"Synthetic\"\n        }\n    },\n");
        WriteArray(writer, "dialogs", Enumerable.Range(0, dialogs).Select(Dialog), last: false);
        WriteArray(writer, "dialogComponents", Enumerable.Range(0, dialogs).SelectMany(Components), last: false);
        WriteArray(writer, "sentences", Enumerable.Range(0, dialogs).SelectMany(Sentences), last: true);
        writer.Write("}");
    }

    // Spread over the whole file, each of them one difference.
    private bool IsChanged(int dialog) =>
        changes > 0 && dialog % Math.Max(1, dialogs / changes) == 0 && dialog / Math.Max(1, dialogs / changes) < changes;

    private static void WriteArray(StreamWriter writer, string name, IEnumerable<object> items, bool last)
    {
        writer.Write($"    \"{name}\": [");
        var separator = "\n";
        foreach (var item in items)
        {
            using var json = JsonSerializer.SerializeToDocument(item, Plain);
            writer.Write(separator);
            writer.Write("        ");
            WriteValue(writer, json.RootElement, "        ");
            separator = ",\n";
        }

        writer.Write(last ? "\n    ]\n" : "\n    ],\n");
    }

    private static void WriteValue(StreamWriter writer, JsonElement value, string indent)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        if (!isObject && value.ValueKind != JsonValueKind.Array)
        {
            writer.Write(value.GetRawText());
            return;
        }

        var parts = isObject
            ? value.EnumerateObject().Select(static member => (member.Name, member.Value))
            : value.EnumerateArray().Select(static item => ("", item));
        var separator = isObject ? "{\n" : "[\n";
        var isEmpty = true;
        foreach (var (name, content) in parts)
        {
            isEmpty = false;
            writer.Write(separator);
            writer.Write(indent + "    ");
            writer.Write(isObject ? $"\"{name}\": " : "");
            WriteValue(writer, content, indent + "    ");
            separator = ",\n";
        }

        writer.Write(
            isEmpty
                ? isObject
                    ? "{}"
                    : "[]"
                : "\n" + indent + (isObject ? "}" : "]"));
    }

    private static object Dialog(int number) =>
        new
        {
            _id = $"dg-{number:d8}",
            refId = $"dialog-{number:d8}",
            nodes = Enumerable
                .Range(0, 8)
                .Select(node => new
                {
                    nodeOptions = new
                    {
                        customTags = new { session = Array.Empty<int>(), message = Array.Empty<int>() },
                        transitionType = "auto",
                        promptOptions = "required",
                    },
                    vNameSpace = Array.Empty<string>(),
                    useTaskLevelNs = true,
                    nodeId = $"nd-{number:d8}-{node}",
                    type = "message",
                    componentId = $"dc-{number:d8}-{node % 6}",
                    transitions = new[] { new { @default = "end", metadata = new { color = "#299d8e", connId = "dummy0" } } },
                    positionMeta = new { left = 645.4000246853326, top = 116.79999777334683 },
                }),
            lname = $"dialog {number}",
            localeData = new { en = new { name = $"Dialog {number}", shortDesc = "Does something for the customer" } },
        };

    private IEnumerable<object> Components(int dialog)
    {
        for (var i = 0; i < 6; i++)
        {
            var edit = i == 0 && IsChanged(dialog) ? "// changed\n" : "";
            var code =
                edit
                + string.Concat(
                    Enumerable.Range(0, 26).Select(line => $"var value{line} = context.entities[\"{dialog}\"] + 'ä & ü'; // {line}\n"));
            yield return i < 3
                ? new
                {
                    _id = $"dc-{dialog:d8}-{i}",
                    refId = $"component-{dialog:d8}-{i}",
                    name = $"script{dialog}x{i}",
                    script = Uri.EscapeDataString(code).Replace("%27", "'"),
                    type = "script",
                    localeData = new { en = new { label = $"script{i}" } },
                    preConditions = Array.Empty<string>(),
                }
                : new
                {
                    _id = $"dc-{dialog:d8}-{i}",
                    refId = $"component-{dialog:d8}-{i}",
                    name = $"message{dialog}x{i}",
                    type = "message",
                    message = new[]
                    {
                        new
                        {
                            channel = "default",
                            localeData = new { en = new { text = $"Hello%20customer%20{dialog}", type = "basic" } },
                        },
                    },
                    localeData = new { en = new { label = $"message{i}" } },
                };
        }
    }

    private static IEnumerable<object> Sentences(int dialog) =>
        Enumerable
            .Range(0, 10)
            .Select(i => new
            {
                _id = $"{dialog:x16}{i:x8}",
                taskId = $"dc-{dialog:d8}-0",
                sentence = $"please do thing {dialog} in way {i}",
                taskName = $"Dialog {dialog}",
                type = "DialogIntent",
                language = "en",
                entities = Array.Empty<string>(),
            });
}
