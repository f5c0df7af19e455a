using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>The variables of a made bot, as their own export has them.</summary>
internal static class MadeVariables
{
    public static JsonArray Of(string botId, string name, string language) => new(
        Environment(botId, "host_url", "https://example.com/api?zone=Europe/Vienna", secured: false),
        Environment(botId, "größe", "XL", secured: false),
        Environment(botId, "api_key", "not-a-real-key-" + DeterministicId.Uuid(botId, "securedKey"), secured: true),
        Locale("greeting", language, $"Hello, this is {name}."),
        Locale("goodbye", language, "Good bye – Auf Wiedersehen!\nさようなら"));

    private static JsonObject Environment(string botId, string key, string value, bool secured) => new()
    {
        ["key"] = key,
        ["value"] = value,
        ["hint"] = "",
        ["variableType"] = "env",
        ["scope"] = "prePopulated",
        ["group"] = "",
        ["propagateValue"] = false,
        ["vNameSpace"] = new JsonArray(new JsonObject { ["name"] = "namespace1", ["refId"] = DeterministicId.Uuid(botId, "namespace1") }),
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
