using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Exports;

/// <summary>The bot export: its start, its status and what it checks.</summary>
internal sealed class BotExports(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
    : ExportEndpoint(options, faults, bots, files)
{
    private static readonly string[] Selections = ["tasks", "nlpData", "settings", "AgentAI", "AgentAssist", "botComponents"];

    protected override string RunningWord => "pending";

    protected override string SuccessWord => "success";

    protected override string FailureWord => "failed";

    protected override string LinkField => "downloadURL";

    protected override StartRequest UsualRequest => new("latest");

    protected override Response? Check(Exchange exchange, out StartRequest request)
    {
        request = UsualRequest;
        if (JsFormat.TryReadObject(exchange.Body) is not { } body)
        {
            return ErrorResponses.InvalidArguments();
        }

        // Required [seed]; how its absence is answered is not known [inferred].
        if (body["exportType"] is not JsonValue value || !value.TryGetValue<string>(out var type) || type is not ("latest" or "published"))
        {
            return ErrorResponses.InvalidArguments();
        }

        if (body.TryGetPropertyValue("exportOptions", out var options) && !SelectsSomething(options as JsonObject))
        {
            return ErrorResponses.NothingSelected();
        }

        request = new StartRequest(type, body);
        return null;
    }

    protected override ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration) =>
        new("ber-" + Guid.NewGuid(), botId, now, duration,
            Files.MakeBotExport(botId, request.Type == "published", new ContentSelection(request.Body)),
            new JsonObject { ["exportType"] = request.Type, ["requestType"] = "Botexport" });

    protected override JsonObject Describe(ExportJob job, string word, DateTimeOffset now)
    {
        var response = new JsonObject { ["_id"] = job.Id };
        AddBotId(response, job.BotId);
        response["status"] = word;
        response["createdBy"] = CreatedBy;
        CopyOwnFields(job, response);
        response["createdOn"] = Iso(job.StartedAt);
        response["__v"] = 0;
        return response;
    }

    protected override void DescribeSuccess(ExportJob job, JsonObject response, string? link)
    {
        var size = Faults.AppliesTo(job.BotId) ? Faults.FileSize : null;
        response["fileId"] = job.File.Id;
        response["fileSize"] = size ?? Text(job.File.Length);

        // What this object holds is not known; the link's own query is a guess [inferred].
        var query = link?.IndexOf('?') ?? -1;
        response["store"] = new JsonObject { ["urlParams"] = query < 0 ? "" : link!.Substring(query) };
    }

    // The words in the lists are not checked [qa]: a typo is taken, and the component is missing.
    private static bool SelectsSomething(JsonObject? options) =>
        Selections.Any(name => options?[name] is JsonArray { Count: > 0 });
}
