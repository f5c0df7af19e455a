using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>The requests of one kind that change bots: imports, utterance imports, publishings.</summary>
/// <param name="faults">What goes wrong.</param>
/// <param name="words">The words for running, done and failed.</param>
internal sealed class ImportJobs(SandboxImportFaults faults, (string Running, string Success, string Failure) words)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, ImportJob> _byId = new(StringComparer.Ordinal);
    private readonly List<ImportJob> _running = [];

    /// <summary>Adds a request, after the faults have said how it ends.</summary>
    /// <returns>Its first answer.</returns>
    public JsonObject Start(ImportJob job, DateTimeOffset now)
    {
        if (faults.Take(nameof(faults.FailCount), job.BotId))
        {
            job.Outcome = ImportOutcome.Failure;
        }
        else if (faults.Take(nameof(faults.HalfDoneCount), job.BotId))
        {
            job.Outcome = ImportOutcome.HalfDone;
        }

        lock (_gate)
        {
            _byId[job.Id] = job;
            _running.Add(job);
            return Describe(job, words.Running, now);
        }
    }

    /// <summary>Makes the changes whose time has come, in the order of their starts.</summary>
    public void Advance(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var job in _running.Where(job => job.Share(now) >= 1 && !IsStuck(job)).ToArray())
            {
                _running.Remove(job);
                job.Change!(job);
                job.IsOver = true;
            }
        }
    }

    /// <summary>The answer to a status call; null where there is no such request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="botId">The bot it must belong to; null for any.</param>
    /// <param name="now">When the call came.</param>
    public Response? Status(string id, string? botId, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var job) || (botId is not null && job.BotId != botId))
            {
                return null;
            }

            job.Polls++;
            if (faults.AppliesTo(job.BotId) && job.Polls <= faults.FirstStatus500)
            {
                return ErrorResponses.ServerError(500, "Internal Server Error");
            }

            var faulty = faults.AppliesTo(job.BotId);
            var word = !job.IsOver ? (faulty ? faults.UnknownStatusWord : null) ?? words.Running
                : job.Outcome == ImportOutcome.Success ? words.Success
                : (faulty ? faults.FailureWord : null) ?? words.Failure;
            var response = Describe(job, word, now);
            var message = job.IsOver && job.Outcome != ImportOutcome.Success && faulty ? faults.FailureMessage ?? job.Message : job.Message;
            if (job.IsOver && message is not null)
            {
                response["message"] = message;
            }

            return Response.Json(200, response);
        }
    }

    private bool IsStuck(ImportJob job) => faults.NeverFinish && faults.AppliesTo(job.BotId);

    private static JsonObject Describe(ImportJob job, string word, DateTimeOffset now)
    {
        var response = job.Describe!(job, now);
        response["status"] = word;
        return response;
    }
}
