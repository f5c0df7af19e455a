using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>
/// The import of a bot, into a new one or an existing one, and its status, which is asked for by the id of the request [doc].
/// </summary>
internal sealed class BotImports(KoreSandboxOptions options, SandboxImportFaults faults, BotDirectory bots, Uploads uploads)
{
    // One line each, in this order: of an import of settings alone the vendor's tests find BotVariables in the ninth [qa].
    private static readonly string[] Steps =
    [
        "Bot Definition", "BotFunctions", "Dialog", "KnowledgeTasks", "SmallTalk", "Utterences", "Patterns", "Standard Responses",
        "BotVariables", "CustomTemplates", "importBot",
    ];

    // Where an import that ends half done stops: tasks are in, the rest is not.
    private const string LastHalfDoneStep = "SmallTalk";

    private readonly ImportJobs _jobs = new(faults, ("pending", "success", "failed"));

    public void Advance(DateTimeOffset now) => _jobs.Advance(now);

    public Response Start(Exchange exchange, string? botId, DateTimeOffset now)
    {
        if (JsFormat.TryReadObject(exchange.Body) is not { } body)
        {
            return ErrorResponses.InvalidArguments();
        }

        var request = new ImportRequest(body, isNew: botId is null);
        if (request.CheckBody() is { } missing)
        {
            return missing;
        }

        if (botId is not null && bots.Find(botId) is null)
        {
            return ErrorResponses.InvalidStream();
        }

        if (request.ReadFiles(uploads) is { } refusal)
        {
            return refusal;
        }

        var name = request.Name ?? (botId is null ? NameIn(request.Content) : bots.NameOf(botId));
        var job = new ImportJob("bir-" + Guid.NewGuid(), botId, now, options.JobDuration)
        {
            Change = started => Import(started, request, name),
            Describe = (started, time) => Describe(started, request, name, time),
        };
        return Response.Json(200, _jobs.Start(job, now));
    }

    public Response Status(string id, DateTimeOffset now) => _jobs.Status(id, null, now) ?? ErrorResponses.InvalidRequestId();

    private void Import(ImportJob job, ImportRequest request, string name)
    {
        if (job.Outcome == ImportOutcome.Failure)
        {
            return;
        }

        if (request.Content is not { } content)
        {
            job.Outcome = ImportOutcome.Failure;
            return;
        }

        var half = job.Outcome == ImportOutcome.HalfDone;
        var target = job.BotId is { } existing ? bots.Require(existing) : null;
        var botId = target?.Id ?? "st-" + Guid.NewGuid();
        var import = new ContentImport(botId, content, request.Options);
        if (target is not null && import.MissingIn(target.Content(published: false)()) is { } missing)
        {
            // That it fails is documented, how it says so is not.
            job.Outcome = ImportOutcome.Failure;
            job.Message = missing;
            return;
        }

        var result = target is not null ? import.Into(target.Content(published: false)(), half)
            : half ? TasksOf(import.MakeNew(name, request.Name is not null, request.Purpose))
            : import.MakeNew(name, request.Name is not null, request.Purpose);
        if (faults.RegenerateHash && faults.AppliesTo(job.BotId))
        {
            ContentChange.RenewHash(result, job.Id);
        }

        target ??= bots.Add(botId, name);
        target.Replace(result, keepPublished: job.BotId is not null);
        target.Status = "configured";
        job.ResultId = botId;
    }

    private static JsonObject Describe(ImportJob job, ImportRequest request, string name, DateTimeOffset now)
    {
        var response = new JsonObject
        {
            ["_id"] = job.Id,
            ["streamRefId"] = JsFormat.TextOf(request.Content?.Definition["refId"]),
            ["status"] = null,
            ["statusLogs"] = Log(job, request, name, now),
            ["requestType"] = "Botimport",
            ["createdBy"] = BotDirectory.CreatedBy,
            ["createdOn"] = JsFormat.Iso(job.StartedAt),
            ["__v"] = 0,
        };
        if (job.ResultId is not null && job.Outcome == ImportOutcome.Success)
        {
            response["streamId"] = job.ResultId;
        }

        return response;
    }

    // The first line says success from the start [seen].
    private static JsonArray Log(ImportJob job, ImportRequest request, string name, DateTimeOffset now)
    {
        var log = new JsonArray(Line("importRequest", name, "success"));
        var steps = Steps.Where(step => step != "BotFunctions" || request.HasFunctions).ToArray();
        var done = (int)(steps.Length * (job.IsOver ? 1 : 0.99 * job.Share(now)));
        var failsAt = !job.IsOver || job.Outcome == ImportOutcome.Success ? -1
            : job.Outcome == ImportOutcome.Failure ? 0 : Array.IndexOf(steps, LastHalfDoneStep) + 1;
        for (var step = 0; step < done; step++)
        {
            log.Add((JsonNode)Line(steps[step], name, step == failsAt ? "failed" : "success"));
            if (step == failsAt)
            {
                break;
            }
        }

        return log;
    }

    private static JsonObject Line(string type, string name, string status) =>
        new JsonObject { ["taskType"] = type, ["taskName"] = name, ["status"] = status };

    private static string NameIn(BotContent? content)
    {
        var language = JsFormat.TextOf(content?.Definition["defaultLanguage"]) ?? "en";
        return JsFormat.TextOf((content?.Definition["localeData"] as JsonObject)?[language]?["name"])
            ?? JsFormat.TextOf(content?.Config["name"]) ?? "Imported bot";
    }

    // A new bot whose import broke off.
    private static BotContent TasksOf(BotContent content)
    {
        foreach (var member in ContentPart.All.Where(part => part.List != "tasks").SelectMany(part => part.Members))
        {
            if (content.Definition[member] is JsonArray)
            {
                content.Definition[member] = new JsonArray();
            }
        }

        return content;
    }
}
