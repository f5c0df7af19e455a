using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Exports;

/// <summary>The ML utterances export: its start and its status.</summary>
internal sealed class MlExports(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
    : ExportEndpoint(options, faults, bots, files)
{
    private static readonly Regex FileType =
        new("(?:^|&)type=(?<type>csv|json)(?:&|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    protected override string RunningWord => "IN_PROGRESS";

    protected override string SuccessWord => "SUCCESS";

    protected override string FailureWord => "FAILED";

    protected override string LinkField => "downloadUrl";

    protected override StartRequest UsualRequest => new("csv");

    protected override Response? Check(Exchange exchange, out StartRequest request)
    {
        // How a missing or unknown type is answered is not known [inferred]; state is not looked at.
        var match = FileType.Match(exchange.Query);
        request = match.Success ? new StartRequest(match.Groups["type"].Value.ToLowerInvariant()) : UsualRequest;
        return match.Success ? null : ErrorResponses.InvalidArguments();
    }

    protected override ExportJob Make(string botId, StartRequest request, DateTimeOffset now, TimeSpan duration) =>
        new("ds-" + Guid.NewGuid(), botId, now, duration, Files.MakeUtterances(botId, request.Type),
            new JsonObject
            {
                ["jobType"] = "ML_UTTERANCE",
                ["action"] = "EXPORT",
                ["fileType"] = request.Type.ToUpperInvariant(),
                ["countOfDockStatuses"] = 1,
            });

    protected override JsonObject Describe(ExportJob job, string word, DateTimeOffset now)
    {
        var response = new JsonObject { ["_id"] = job.Id };
        AddBotId(response, job.BotId);
        response["status"] = word;
        response["percentageComplete"] = word == RunningWord && StateOf(job, now) != JobState.Running ? 0 : Percent(job, now);
        response["createdBy"] = CreatedBy;
        CopyOwnFields(job, response);
        response["statusLogs"] = new JsonArray();
        response["lMod"] = Iso(now);
        response["createdOn"] = Iso(job.StartedAt);
        response["requestedTime"] = Iso(job.StartedAt);
        response["__v"] = 0;
        return response;
    }

    private int Percent(ExportJob job, DateTimeOffset now)
    {
        var percent = job.Percent(now);
        if (!Faults.AppliesTo(job.BotId) || StateOf(job, now) != JobState.Running)
        {
            return percent;
        }

        percent = Math.Min(99, percent);
        return Faults.PercentGoesBack ? 99 - percent : percent;
    }
}
