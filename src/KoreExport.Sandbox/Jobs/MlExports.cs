using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Account;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Jobs;

/// <summary>The ML utterances export: its start and its status (section 4).</summary>
internal sealed class MlExports : ExportCalls
{
    private static readonly Regex FileType =
        new("(?:^|&)type=(?<type>csv|json)(?:&|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public MlExports(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
        : base(options, faults, bots, files)
    {
    }

    protected override string RunningWord => "IN_PROGRESS";

    protected override string SuccessWord => "SUCCESS";

    protected override string FailureWord => "FAILED";

    protected override string LinkField => "downloadUrl";

    protected override Answer? Check(Exchange exchange, out StartRequest request)
    {
        // How a missing or unknown type is answered is not known [inferred]; state is not looked at.
        var match = FileType.Match(exchange.Query);
        request = new StartRequest(match.Success ? match.Groups["type"].Value.ToLowerInvariant() : "csv", null);
        return match.Success ? null : ErrorTable.InvalidArguments();
    }

    protected override ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration) =>
        new("ds-" + Guid.NewGuid(), botId, now, duration, Files.MakeUtterances(botId, request.Type))
        {
            OwnFields = new JsonObject
            {
                ["jobType"] = "ML_UTTERANCE",
                ["action"] = "EXPORT",
                ["fileType"] = request.Type.ToUpperInvariant(),
                ["countOfDockStatuses"] = 1,
            },
        };

    protected override JsonObject Describe(ExportJob job, string word, DateTimeOffset now)
    {
        var answer = new JsonObject { ["_id"] = job.Id };
        AddBotId(answer, job.BotId);
        answer["status"] = word;
        answer["percentageComplete"] = Percent(job, now);
        answer["createdBy"] = CreatedBy;
        CopyOwnFields(job, answer);
        answer["statusLogs"] = new JsonArray();
        answer["lMod"] = Iso(now);
        answer["createdOn"] = Iso(job.StartedAt);
        answer["requestedTime"] = Iso(job.StartedAt);
        answer["__v"] = 0;
        return answer;
    }

    protected override void DescribeSuccess(ExportJob job, JsonObject answer, string? link)
    {
        // The link alone; unlike the bot export there are no file id and no size [seed].
    }

    private int Percent(ExportJob job, DateTimeOffset now)
    {
        var percent = job.Percent(now);
        if (!Faults.Job.Concerns(job.BotId) || StateOf(job, now) != JobState.Running)
        {
            return percent;
        }

        percent = Math.Min(99, percent);
        return Faults.Job.PercentGoesBack ? 99 - percent : percent;
    }
}
