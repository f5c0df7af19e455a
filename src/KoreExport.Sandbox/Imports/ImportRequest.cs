using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>
/// The body of an import's start. Its checks come in the platform's order: first whether the required ids are there, then whether the files
/// are [qa].
/// </summary>
/// <param name="body">The body.</param>
/// <param name="isNew">Whether it makes a new bot, which wants an icon too [qa].</param>
internal sealed class ImportRequest(JsonObject body, bool isNew)
{
    // As the documents have them [doc]; how more is refused is not known.
    private const int LargestConfig = 500 * 1024;
    private const int LargestFunction = 500 * 1024;
    private const int LargestIcon = 80 * 1024;

    // An export of that age says so in its definition [seen].
    private const string UniversalBotVersion = "universalBotVersion";

    // The documents require uploadMode, and the vendor's tests never send it [qa]. A whole zip is documented for new bots alone.
    private bool IsZip => isNew && string.Equals(JsFormat.TextOf(body["uploadMode"]), "ZIP", StringComparison.OrdinalIgnoreCase);

    public string? Name => JsFormat.TextOf(body["name"]);

    public string? Purpose => JsFormat.TextOf(body["purpose"]);

    /// <summary>What is to be imported; null imports everything.</summary>
    public JsonObject? Options => isNew ? null : body["importOptions"] as JsonObject;

    /// <summary>What the files hold; null where they do not hold a bot, which only the import itself finds out [inferred].</summary>
    public BotContent? Content { get; private set; }

    public bool HasFunctions => body["botFunctions"] is JsonArray { Count: > 0 };

    /// <summary>Checks whether everything required is there.</summary>
    public Response? CheckBody()
    {
        string[] required = IsZip ? ["zipInfo"] : isNew ? ["botDefinition", "configInfo", "icon"] : ["botDefinition", "configInfo"];
        return required.All(name => JsFormat.TextOf(body[name]) is { Length: > 0 })
            && (body["botFunctions"] is null || body["botFunctions"] is JsonArray)
            && (body["importOptions"] is null || body["importOptions"] is JsonObject)
            ? null
            : ErrorResponses.InvalidArguments();
    }

    /// <summary>Finds the files and reads them.</summary>
    public Response? ReadFiles(Uploads uploads)
    {
        var functions = (body["botFunctions"] as JsonArray)?.Select(id => Find(uploads, id)).ToArray() ?? [];
        if (IsZip)
        {
            if (Find(uploads, body["zipInfo"]) is not { } zip || functions.Contains(null))
            {
                return ErrorResponses.InvalidFileId();
            }

            Content = BotExportFile.TryRead(zip);
            return RefuseOld();
        }

        var icon = Find(uploads, body["icon"]);
        if (Find(uploads, body["botDefinition"]) is not { } definition || Find(uploads, body["configInfo"]) is not { } config
            || (body["icon"] is not null && icon is null) || functions.Contains(null))
        {
            return ErrorResponses.InvalidFileId();
        }

        if (config.Length > LargestConfig || icon?.Length > LargestIcon || functions.Any(function => function!.Length > LargestFunction))
        {
            return ErrorResponses.FileTooLarge();
        }

        if (JsFormat.TryReadObject(definition) is { } members && JsFormat.TryReadObject(config) is { } settings)
        {
            Content = new BotContent(members, settings, icon ?? BotContent.GreyIcon)
            {
                Functions = functions.Select((function, i) =>
                    new KeyValuePair<string, byte[]>(i == 0 ? "botFunctions.js" : $"botFunctions{i + 1}.js", function!)).ToList(),
            };
        }

        return RefuseOld();
    }

    private Response? RefuseOld() =>
        JsFormat.TextOf(Content?.Definition["type"]) == "universalbot" && Content!.Definition[UniversalBotVersion]?.ToJsonString() == "1"
            ? ErrorResponses.OldUniversalBot(isNew ? 400 : 422)
            : null;

    private static byte[]? Find(Uploads uploads, JsonNode? id) => JsFormat.TextOf(id) is { } text ? uploads.Find(text) : null;
}
