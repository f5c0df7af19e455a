using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// The variables of a bot: those of the environment are in its <c>config.json</c>, those with a language in its definition.
/// </summary>
internal static class BotVariables
{
    /// <summary>All variables of a bot, with their values.</summary>
    public static JsonArray Of(BotContent content) => new(
        Items(content.Config["envVariables"]).Concat(Items(content.Definition["contentVariables"]).Select(WithoutId))
            .Select(variable => (JsonNode)variable.DeepClone()).ToArray());

    /// <summary>Puts variables into a bot: the same key replaces, a new one is added.</summary>
    /// <param name="content">The bot; it is changed.</param>
    /// <param name="variables">The variables.</param>
    public static void Merge(BotContent content, JsonArray variables)
    {
        foreach (var variable in variables.OfType<JsonObject>())
        {
            var hasLanguage = JsFormat.TextOf(variable["variableType"]) == "locale";
            var (owner, member) = hasLanguage ? (content.Definition, "contentVariables") : (content.Config, "envVariables");
            if (owner[member] is not JsonArray list)
            {
                owner[member] = list = new JsonArray();
            }

            var place = Items(list).ToList().FindIndex(old => JsFormat.TextOf(old["key"]) == JsFormat.TextOf(variable["key"]));
            var merged = new JsonObject();
            foreach (var part in (place < 0 ? [] : list[place]!.AsObject()).Concat(variable))
            {
                merged[part.Key] = part.Value?.DeepClone();
            }

            if (place >= 0)
            {
                list[place] = merged;
            }
            else
            {
                list.Add((JsonNode)merged);
            }
        }
    }

    private static JsonObject WithoutId(JsonObject variable)
    {
        var copy = variable.DeepClone().AsObject();
        copy.Remove("_id");
        return copy;
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}
