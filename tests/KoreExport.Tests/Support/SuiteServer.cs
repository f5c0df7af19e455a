using System.Text.Json.Nodes;

namespace KoreExport.Tests.Support;

/// <summary>Lists the test suites of one bot by language, and the account's bots unless that is refused.</summary>
internal sealed class SuiteServer : IDisposable
{
    private readonly WireServer _server;

    /// <param name="suites">By language; the key "" is what comes where no language is asked for, and without it that is refused.</param>
    /// <param name="bots">The list of bots; null where the app may not read it.</param>
    public SuiteServer(Dictionary<string, (string Id, string Name)[]> suites, string? bots = null) =>
        _server = WireServer.Start(async wire =>
    {
        var request = await wire.ReadRequestAsync();
        if (request.Target.StartsWith("/api/public/bots", StringComparison.Ordinal))
        {
            await wire.SendAsync(bots is null ? Wire.Error(401, 4002, "Permission denied. Scope is incorrect!") : Wire.Answer(200, bots));
        }
        else if (!suites.TryGetValue(request.Headers.GetValueOrDefault("bot-language", ""), out var listed))
        {
            await wire.SendAsync(Wire.Error(412, 412, "Validation errors/ Invalid arguments"));
        }
        else
        {
            var json = new JsonObject { ["count"] = listed.Length, ["moreAvailable"] = false };
            foreach (var (id, name) in listed)
            {
                json[id] = new JsonObject { ["name"] = name, ["testSuiteType"] = "custom" };
            }

            await wire.SendAsync(Wire.Answer(200, json.ToJsonString()));
        }
    });

    public Uri Uri => _server.Uri;

    /// <summary>The languages that were asked for; "" for none.</summary>
    public IReadOnlyList<string> Languages =>
        _server.Requests.Where(static request => request.Target.Contains("/testsuite", StringComparison.Ordinal))
        .Select(static request => request.Headers.GetValueOrDefault("bot-language", "")).ToList();

    /// <summary>How many times the bots were listed.</summary>
    public int BotLists =>
        _server.Requests.Count(static request => request.Target.StartsWith("/api/public/bots", StringComparison.Ordinal));

    public void Dispose() => _server.Dispose();
}
