using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KoreExport.Bots;

namespace KoreExport.Tests.Support;

/// <summary>A list of bots that says what a test wants it to say, whatever is asked.</summary>
internal sealed class BotListServer : IDisposable
{
    private readonly WireServer _server;

    /// <param name="page">The answer for an offset.</param>
    public BotListServer(Func<int, JsonNode> page)
    {
        _server = WireServer.Start(async wire =>
        {
            var request = await wire.ReadRequestAsync();
            var offset = int.Parse(
                Regex.Match(request.Target, @"offset=(\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            var body = page(offset).ToJsonString();
            await wire.SendAsync(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n"
                    + $"Connection: close\r\n\r\n{body}");
        });
        Bench = CoreFixture.Facing(_server.Uri);
    }

    public CoreFixture Bench { get; }

    public int Requests => _server.Requests.Count;

    public static string Id(int number) => $"st-{number}";

    public static JsonObject Page(IEnumerable<int> bots, JsonNode? total, JsonNode? more)
    {
        var page = new JsonObject
        {
            ["bots"] = new JsonArray(
                bots.Select(number => (JsonNode)new JsonObject { ["_id"] = Id(number), ["name"] = $"Bot {number}" }).ToArray()),
        };
        if (total is not null)
        {
            page["total"] = total;
        }

        if (more is not null)
        {
            page["availableMore"] = more;
        }

        return page;
    }

    public Task<List<KoreBot>> ListAsync() => ListAsync(Bench);

    public static async Task<List<KoreBot>> ListAsync(CoreFixture fixture)
    {
        var lister = new BotLister(new BotClient(fixture.Api));
        var bots = new List<KoreBot>();
        while (await lister.NextAsync(default) is { } page)
        {
            bots.AddRange(page);
        }

        return bots;
    }

    public void Dispose()
    {
        Bench.Dispose();
        _server.Dispose();
    }
}
