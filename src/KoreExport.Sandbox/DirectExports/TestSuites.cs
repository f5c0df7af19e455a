using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.DirectExports;

/// <summary>The batch test suites of a bot: their list, and the export of one by its name [doc].</summary>
internal sealed class TestSuites(KoreSandboxOptions options, FileStore files)
{
    private const string BuiltIn = "Developer defined utterances";

    // Where no limit is given; the platform's is not known [inferred].
    private const int DefaultPage = 20;

    /// <summary>An object whose keys are the ids of the suites, with <c>count</c> and <c>moreAvailable</c> beside them [doc].</summary>
    public Response List(Exchange exchange, SandboxBot bot)
    {
        // The header bot-language is documented, and the vendor's tests are answered without it [qa].
        if (!QueryText.TryReadNumber(exchange.Query, "skip", 0, out var skip)
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

    public Response Export(SandboxBot bot, string name, DateTimeOffset now)
    {
        for (var suite = 0; suite < options.TestSuiteCount; suite++)
        {
            if (string.Equals(TestSuiteContent.NameOf(suite), name, StringComparison.Ordinal))
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
            ["name"] = custom ? TestSuiteContent.NameOf(suite) : BuiltIn,
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
