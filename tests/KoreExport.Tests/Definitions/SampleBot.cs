using System.Text.Json.Nodes;

namespace KoreExport.Tests.Definitions;

/// <summary>A small bot with one of everything that exports hold.</summary>
internal static class SampleBot
{
    private const string DefinitionText = """
        {
          "_id": "st-00000000-0000-0000-0000-000000000001",
          "refId": "bot-ref",
          "defaultLanguage": "en",
          "supportedLanguages": ["en", "de"],
          "localeData": {
            "en": {
              "name": "Bank",
              "nlMeta": { "mlUtterances": 2 },
              "synonyms": { "pay": ["pay", "settle"] }
            },
            "de": { "name": "Bank" }
          },
          "dialogs": [
            {
              "_id": "dg-2",
              "refId": "dialog-pay",
              "lname": "pay bill",
              "localeData": { "en": { "name": "Pay Bill" } },
              "nodes": [
                {
                  "nodeId": "intent0",
                  "type": "intent",
                  "componentId": "dc-3",
                  "transitions": [{ "default": "nd-1" }],
                  "positionMeta": { "left": 1 }
                },
                {
                  "nodeId": "nd-1",
                  "type": "script",
                  "componentId": "dc-2",
                  "transitions": [{ "default": "nd-2" }]
                },
                {
                  "nodeId": "nd-2",
                  "type": "message",
                  "componentId": "dc-1",
                  "transitions": [{ "default": "end" }]
                }
              ]
            },
            {
              "_id": "dg-1",
              "refId": "dialog-help",
              "lname": "help",
              "localeData": { "en": { "name": "Help" } },
              "nodes": [{ "nodeId": "n", "componentId": "dc-1" }]
            }
          ],
          "dialogComponents": [
            {
              "_id": "dc-1",
              "refId": "component-thanks",
              "name": "thanks",
              "type": "message",
              "message": [
                {
                  "channel": "default",
                  "localeData": {
                    "en": {
                      "text": "Thank%20you%20%C3%BC",
                      "type": "basic"
                    },
                    "de": {
                      "text": "print('Danke')%3B%0Aprint('!')%3B",
                      "type": "uxmap"
                    }
                  }
                }
              ]
            },
            {
              "_id": "dc-2",
              "refId": "component-script",
              "name": "compute",
              "type": "script",
              "script": "var%20a%20%3D%201%3B%0Avar%20b%20%3D%202%3B%0Avar%20c%20%3D%203%3B"
            },
            {
              "_id": "dc-3",
              "refId": "component-intent",
              "name": "Pay Bill",
              "type": "intent",
              "dialogId": "dg-2",
              "localeData": { "en": { "intent": "Pay Bill" } }
            },
            {
              "_id": "dc-4",
              "refId": "component-service",
              "name": "call",
              "type": "service",
              "endPoint": { "host": "api.example.com", "path": "/v1?apikey=query-secret-1&x=1" },
              "headers": {
                "type": "raw",
                "value": "{\"Authorization\":\"Bearer header-secret-1\"}"
              },
              "sampleResponse": [{ "name": "s", "response": "{\"token\":\"sample-secret-1\"}" }],
              "payload": {
                "type": "raw",
                "value": "%7B%22password%22%3A%20%22payload-secret-1%22%7D"
              }
            }
          ],
          "patterns": [
            {
              "localeData": { "en": {} },
              "refId": "component-script",
              "taskName": "compute",
              "taskType": "script"
            },
            {
              "localeData": { "en": {} },
              "refId": "component-intent",
              "taskName": "Pay Bill",
              "taskType": "intent"
            }
          ],
          "sentences": [
            {
              "_id": "s2",
              "taskId": "dc-3",
              "sentence": "pay my bill",
              "taskName": "Pay Bill",
              "type": "DialogIntent",
              "language": "en",
              "entities": []
            },
            {
              "_id": "s1",
              "taskId": "dc-3",
              "sentence": "settle",
              "taskName": "Pay Bill",
              "type": "DialogIntent",
              "language": "en",
              "entities": []
            }
          ],
          "scenes": [
            {
              "_id": "sn-1",
              "refId": "scene-pay",
              "name": "Pay Bill",
              "dialogRefId": "dialog-pay",
              "components": { "snc-1": { "childs": [] } }
            }
          ],
          "sceneComponents": [
            {
              "_id": "snc-1",
              "refId": "scene-component",
              "sceneId": "sn-1",
              "msg": { "type": "text" }
            }
          ],
          "smallTalk": [
            {
              "language": "en",
              "groups": [
                {
                  "groupName": "greetings",
                  "groupId": "smg-1",
                  "nodes": [
                    {
                      "refId": "talk-1",
                      "userUtterances": [{ "text": "hi" }],
                      "botUtterances": [
                        {
                          "text": "Hello",
                          "type": "basic",
                          "_id": "mt-1"
                        }
                      ]
                    }
                  ]
                }
              ]
            }
          ],
          "knowledgeTasks": [
            {
              "refId": "kt",
              "name": "Bank",
              "language": "en",
              "faqs": {
                "faqs": [
                  {
                    "refId": "faq-1",
                    "question": "When are you open?",
                    "answer": [
                      {
                        "text": "<b>Always</b>\nreally",
                        "type": "basic",
                        "channel": "default"
                      }
                    ]
                  },
                  {
                    "refId": "faq-2",
                    "question": "Who are you?",
                    "answer": [
                      {
                        "text": "A bank",
                        "type": "basic",
                        "channel": "default"
                      }
                    ]
                  }
                ]
              }
            }
          ],
          "botEvents": {
            "TASK_FAILURE_EVENT": {
              "script": ".",
              "msg": [
                {
                  "localeData": {
                    "en": {
                      "text": "Sorry%21",
                      "type": "basic"
                    }
                  },
                  "lMod": "Mon"
                }
              ]
            }
          },
          "translationEngines": [{ "refId": "te", "name": "translator", "apiKey": "engine-secret-1" }],
          "llmConfigsForStream": [{ "resourceid": "llm", "integrations": { "openai": { "apiKey": "model-secret-1" } } }],
          "idpConfigurations": [
            {
              "refId": "idp",
              "idpName": "login",
              "clientSecret": "idp-secret-1",
              "extra": "idp-secret-2"
            }
          ],
          "contentVariables": [
            {
              "key": "greeting",
              "localeData": { "en": { "value": "Hi" } },
              "variableType": "locale"
            }
          ],
          "exportOptions": { "tasks": ["botTask", "alerts"], "subTasks": { "dialogs": ["dg-2", "dg-1"] } },
          "newInTheNextVersion": { "a": [1, 2.50] },
          "encryptedHash": "00000000000000000000000000000001"
        }
        """;

    private const string ConfigurationText = """
        {
          "name": "Bank",
          "envVariables": [
            { "key": "url", "value": "https://example.com", "isSecured": false },
            { "key": "pin", "value": "variable-secret-1", "isSecured": true },
            { "key": "old", "value": "variable-secret-2" }
          ]
        }
        """;

    public static JsonObject Definition() => JsonNode.Parse(DefinitionText)!.AsObject();

    /// <summary>The configuration beside it.</summary>
    public static JsonObject Configuration() => JsonNode.Parse(ConfigurationText)!.AsObject();
}
