using System.Collections;
using System.Text.Json.Nodes;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class BotExportRequestTests
{
    // The sample request of the vendor's Bot Export API page, to the letter.
    private const string Sample = """
        {
            "exportType": "published",
            "exportOptions": {
                "settings": [
                    "botSettings",
                    "botVariables",
                    "ivrSettings",
                    "genAIandLLMSettings"
                ],
                "tasks": [
                    "botTask",
                    "knowledgeGraph",
                    "smallTalk"
                ],
                "nlpData": [
                    "utterances",
                    "patterns",
                    "traits",
                    "rules",
                    "concepts",
                    "synonyms",
                    "standardResponses",
                    "nlpSettings"
                ],
                "AgentAI": [
                    "rules",
                    "playbooks",
                    "widgetSettings",
                    "layoutSettings"
                ]
            },
            "subTasks": {
                "alerts": [],
                "actions": [],
                "dialogs": [],
                "experienceFlows": []
            },
            "allTasks": true,
            "customDashboards": true,
            "IncludeDependentTasks": true
        }
        """;

    private static BotExportRequest SampleRequest => new()
    {
        ExportType = "published",
        Settings = ["botSettings", "botVariables", "ivrSettings", "genAIandLLMSettings"],
        Tasks = ["botTask", "knowledgeGraph", "smallTalk"],
        NlpData = ["utterances", "patterns", "traits", "rules", "concepts", "synonyms", "standardResponses", "nlpSettings"],
        AgentAI = ["rules", "playbooks", "widgetSettings", "layoutSettings"],
        Dialogs = [],
        AllTasks = true,
        CustomDashboards = true,
        IncludeDependentTasks = true,
    };

    [Fact]
    public void The_vendors_sample_request_is_reproduced_key_for_key()
    {
        var ours = JsonNode.Parse(SampleRequest.ToJson())!.AsObject();
        var theirs = JsonNode.Parse(Sample)!.AsObject();
        Assert.True(JsonNode.DeepEquals(theirs, ours), ours.ToJsonString());
        Assert.Equal(theirs.Select(key => key.Key), ours.Select(key => key.Key));
    }

    [Fact]
    public async Task The_vendors_sample_request_reaches_the_platform_as_it_is()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = Assert.IsType<KoreBotExport>(await fixture.StartBotAsync(SampleRequest));
        Assert.Equal("published", started.ExportType);
        var request = Assert.Single(fixture.Sandbox.Requests);
        Assert.Equal($"/api/public/bot/{fixture.Bot}/export", request.Path);
        Assert.Equal("POST", request.Method);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Sample), JsonNode.Parse(request.Body)), request.Body);
    }

    [Fact]
    public void A_request_for_everything_says_only_which_version()
    {
        Assert.Equal("""{"exportType":"latest"}""", Json(new BotExportRequest()));
    }

    [Fact]
    public void An_empty_list_is_sent_and_one_that_was_not_given_is_not() =>
        Assert.Equal("""{"exportType":"latest","exportOptions":{"tasks":[]}}""", Json(new BotExportRequest { Tasks = [] }));

    [Fact]
    public void One_kind_of_task_brings_the_other_three_lists_along() =>
        Assert.Equal(
            """{"exportType":"latest","subTasks":{"alerts":[],"actions":["a"],"dialogs":[],"experienceFlows":[]}}""",
            Json(new BotExportRequest { Actions = ["a"] }));

    [Fact]
    public void Agent_assist_universal_bots_and_variables_have_their_places() =>
        Assert.Equal(
            """{"exportType":"latest","exportOptions":{"AgentAssist":["rules"],"botComponents":["linkedBots"],"options":{"botVariables":{"ignore":["a","b"],"ignoreEnvironmentVariables":true,"ignoreContentVariables":false}}}}""",
            Json(new BotExportRequest
            {
                AgentAssist = ["rules"],
                BotComponents = ["linkedBots"],
                ExcludeVariables = ["a", "b"],
                ExcludeEnvironmentVariables = true,
                ExcludeContentVariables = false,
            }));

    [Fact]
    public void Additional_keys_are_merged_object_by_object_and_win()
    {
        var request = new BotExportRequest
        {
            Tasks = ["botTask"],
            AllTasks = true,
            AdditionalBody = new Hashtable
            {
                ["allTasks"] = false,
                ["exportOptions"] = new Hashtable { ["newOption"] = new object[] { 1, 2.5, "x", true, null! } },
                ["nothing"] = null,
                ["deep"] = new Dictionary<string, object>
                {
                    ["when"] = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                    ["price"] = 1.10m,
                },
            },
        };
        var expected = """
            {"exportType":"latest","exportOptions":{"tasks":["botTask"],"newOption":[1,2.5,"x",true,null]},"allTasks":false,"nothing":null,
             "deep":{"when":"2030-01-02T03:04:05.0000000Z","price":1.10}}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(request.ToJson())), Json(request));
    }

    [Fact]
    public void The_text_of_a_request_is_the_same_in_whatever_order_its_keys_came()
    {
        var keys = Enumerable.Range(0, 20).Select(static number => $"key{number}").ToList();
        var one = Describe(keys, new BotExportRequest { AllTasks = true });
        keys.Reverse();
        Assert.Equal(one, Describe(keys, new BotExportRequest { AllTasks = true }));
        Assert.Equal(one, Describe([.. keys, "allTasks"], new BotExportRequest()));
        Assert.NotEqual(one, Describe(keys, new BotExportRequest { AllTasks = false }));
        Assert.StartsWith(
            "{\"allTasks\":true,\"exportType\":\"latest\",\"key0\":{\"a\":1,\"b\":[2,1]},\"key1\":", one, StringComparison.Ordinal);

        static string Describe(IEnumerable<string> keys, BotExportRequest request)
        {
            var body = new System.Collections.Specialized.OrderedDictionary();
            foreach (var key in keys)
            {
                body[key] = key == "allTasks" ? true : new Hashtable { ["b"] = new[] { 2, 1 }, ["a"] = 1 };
            }

            return (request with { AdditionalBody = body }).ToCanonicalText();
        }
    }

    [Fact]
    public void Additional_keys_that_hold_themselves_or_no_number_are_refused()
    {
        var loop = new Hashtable();
        loop["again"] = loop;
        Assert.Equal(
            KoreErrorId.OptionInvalid, Assert.Throws<KoreException>(() => new BotExportRequest { AdditionalBody = loop }.ToJson()).ErrorId);
        var list = new ArrayList();
        list.Add(list);
        Assert.Equal(
            KoreErrorId.OptionInvalid,
            Assert.Throws<KoreException>(() => new BotExportRequest { AdditionalBody = new Hashtable { ["x"] = list } }.ToJson()).ErrorId);
        var nan = new Hashtable { ["x"] = double.NaN };
        Assert.Equal(
            KoreErrorId.OptionInvalid, Assert.Throws<KoreException>(() => new BotExportRequest { AdditionalBody = nan }.ToJson()).ErrorId);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task An_utterance_export_says_its_state_and_type_and_sends_no_body(string type)
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = Assert.IsType<KoreMlExport>(await fixture.StartMlAsync(type));
        Assert.Equal(type.ToUpperInvariant(), started.FileType);
        var request = Assert.Single(fixture.Sandbox.Requests);
        Assert.Equal($"/api/public/bot/{fixture.Bot}/mlexport?state=configured&type={type}", request.Path);
        Assert.Equal("", request.Body);
    }

    [Fact]
    public async Task What_is_put_into_an_address_is_escaped()
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.Api.StartMlAsync("st-1", "csv&x=1 #", "a/b?c", CancellationToken.None);
        Assert.Equal("/api/public/bot/st-1/mlexport?state=a%2Fb%3Fc&type=csv%26x%3D1%20%23", Assert.Single(server.Requests).Target);
    }

    private static string Json(BotExportRequest request) => System.Text.Encoding.UTF8.GetString(request.ToJson());
}
