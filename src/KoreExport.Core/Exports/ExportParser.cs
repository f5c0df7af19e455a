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
        "fileSize", "fileType", "percentageComplete", "jobType", "action", "countOfDockStatuses", "statusLogs", "lMod", "requestedTime",
        "__v",
    };

    /// <summary>Reads an answer about a bot export.</summary>
    public static KoreBotExport ReadBotExport(JsonElement root, BotId bot) => Read(root, bot, new KoreBotExport
    {
        ExportType = root.Sanitized("exportType"),
        RequestType = root.Sanitized("requestType"),
        FileId = root.Sanitized("fileId"),
        FileSize = root.Number("fileSize"),
    });

    /// <summary>Reads an answer about an utterance export.</summary>
    public static KoreMlExport ReadMlExport(JsonElement root, BotId bot) => Read(root, bot, new KoreMlExport
    {
        FileType = root.Sanitized("fileType"),
        PercentComplete = root.Fraction("percentageComplete"),
        JobType = root.Sanitized("jobType"),
        Action = root.Sanitized("action"),
        CountOfDockStatuses = (int?)root.Number("countOfDockStatuses"),
        StatusLogs = Logs(root),
        LastModified = root.Time("lMod"),
        RequestedTime = root.Time("requestedTime"),
    });

    /// <summary>The link to the file, which is spelt in two ways: the one that is not empty, where both are there.</summary>
    public static string? ReadLink(JsonElement root) =>
        root.Text("downloadURL") is { Length: > 0 } link ? link : root.Text("downloadUrl") ?? root.Text("downloadURL");

    private static T Read<T>(JsonElement root, BotId bot, T export)
        where T : KoreExportJob
    {
        var status = root.Text("status");
        export.BotId = bot.Value;
        export.StreamId = root.Sanitized("streamId") ?? root.Sanitized("botId");
        export.Id = root.Sanitized("_id") ?? string.Empty;
        export.Status = LogSanitizer.Sanitize(status);
        export.State = ExportStatusParser.Read(status);
        export.CreatedBy = root.Sanitized("createdBy");
        export.CreatedOn = root.Time("createdOn");
        export.FailureReason = export.State == KoreExportState.Failed ? Reason(root) : null;
        export.DocumentVersion = (int?)root.Number("__v");
        export.DownloadUrl = ReadLink(root);
        export.AdditionalProperties = root.UnknownFields(Known);
        return export;
    }

    private static List<string> Logs(JsonElement root) => root.Items("statusLogs")
        .Take(100)
        .Select(static line => LogSanitizer.Sanitize(line.ValueKind == JsonValueKind.String ? line.GetString() : line.GetRawText()))
        .ToList();

    // The body of a failed export is not documented: these are the places where a reason has been seen or would be put.
    private static string? Reason(JsonElement root)
    {
        string[] names = ["message", "failureReason", "reason", "error", "errorMessage"];
        var message = names.Select(name => root.Text(name)).FirstOrDefault(static text => text is not null);
        var parts = new[] { LogSanitizer.Sanitize(message) }.Concat(Logs(root)).Where(static part => part.Length > 0).Distinct().ToList();
        return parts.Count == 0 ? null : LogSanitizer.Sanitize(string.Join("; ", parts));
    }
}
