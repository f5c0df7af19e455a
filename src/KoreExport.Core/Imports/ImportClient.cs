using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Imports;

/// <summary>
/// The calls that change bots (vendor documentation and QA suite). Sends what it is told and reads the answer; waiting is elsewhere.
/// </summary>
internal sealed class ImportClient(ExportClient api)
{
    public ExportClient Api { get; } = api;

    /// <summary>
    /// <c>POST /api/public/uploadfile</c>. Changes no bot, so that it may be sent again. Returns the file's id.
    /// </summary>
    public async Task<string> UploadAsync(BotId? bot, ImportFile file, CancellationToken cancellationToken)
    {
        var boundary = "koreexport-" + Guid.NewGuid().ToString("N");
        using var form = new MultipartFormDataContent(boundary);
        form.Add(Part("file", new ByteArrayContent(file.Content), file.Name));
        form.Add(Part("fileContext", new StringContent("bulkImport")));
        form.Add(Part("fileExtension", new StringContent(file.Extension)));
        var call = new ApiCall(HttpMethod.Post, "api/public/uploadfile", bot?.Value)
        {
            Body = await form.ReadAsByteArrayAsync().ConfigureAwait(false),
            ContentType = "multipart/form-data; boundary=" + boundary,
            RateLimitKey = KeyOf(bot),
            ScopeAdvice = AppScope.BotImport,
        };
        var answer = await Api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);

