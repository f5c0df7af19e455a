using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.DirectExports;

/// <summary>The batch test suites of a bot: their list, and the export of one by its name [doc].</summary>
internal sealed class TestSuites(KoreSandboxOptions options, FileStore files)
{
    private const string LanguageHeader = "bot-language";
    private const string BuiltIn = "Developer defined utterances";

    // Where no limit is given; the platform's is not known [inferred].
    private const int DefaultPage = 20;

    private static readonly string[] Names =
        ["Regression", "Nächtlicher Lauf – alle Intents", "予約 テスト", "Orders / returns", "100% & more?"];

    /// <summary>The name of a custom suite, counted from 0.</summary>
    public static string NameOf(int suite) => suite < Names.Length ? Names[suite] : $"Suite {suite + 1}";

    /// <summary>An object whose keys are the ids of the suites, with <c>count</c> and <c>moreAvailable</c> beside them [doc].</summary>
    public Response List(Exchange exchange, SandboxBot bot)
    {
        // That the header is required is documented; how its absence is answered is not known [inferred].
        if (string.IsNullOrEmpty(exchange.Header(LanguageHeader))
            || !QueryText.TryReadNumber(exchange.Query, "skip", 0, out var skip)
            || !QueryText.TryReadNumber(exchange.Query, "limit", DefaultPage, out var limit))
        {
            return ErrorResponses.InvalidArguments();
        }

        var count = options.TestSuiteCount + (options.BuiltInTestSuite ? 1 : 0);
        var page = Enumerable.Range(0, count).Skip(skip).Take(limit).ToArray();
        var response = new JsonObject { ["count"] = count, ["moreAvailable"] = (long)skip + page.Length < count };
        foreach (var suite in page)
        {
            response["ts-" + DeterministicId.Uuid(bot.Id, "suite" + suite)] = Describe(bot, suite);
        }

        return Response.Json(200, response);
    }

    public Response Export(Exchange exchange, SandboxBot bot, string name, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(exchange.Header(LanguageHeader)))
        {
            return ErrorResponses.InvalidArguments();
        }

        for (var suite = 0; suite < options.TestSuiteCount; suite++)
        {
            if (string.Equals(NameOf(suite), name, StringComparison.Ordinal))
            {
                return Response.Json(200, new JsonObject
                {
                    ["downloadUrl"] = files.Link(files.MakeTestSuite(bot.Id, suite), now),
                    ["name"] = name,
                    ["description"] = Description(suite),
                });
            }
        }

        return ErrorResponses.TestSuiteNotFound();
    }

    private JsonObject Describe(SandboxBot bot, int suite)
    {
        var custom = suite < options.TestSuiteCount;
        return new JsonObject
        {
            ["testSuiteType"] = custom ? "custom" : "default",
            ["name"] = custom ? NameOf(suite) : BuiltIn,
            ["description"] = Description(suite),
            ["results"] = new JsonArray(new JsonObject
            {
                ["_id"] = "ts-" + DeterministicId.Uuid(bot.Id, "suite" + suite),
                ["version"] = "inDevelopment",
                ["results"] = new JsonObject
                {
                    ["TP"] = 18,
                    ["TN"] = 0,
                    ["FP"] = 1,
                    ["FN"] = 1,
                    ["success"] = 18,
                    ["failure"] = 2,
                },
                ["recall"] = "0.95",
                ["precision"] = "0.95",
                ["f1_score"] = "0.95",
            }),
        };
    }

    private static string Description(int suite) => suite % 2 == 0 ? "" : "Made by the sandbox";
}
