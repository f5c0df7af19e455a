using System.Globalization;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Account;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Jobs;

/// <summary>
/// What the two exports have in common: start, ask, and the odd states between. Token, scope, bot and rate limit are checked before.
/// </summary>
internal abstract class ExportCalls
{
    protected const string CreatedBy = "u-5a4d0b0c-2f0e-5d5b-9c51-6b0f0f3c1a2b";

    private readonly TimeSpan _duration;
    private readonly BotDirectory _bots;
    private readonly JobBook _jobs;

    protected ExportCalls(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
    {
        _duration = options.JobDuration;
        _jobs = new JobBook(faults.Job);
        _bots = bots;
        Faults = faults;
        Files = files;
    }

    protected SandboxFaults Faults { get; }

    protected FileStore Files { get; }

    protected abstract string RunningWord { get; }

    protected abstract string SuccessWord { get; }

    protected abstract string FailureWord { get; }

    protected abstract string LinkField { get; }

    /// <summary>The id of the bot's latest request; null where there is none.</summary>
    public string? LatestId(string botId) => _jobs.LatestId(botId);

    /// <summary>Answers a start.</summary>
    public Answer Start(Exchange exchange, string botId, DateTimeOffset now)
    {
        if (Check(exchange, out var request) is { } refusal)
        {
            return refusal;
        }

        var job = Make(botId, request, now, _duration);
        job.IsCallers = true;
        job.Fails = Faults.Job.TakeFailure(botId) || Faults.Random.BotFails(botId, _bots.PlaceOf(botId));
        _jobs.Add(job);
        return Answer.Json(200, Finish(job, Describe(job, RunningWord, now)));
    }

    /// <summary>Answers a status call.</summary>
    public Answer Status(string botId, DateTimeOffset now)
    {
        var poll = _jobs.Ask(botId, () => MakeFinished(botId, now));
        if (poll.Shown is not { } job)
        {
            return ErrorTable.NoRequest();
        }

        if (Faults.Job.Concerns(botId) && poll.Ordinal <= Faults.Job.FirstStatus500 && job.IsCallers)
        {
            return ErrorTable.ServerError(500, "Internal Server Error");
        }

        return Answer.Json(200, Finish(job, DescribeState(job, now)));
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
    protected abstract Answer? Check(Exchange exchange, out StartRequest request);

    protected abstract ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration);

    /// <summary>The fields every answer has.</summary>
    protected abstract JsonObject Describe(ExportJob job, string word, DateTimeOffset now);

    /// <summary>The fields that success adds, but for the link.</summary>
    protected abstract void DescribeSuccess(ExportJob job, JsonObject answer, string? link);

    protected static string Iso(DateTimeOffset time) => JsonText.Iso(time);

    protected static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected static void CopyOwnFields(ExportJob job, JsonObject answer)
    {
        foreach (var field in job.OwnFields)
        {
            answer[field.Key] = field.Value?.DeepClone();
        }
    }

    protected void AddBotId(JsonObject answer, string botId)
    {
        var name = Faults.Job.Concerns(botId) ? Faults.Job.BotIdField : "streamId";
        if (!string.IsNullOrEmpty(name))
        {
            answer[name!] = botId;
        }
    }

    protected JobState StateOf(ExportJob job, DateTimeOffset now) =>
        Faults.Job.NeverFinish && Faults.Job.Concerns(job.BotId) && job.IsCallers ? JobState.Running : job.State(now);

    private ExportJob MakeFinished(string botId, DateTimeOffset now) =>
        Make(botId, new StartRequest(this is MlExports ? "csv" : "latest", null), now, TimeSpan.Zero);

    private JsonObject DescribeState(ExportJob job, DateTimeOffset now)
    {
        var faults = Faults.Job;
        var faulty = faults.Concerns(job.BotId);
        switch (StateOf(job, now))
        {
            case JobState.Succeeded:
                var answer = Describe(job, SuccessWord, now);
                AddLink(job, answer, now);
                return answer;
            case JobState.Failed:
                var failed = Describe(job, (faulty ? faults.FailureWord : null) ?? FailureWord, now);
                AddReason(failed, faulty);
                return failed;
            default:
                return Describe(job, (faulty ? faults.UnknownStatusWord : null) ?? RunningWord, now);
        }
    }

    private void AddLink(ExportJob job, JsonObject answer, DateTimeOffset now)
    {
        var times = job.CountSuccess();
        if (Faults.Job.Concerns(job.BotId) && times <= Faults.Job.SuccessWithoutLinkCount)
        {
            if (!Faults.Job.LinkFieldAbsent)
            {
                answer[LinkField] = "";
            }

            DescribeSuccess(job, answer, null);
            return;
        }

        var link = Files.Link(job.File, now);
        answer[LinkField] = link;
        DescribeSuccess(job, answer, link);
    }

    private void AddReason(JsonObject answer, bool faulty)
    {
        if (faulty && Faults.Job.FailureLog is { } log)
        {
            answer["statusLogs"] = new JsonArray(log);
        }

        if (faulty && Faults.Job.FailureMessage is { } message)
        {
            answer["message"] = message;
        }
    }

    private JsonObject Finish(ExportJob job, JsonObject answer)
    {
        if (Faults.Job.OmitId && Faults.Job.Concerns(job.BotId))
        {
            answer.Remove("_id");
        }

        return answer;
    }
}