        // Clients differ in how they spell it, and so do answers.
        return answer.ValueKind == JsonValueKind.Object
            && answer.EnumerateObject().FirstOrDefault(
                static field => field.Name.Equals("fileId", StringComparison.OrdinalIgnoreCase)) is var id
            && id.Value.ValueKind == JsonValueKind.String && id.Value.GetString() is { Length: > 0 } text
            ? text
            : throw ApiErrors.Invalid(call, "it holds no 'fileId'", Api.Session);
    }

    /// <summary>
    /// <c>POST /api/public/bot/import</c> for a new bot, <c>…/bot/{botId}/import</c> for an existing one. Sent once: what may be done where
    /// it fails is for whoever knows the target.
    /// </summary>
    public Task<ImportStatus> StartBotImportAsync(BotId? bot, byte[] body, CancellationToken cancellationToken) => StartAsync(
        new ApiCall(HttpMethod.Post, bot is { } id ? $"api/public/bot/{id}/import" : "api/public/bot/import", bot?.Value)
        {
            Body = body,
            RateLimitKey = KeyOf(bot),
            ScopeAdvice = AppScope.BotImport,
        },
        cancellationToken);

    /// <summary><c>GET /api/public/bot/import/status/{bir-…}</c>.</summary>
    public Task<ImportStatus> GetBotImportStatusAsync(BotId? bot, string requestId, CancellationToken cancellationToken) => AskAsync(
        new ApiCall(HttpMethod.Get, $"api/public/bot/import/status/{Uri.EscapeDataString(requestId)}", bot?.Value)
        {
            RateLimitKey = RateLimitKey.Status(bot?.Value ?? string.Empty, requestId),
            ScopeAdvice = AppScope.BotImport,
        },
        cancellationToken);

    /// <summary><c>POST /api/public/bot/{botId}/mlimport</c>. Sent once.</summary>
    public Task<ImportStatus> StartUtteranceImportAsync(BotId bot, string fileName, string fileId, CancellationToken cancellationToken) =>
        StartAsync(
        new ApiCall(HttpMethod.Post, $"api/public/bot/{bot}/mlimport", bot.Value)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["fileName"] = fileName, ["fileId"] = fileId }),
            RateLimitKey = KeyOf(bot),
            ScopeAdvice = AppScope.UtteranceImport,
        },
        cancellationToken);

    /// <summary><c>GET /api/public/bot/{botId}/mlimport/status/{bir-…}</c>.</summary>
    public Task<ImportStatus> GetUtteranceImportStatusAsync(BotId bot, string requestId, CancellationToken cancellationToken) => AskAsync(
        new ApiCall(HttpMethod.Get, $"api/public/bot/{bot}/mlimport/status/{Uri.EscapeDataString(requestId)}", bot.Value)
        {
            RateLimitKey = RateLimitKey.Status(bot.Value, requestId),
            ScopeAdvice = AppScope.UtteranceImport,
        },
        cancellationToken);

    /// <summary><c>POST /api/1.1/public/builder/bot/{botId}/variables/import</c>, answered at once. Sent once.</summary>
    public async Task<ImportStatus> ImportVariablesAsync(BotId bot, byte[] variables, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"api/1.1/public/builder/bot/{bot}/variables/import", bot.Value)
        {
            Body = variables,
            RateLimitKey = KeyOf(bot),
            ScopeAdvice = AppScope.VariableImport,
        };
        var answer = await Api.Transport.SendNonIdempotentAsync(call, cancellationToken).ConfigureAwait(false);
        var count = ImportStatus.CountIn(answer.Text("message"));
        return count is null
            ? throw ApiErrors.Invalid(call, "it does not say how many variables were imported", Api.Session)
            : new ImportStatus(string.Empty, "success")
            {
                State = KoreExportState.Succeeded,
                Imported = [new KoreImportedComponent("Variables", count.Value, 0)],
            };
    }

    /// <summary><c>POST /api/public/bot/{botId}/publish</c>. Sent once. The answer lists what is published.</summary>
    public Task StartPublishAsync(BotId bot, string versionComment, CancellationToken cancellationToken) =>
        Api.Transport.SendNonIdempotentAsync(
        new ApiCall(HttpMethod.Post, $"api/public/bot/{bot}/publish", bot.Value)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["versionComment"] = versionComment }),
            RateLimitKey = KeyOf(bot),
            ScopeAdvice = AppScope.BotPublish,
        },
        cancellationToken);

    /// <summary><c>GET /api/public/bot/{botId}/publish/status</c>: the bot's latest publishing.</summary>
    public Task<ImportStatus> GetPublishStatusAsync(BotId bot, CancellationToken cancellationToken) => AskAsync(
        new ApiCall(HttpMethod.Get, $"api/public/bot/{bot}/publish/status", bot.Value)
        {
            RateLimitKey = RateLimitKey.Status(bot.Value, "publish"),
            ScopeAdvice = AppScope.BotPublish,
        },
        cancellationToken);

    private async Task<ImportStatus> StartAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var status = Read(call, await Api.Transport.SendNonIdempotentAsync(call, cancellationToken).ConfigureAwait(false));
        return status.Id.Length > 0
            ? status : throw ApiErrors.Invalid(call, "it has no '_id', so nothing tells which import to wait for", Api.Session);
    }

    private async Task<ImportStatus> AskAsync(ApiCall call, CancellationToken cancellationToken) =>
        Read(call, await Api.Transport.SendOnceAsync(call, cancellationToken).ConfigureAwait(false));

    // An answer about an import says where it stands or which it is; what has neither is somebody else's.
    private ImportStatus Read(ApiCall call, JsonElement json) => json.Field("_id") is not null || json.Field("status") is not null
        ? ImportStatus.Read(json)
        : throw ApiErrors.Invalid(call, "it does not describe an import (neither '_id' nor 'status' is in it)", Api.Session);

    // By hand: .NET leaves the names without quotes, which not every server reads.
    private static HttpContent Part(string name, HttpContent content, string? fileName = null)
    {
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\"",
        };
        return content;
    }

    private static string KeyOf(BotId? bot) => bot is { } id ? RateLimitKey.Bot(id.Value) : RateLimitKey.Account;
}

/// <summary>A file to upload.</summary>
/// <param name="Name">Its name: plain letters, digits and dots.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ImportFile(string Name, byte[] Content)
{
    /// <summary>The extension of the name.</summary>
    public string Extension => Path.GetExtension(Name).TrimStart('.');

    /// <summary>The file in the words of a log.</summary>
    public override string ToString() => $"{Name} ({Content.Length.ToString(CultureInfo.InvariantCulture)} bytes)";
}
