using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>Publishing: <c>POST …/publish</c>, which wants one enabled channel, and its status, which shows a bot's latest [doc].</summary>
internal sealed class BotPublishings(KoreSandboxOptions options, SandboxImportFaults faults, BotDirectory bots)
{
    private readonly ImportJobs _jobs = new(faults, ("inprogress", "successful", "failed"));
    private readonly object _gate = new();
    private readonly Dictionary<string, string> _latest = new(StringComparer.Ordinal);

    public void Advance(DateTimeOffset now) => _jobs.Advance(now);

    public Response Start(Exchange exchange, string botId, DateTimeOffset now)
    {
        if (JsFormat.TryReadObject(exchange.Body) is not { Count: > 0 })
        {
            return ErrorResponses.InvalidArguments();
        }

        if (bots.Find(botId) is not { } bot)
        {
            return ErrorResponses.InvalidStream();
        }

        var definition = bot.Content(published: false)().Definition;
        if ((definition["channels"] as JsonArray ?? []).All(channel => channel?["enable"]?.ToJsonString() != "true"))
        {
            return ErrorResponses.NoChannel();
        }

        var job = new ImportJob("ber-" + Guid.NewGuid(), botId, now, options.JobDuration)
        {
            Change = started => Publish(started, bot),
            Describe = Describe,
        };
        _jobs.Start(job, now);
        lock (_gate)
        {
            _latest[botId] = job.Id;
        }

        return Response.Json(200, new JsonArray(Dialogs(definition).Select(id => (JsonNode)new JsonObject
        {
            ["resourceType"] = "dialog",
            ["resourceId"] = id,
            ["sbResourceId"] = id,
            ["status"] = "SUCCESS",
            ["result"] = new JsonObject { ["version"] = "1.0" },
        }).ToArray()));
    }

    public Response Status(string botId, DateTimeOffset now)
    {
        string? id;
        lock (_gate)
        {
            _latest.TryGetValue(botId, out id);
        }

        return (id is null ? null : _jobs.Status(id, botId, now)) ?? ErrorResponses.NoRequest();
    }

    private static IEnumerable<string> Dialogs(JsonObject definition) =>
        (definition["dialogs"] as JsonArray ?? []).Select(dialog => JsFormat.TextOf(dialog?["_id"])).OfType<string>();

    private static void Publish(ImportJob job, SandboxBot bot)
    {
        if (job.Outcome == ImportOutcome.Success)
        {
            bot.Publish(job.StartedAt + job.Duration);
            bot.Status = "published";
        }
    }

    private static JsonObject Describe(ImportJob job, DateTimeOffset now)
    {
        var word = !job.IsOver ? "IN_PROGRESS" : job.Outcome == ImportOutcome.Success ? "SUCCESS" : "FAILED";
        return new JsonObject
        {
            ["_id"] = job.Id,
            ["jobType"] = "PUBLISH_BOT",
            ["streamId"] = job.BotId,
            ["__v"] = 0,
            ["action"] = "RUN",
            ["createdBy"] = BotDirectory.CreatedBy,
            ["percentageComplete"] = (int)(100 * (job.IsOver ? 1 : 0.99 * job.Share(now))),
            ["requestedTime"] = JsFormat.Iso(job.StartedAt),
            ["status"] = null,
            ["lastModifiedOn"] = JsFormat.Iso(now),
            ["initiatedOn"] = JsFormat.Iso(job.StartedAt),
            ["statusSummary"] = new JsonArray(Part("SETTINGS", "Settings", word), Part("NL", "Natural Language", word)),
        };
    }

    private static JsonObject Part(string id, string name, string word) =>
        new() { ["resourceId"] = id, ["resourceType"] = id, ["name"] = name, ["modules"] = new JsonArray(), ["status"] = word };
}
