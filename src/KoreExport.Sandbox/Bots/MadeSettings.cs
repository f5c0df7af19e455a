using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// The members of a made definition in the order real ones have them [seen]. Those that are null here are filled in for each bot.
/// </summary>
internal static class MadeSettings
{
    private const string Text = """
        {
          "_id": null, "refId": null, "notifyUserViaEmail": true, "purpose": "customer", "hasUserEndpoint": false,
          "offKoraConfirmation": false, "skipMakeEditLinks": false, "type": "default", "variables": [], "showInMp": false,
          "defaultLanguage": "en", "supportedLanguages": ["en"], "languagePreferences": {"type": "perVolley"},
          "ivrSettings": {"enable": false}, "twilioVoiceSettings": {"enable": false}, "enable_pii": false, "strict_pii": false,
          "pii_patterns": [], "languageConfigurations": {"en": {"enabled": true}}, "channels": [{"type": "rtm", "enable": true}],
          "audioCodesSettings": {"enable": false}, "enableNameSpace": false, "vNameSpace": [], "krVNameSpace": [], "evVNameSpace": [],
          "color": "#009dab", "sBannerColor": "#009dab", "enableInputTranslation": false, "multiLingualConfigurations": {},
          "isSmartAssist": false, "bBannerColor": "#009dab", "categoryIds": ["451902a073c071463e2fe7f6"], "class": [], "featured": false,
          "sendVcf": false, "isNLEnabled": true, "interruptsEnabled": true, "sessionInactiveTime": 900000, "sessionClosureProcess": 1,
          "skipSessionMessage": false, "isDeflect": false, "languagesToBeIgnored": [], "localeData": null,
          "interruptOptions": {"interruptsEnabled": true, "numTasksToHold": "1"}, "detectMultiIntent": false,
          "assignAllChildBots": true, "recentBotLimit": 5, "isCsMatchEnabled": false, "defaultDialogId": "",
          "enableAutoUtteranceAddition": false, "amendConfig": {"priority": "bot"}, "botSentimentEvents": [],
          "enableNegativePatterns": false, "advancedNLSettings": [], "translationEngines": [],
          "botEvents": {"TASK_FAILURE_EVENT": {"enabled": true, "action": "showMsg", "task": null, "script": ".", "msg": [
            {"localeData": {"en": {"type": "basic", "text": "Please%20retry."}}, "lMod": "2024-09-30T08:12:03.442Z"}]}},
          "actions": [], "alerts": [], "patterns": null, "dialogComponents": null, "dialogs": null, "scenes": [], "sceneComponents": [],
          "widgetThemes": [], "knowledgeTasks": null, "smallTalk": null, "widgets": [], "panels": [], "forms": [],
          "unexportedTasks": [], "customDashboards": [], "paramMaps": [], "taskDgParamMaps": [], "idpConfigurations": [],
          "sentences": null, "koraResponses": [], "customTemplates": [],
          "mlParams": [{"language": "en", "state": "configured", "threshold": 0.3, "dialogIntents": []}],
          "contentVariables": null, "namespaces": null, "exportOptions": {}, "environmentVersionInfo": "10.1.0",
          "traits": [], "encryptedHash": null
        }
        """;

    private const string AppText = """
        {
          "appType": "unified", "dialogGPTSettings": [], "llmConfigsForStream": [], "agentAssistExport": "{\"widgetSettings\":{}}"
        }
        """;

    private static readonly JsonObject Shared = JsonNode.Parse(Text)!.AsObject();
    private static readonly JsonObject SharedApp = JsonNode.Parse(AppText)!.AsObject();

    /// <summary>The members, to be changed at will.</summary>
    /// <param name="appDefinition">With those that an app of XO11 has beside them.</param>
    public static JsonObject Members(bool appDefinition)
    {
        var members = Copy(Shared);
        if (appDefinition)
        {
            foreach (var member in Copy(SharedApp).ToArray())
            {
                members[member.Key] = member.Value?.DeepClone();
            }
        }

        return members;
    }

    // A node is filled in when it is first read, so no two threads read the shared one at once.
    private static JsonObject Copy(JsonObject shared)
    {
        lock (shared)
        {
            return shared.DeepClone().AsObject();
        }
    }
}
