using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>Puts a secret at each place where real bots have had one, or could [seen].</summary>
internal static class SecretPlanter
{
    /// <summary>Puts them into a made bot.</summary>
    public static void Plant(BotContent content, string botId)
    {
        var (definition, secret) = (content.Definition, (Func<string, string>)(mark => mark + DeterministicId.Hex(botId, mark, 24)));
        definition["translationEngines"] = new JsonArray(new JsonObject
        {
            ["name"] = "google", ["enabled"] = true, ["apiKey"] = secret(SandboxSecrets.TranslationEngineMark),
        });
        definition["llmConfigsForStream"] = new JsonArray(new JsonObject
        {
            ["_id"] = "llm-" + DeterministicId.Uuid(botId, "llm"),
            ["integrations"] = new JsonObject
            {
                ["openai"] = new JsonObject { ["model"] = "gpt", ["apiKey"] = secret(SandboxSecrets.LanguageModelMark) },
            },
        });
        definition["idpConfigurations"] = new JsonArray(new JsonObject
        {
            ["_id"] = "idp-" + DeterministicId.Uuid(botId, "idp"),
            ["refId"] = DeterministicId.Uuid(botId, "idpRef"),
            ["name"] = "Orders",
            ["idpType"] = "oauth2",
            ["config"] = new JsonObject
            {
                ["clientId"] = "orders",
                ["clientSecret"] = secret(SandboxSecrets.IdentityProviderMark),
            },
        });
        PlantInComponents(definition["dialogComponents"]!.AsArray(), secret);
        definition["contentVariables"]![0]!["localeData"]!["en"]!["value"] = secret(SandboxSecrets.ContentVariableMark);
        PlantInVariables(content.Config["envVariables"]!.AsArray(), secret);
    }

    private static void PlantInComponents(JsonArray components, Func<string, string> secret)
    {
        var service = First(components, "service");
        service["headers"]!["value"] = $"{{\"Authorization\":\"Bearer {secret(SandboxSecrets.ServiceHeaderMark)}\"}}";
        service["payload"]!["value"] = EncodedText.Encode($"{{\"password\":\"{secret(SandboxSecrets.ServicePayloadMark)}\"}}");
        service["endPoint"]!["path"] += "?api_key=" + secret(SandboxSecrets.ServiceQueryMark);
        service["sampleResponse"]![0]!["response"] =
            $"{{\"statusCode\":200,\"body\":{{\"access_token\":\"{secret(SandboxSecrets.SampleResponseMark)}\"}}}}";
        First(components, "script")["script"] = EncodedText.Encode($"var apiKey = \"{secret(SandboxSecrets.ScriptMark)}\";\n");
        First(components, "message")["message"]!.AsArray().Add(new JsonObject
        {
            ["channel"] = "rtm",
            ["localeData"] = new JsonObject
            {
                ["en"] = new JsonObject
                {
                    ["text"] = EncodedText.Encode($"var token = \"{secret(SandboxSecrets.MessageScriptMark)}\";\nprint(token);"),
                    ["type"] = "uxmap",
                },
            },
        });
    }

    private static void PlantInVariables(JsonArray variables, Func<string, string> secret)
    {
        variables[0]!["value"] = secret(SandboxSecrets.EnvironmentVariableMark);
        var secured = variables[0]!.DeepClone();
        secured["key"] = "paymentKey";
        secured["value"] = secret(SandboxSecrets.SecuredVariableMark);
        secured["isSecured"] = true;
        variables.Add(secured);
    }

    private static JsonNode First(JsonArray components, string type) =>
        components.First(component => (string?)component!["type"] == type)!;
}
