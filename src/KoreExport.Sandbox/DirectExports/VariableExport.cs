using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.DirectExports;

/// <summary>The export of a bot's variables: <c>POST …/variables/export</c>, answered at once [doc].</summary>
internal static class VariableExport
{
    public static Response Get(SandboxBot bot)
    {
        var edits = bot.Edits(SandboxContent.Variables);
        var zone = "?zone=Europe/Vienna" + (edits == 0 ? "" : "&edit=" + edits);
        return Response.Json(200, new JsonArray(
            Environment(bot, "host_url", "https://example.com/api" + zone, secured: false),
            Environment(bot, "größe", "XL", secured: false),

            // A secured value comes back empty [doc].
            Environment(bot, "api_key", "", secured: true),
            Locale("greeting", bot.Language, $"Hello, this is {bot.Name}."),
            Locale("goodbye", bot.Language, "Good bye – Auf Wiedersehen!\nさようなら")));
    }

    private static JsonObject Environment(SandboxBot bot, string key, string value, bool secured) => new()
    {
        ["key"] = key,
        ["value"] = value,
        ["hint"] = "",
        ["variableType"] = "env",
        ["scope"] = "prePopulated",
        ["group"] = "",
        ["propagateValue"] = false,
        ["vNameSpace"] = new JsonArray(new JsonObject { ["name"] = "namespace1", ["refId"] = DeterministicId.Uuid(bot.Id, "namespace1") }),
        ["isSecured"] = secured,
    };

    private static JsonObject Locale(string key, string language, string value) => new()
    {
        ["key"] = key,
        ["audioTag"] = "",
        ["variableType"] = "locale",
        ["scope"] = "prePopulated",
        ["localeData"] = new JsonObject { [language] = new JsonObject { ["audioTag"] = "", ["hint"] = "", ["value"] = value } },
        ["group"] = "",
        ["propagateValue"] = false,
        ["isSecured"] = false,
    };
}
