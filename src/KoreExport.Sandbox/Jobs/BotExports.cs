using System.Text.Json.Nodes;
using KoreExport.Sandbox.Account;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Jobs;

/// <summary>The bot export: its start, its status (section 3) and what it checks.</summary>
internal sealed class BotExports : ExportCalls
{
    private static readonly string[] Selections = ["tasks", "nlpData", "settings", "AgentAI", "AgentAssist", "botComponents"];

    public BotExports(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
        : base(options, faults, bots, files)
    {
    }

    protected override string RunningWord => "pending";

    protected override string SuccessWord => "success";

    protected override string FailureWord => "failed";

    protected override string LinkField => "downloadURL";

    protected override Answer? Check(Exchange exchange, out StartRequest request)
    {
        request = new StartRequest("latest", null);
        if (JsonText.TryReadObject(exchange.Body) is not { } body)
        {
            return ErrorTable.InvalidArguments();
        }

        // Required [seed]; how its absence is answered is not known [inferred].
        if (body["exportType"] is not JsonValue value || !value.TryGetValue<string>(out var type) || type is not ("latest" or "published"))
        {
            return ErrorTable.InvalidArguments();
        }

        if (body.TryGetPropertyValue("exportOptions", out var options) && !SelectsSomething(options as JsonObject))
        {
            return ErrorTable.NothingSelected();
        }

        request = new StartRequest(type, options as JsonObject);
        return null;
    }

    protected override ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration) =>
        new("ber-" + Guid.NewGuid(), botId, now, duration, Files.MakeBotExport(botId, request.ExportOptions))
        {
            OwnFields = new JsonObject { ["exportType"] = request.Type, ["requestType"] = "Botexport" },
        };

    protected override JsonObject Describe(ExportJob job, string word, DateTimeOffset now)
    {
        var answer = new JsonObject { ["_id"] = job.Id };
        AddBotId(answer, job.BotId);
        answer["status"] = word;
        answer["createdBy"] = CreatedBy;
        CopyOwnFields(job, answer);
        answer["createdOn"] = Iso(job.StartedAt);
        answer["__v"] = 0;
        return answer;
    }

    protected override void DescribeSuccess(ExportJob job, JsonObject answer, string? link)
    {
        var size = Faults.Job.Concerns(job.BotId) ? Faults.Job.FileSize : null;
        answer["fileId"] = job.File.Id;
        answer["fileSize"] = size ?? Text(job.File.Length);

        // What this object holds is not known; the link's own query is a guess [inferred].
        var query = link?.IndexOf('?') ?? -1;
        answer["store"] = new JsonObject { ["urlParams"] = query < 0 ? "" : link!.Substring(query) };
    }

    // The words in the lists are not checked [qa]: a typo is taken, and the component is missing.
    private static bool SelectsSomething(JsonObject? options)
    {
        foreach (var name in Selections)
        {
            if (options?[name] is JsonArray { Count: > 0 })
            {
                return true;
            }
        }

        return false;
    }
}
