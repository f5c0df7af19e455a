using System.Globalization;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>The import of utterances: <c>POST …/mlimport</c> and its status by the id of the request [doc].</summary>
internal sealed class UtteranceImports(KoreSandboxOptions options, SandboxImportFaults faults, BotDirectory bots, Uploads uploads)
{
    private readonly ImportJobs _jobs = new(faults, ("pending", "success", "failure"));

    public void Advance(DateTimeOffset now) => _jobs.Advance(now);

    public Response Start(Exchange exchange, string botId, DateTimeOffset now)
    {
        if (JsFormat.TryReadObject(exchange.Body) is not { } body
            || JsFormat.TextOf(body["fileId"]) is not { Length: > 0 } fileId || JsFormat.TextOf(body["fileName"]) is not { Length: > 0 })
        {
            return ErrorResponses.InvalidArguments();
        }

        if (uploads.Find(fileId) is not { } file)
        {
            return ErrorResponses.InvalidFileId();
        }

        // The name says nothing: the vendor's tests send a CSV under the name of a JSON file [qa].
        if (!UtteranceFile.TryRead(file, out var rows, out var isJson))
        {
            return ErrorResponses.IncorrectFormat(isJson ? "JSON" : "CSV");
        }

        var job = new ImportJob("bir-" + Guid.NewGuid(), botId, now, options.JobDuration)
        {
            Change = started => Import(started, rows),
            Describe = Describe,
        };
        return Response.Json(200, _jobs.Start(job, now));
    }

    public Response Status(string botId, string id, DateTimeOffset now) =>
        _jobs.Status(id, botId, now) ?? ErrorResponses.InvalidRequestId();

    private void Import(ImportJob job, IReadOnlyList<Utterance> rows)
    {
        if (job.Outcome == ImportOutcome.Failure)
        {
            return;
        }

        var taken = job.Outcome == ImportOutcome.HalfDone ? rows.Take(rows.Count / 2).ToList() : rows;
        var copied = bots.Require(job.BotId!).AddUtterances(taken, options.UtteranceCount);
        if (job.Outcome == ImportOutcome.Success)
        {
            job.Message = $"File imported completed. {copied.ToString(CultureInfo.InvariantCulture)} utterances copied successfully";
        }
    }

    private static JsonObject Describe(ImportJob job, DateTimeOffset now) => new()
    {
        ["_id"] = job.Id,
        ["streamId"] = job.BotId,
        ["status"] = null,
        ["requestType"] = "MLimport",
        ["createdBy"] = BotDirectory.CreatedBy,
        ["createdOn"] = JsFormat.Iso(job.StartedAt),
        ["__v"] = 0,
    };
}
