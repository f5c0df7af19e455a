using System.Globalization;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Exports;

/// <summary>
/// What the two exports have in common: start, ask, and the odd states between. Token, scope, bot and rate limit are checked before.
/// </summary>
internal abstract class ExportEndpoint(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
{
    protected const string CreatedBy = BotDirectory.CreatedBy;

    private readonly JobStore _jobs = new(faults.Job);

    protected SandboxJobFaults Faults => faults.Job;

    protected FileStore Files => files;

    protected abstract string RunningWord { get; }

    protected abstract string SuccessWord { get; }

    protected abstract string FailureWord { get; }

    protected abstract string LinkField { get; }

    /// <summary>What the starts of others ask for.</summary>
    protected abstract StartRequest UsualRequest { get; }

    /// <summary>The id of the bot's latest request; null where there is none.</summary>
    public string? LatestId(string botId) => _jobs.LatestId(botId);

    /// <summary>Answers a start.</summary>
    public Response Start(Exchange exchange, string botId, DateTimeOffset now)
    {
        if (Check(exchange, out var request) is { } refusal)
        {
            return refusal;
        }

        var job = Make(botId, request, now, options.JobDuration) with
        {
            IsCallers = true,
            Fails = Faults.Take(nameof(Faults.FailCount), botId) || faults.Random.BotFails(botId, bots.PlaceOf(botId)),
        };
        _jobs.Add(job);
        return Response.Json(200, Finish(job, Describe(job, RunningWord, now)));
    }

    /// <summary>Answers a status call.</summary>
    public Response Status(string botId, DateTimeOffset now)
    {
        var poll = _jobs.Poll(botId, () => MakeFinished(botId, now));
        if (poll.Shown is not { } job)
        {
            return ErrorResponses.NoRequest();
        }

        if (Faults.AppliesTo(botId) && poll.Ordinal <= Faults.FirstStatus500 && job.IsCallers)
        {
            return ErrorResponses.ServerError(500, "Internal Server Error");
        }

        return Response.Json(200, Finish(job, DescribeState(job, now)));
    }

    /// <summary>Adds an export that is already done, as somebody else's or an earlier one.</summary>
    /// <returns>Its id.</returns>
    public string AddFinished(string botId, DateTimeOffset now)
    {
        var job = MakeFinished(botId, now);
        _jobs.Add(job);
        return job.Id;
    }

    /// <summary>Checks what a start asks for.</summary>
    /// <returns>The refusal; null where it may start.</returns>
    protected abstract Response? Check(Exchange exchange, out StartRequest request);

    protected abstract ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration);

    /// <summary>The fields every response has.</summary>
    protected abstract JsonObject Describe(ExportJob job, string word, DateTimeOffset now);

    /// <summary>The fields that success adds beside the link; the ML export has none [seed].</summary>
    protected virtual void DescribeSuccess(ExportJob job, JsonObject response, string? link)
    {
    }

    protected static string Iso(DateTimeOffset time) => JsFormat.Iso(time);

    protected static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected static void CopyOwnFields(ExportJob job, JsonObject response)
    {
        foreach (var field in job.OwnFields)
        {
            response[field.Key] = field.Value?.DeepClone();
        }
    }

    protected void AddBotId(JsonObject response, string botId)
    {
        var name = Faults.AppliesTo(botId) ? Faults.BotIdField : "streamId";
        if (!string.IsNullOrEmpty(name))
        {
            response[name!] = botId;
        }
    }

    protected JobState StateOf(ExportJob job, DateTimeOffset now) =>
        Faults.NeverFinish && Faults.AppliesTo(job.BotId) && job.IsCallers ? JobState.Running : job.State(now);

    private ExportJob MakeFinished(string botId, DateTimeOffset now) =>
        Make(botId, UsualRequest, now, TimeSpan.Zero);

    private JsonObject DescribeState(ExportJob job, DateTimeOffset now)
    {
        var faulty = Faults.AppliesTo(job.BotId);
        switch (StateOf(job, now))
        {
            case JobState.Succeeded:
                var response = Describe(job, SuccessWord, now);
                AddLink(job, response, now);
                return response;
            case JobState.Failed:
                var failed = Describe(job, (faulty ? Faults.FailureWord : null) ?? FailureWord, now);
                AddReason(failed, faulty);
                return failed;
            default:
                if (job.Polls == 1)
                {
                    Files.MakeAhead(job.File);
                }

                return Describe(job, (faulty ? Faults.UnknownStatusWord : null) ?? RunningWord, now);
        }
    }

    private void AddLink(ExportJob job, JsonObject response, DateTimeOffset now)
    {
        var withoutLink = job.CountSuccess() <= Faults.SuccessWithoutLinkCount && Faults.AppliesTo(job.BotId);
        var link = withoutLink ? null : Files.Link(job.File, now);
        if (link is not null || !Faults.LinkFieldAbsent)
        {
            response[LinkField] = link ?? "";
        }

        DescribeSuccess(job, response, link);
    }

    private void AddReason(JsonObject response, bool faulty)
    {
        if (faulty && Faults.FailureLog is { } log)
        {
            response["statusLogs"] = new JsonArray(log);
        }

        if (faulty && Faults.FailureMessage is { } message)
        {
            response["message"] = message;
        }
    }

    private JsonObject Finish(ExportJob job, JsonObject response)
    {
        if (Faults.OmitId && Faults.AppliesTo(job.BotId))
        {
            response.Remove("_id");
        }

        return response;
    }
}
