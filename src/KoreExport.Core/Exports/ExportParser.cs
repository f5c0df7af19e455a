using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>
/// Reads the answers of the four export calls. Lenient on purpose: the bot's id is <c>streamId</c> or <c>botId</c>, the link is spelt in
/// two ways, numbers come as strings, and what is not known is kept rather than refused.
/// </summary>
internal static class ExportParser
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "_id", "streamId", "botId", "status", "createdBy", "createdOn", "exportType", "requestType", "downloadURL", "downloadUrl", "fileId",
        "fileSize", "fileType", "percentageComplete", "jobType", "action", "countOfDockStatuses", "statusLogs", "lMod", "requestedTime", "__v",
    };

    /// <summary>Reads an answer about a bot export.</summary>
    public static KoreBotExport ReadBotExport(JsonElement root, string botId) => new(Read(root, botId));

    /// <summary>Reads an answer about an utterance export.</summary>
    public static KoreMlExport ReadMlExport(JsonElement root, string botId) => new(Read(root, botId));

    private static ExportFields Read(JsonElement root, string botId)
    {
        var status = root.Text("status") ?? string.Empty;
        var state = ExportStatusParser.Read(status);
        var logs = Logs(root);
        return new ExportFields
        {
            BotId = botId,
            StreamId = Shown(root, "streamId") ?? Shown(root, "botId"),
            Id = Shown(root, "_id") ?? string.Empty,
            Status = LogSanitizer.Sanitize(status),
            State = state,
            CreatedBy = Shown(root, "createdBy"),
            CreatedOn = root.Time("createdOn"),
            FailureReason = state == KoreExportState.Failed ? Reason(root, logs) : null,
            DocumentVersion = (int?)root.Number("__v"),
            DownloadUrl = root.Text("downloadURL") ?? root.Text("downloadUrl"),
            ExportType = Shown(root, "exportType"),
            RequestType = Shown(root, "requestType"),
            FileId = Shown(root, "fileId"),
            FileSize = root.Number("fileSize"),
            FileType = Shown(root, "fileType"),
            PercentComplete = root.Fraction("percentageComplete"),
            JobType = Shown(root, "jobType"),
            Action = Shown(root, "action"),
            CountOfDockStatuses = (int?)root.Number("countOfDockStatuses"),
            StatusLogs = logs,
            LastModified = root.Time("lMod"),
            RequestedTime = root.Time("requestedTime"),
            AdditionalProperties = root.EnumerateObject()
                .Where(static property => !Known.Contains(property.Name))
                .GroupBy(static property => LogSanitizer.Sanitize(property.Name), StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => PlainValue.Read(group.Last().Value), StringComparer.Ordinal),
        };
    }

    private static string? Shown(JsonElement root, string name) => root.Text(name) is { Length: > 0 } text ? LogSanitizer.Sanitize(text) : null;

    private static List<string> Logs(JsonElement root) =>
        root.TryGetProperty("statusLogs", out var logs) && logs.ValueKind == JsonValueKind.Array
            ? logs.EnumerateArray().Take(100).Select(static line => LogSanitizer.Sanitize(line.ValueKind == JsonValueKind.String ? line.GetString() : line.GetRawText())).ToList()
            : [];

    // The body of a failed export is not documented: these are the places where a reason has been seen or would be put.
    private static string? Reason(JsonElement root, List<string> logs)
    {
        var message = root.Text("message") ?? root.Text("failureReason") ?? root.Text("reason") ?? root.Text("error") ?? root.Text("errorMessage");
        var parts = new[] { LogSanitizer.Sanitize(message) }.Concat(logs).Where(static part => part.Length > 0).Distinct().ToList();
        return parts.Count == 0 ? null : LogSanitizer.Sanitize(string.Join("; ", parts));
    }
}
