using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Tests.Support;

/// <summary>The engine's calls with ids as the tests have them: as text.</summary>
internal static class CoreCalls
{
    public static Task<KoreExportJob> StartBotAsync(
        this ExportClient api, string? botId, BotExportRequest request, CancellationToken cancellationToken) =>
        api.StartAsync(JobExportDescriptor.Bot, BotId.Parse(botId), new ExportRequest { Bot = request }, cancellationToken);

    public static Task<KoreExportJob> StartMlAsync(
        this ExportClient api, string? botId, string fileType, string state, CancellationToken cancellationToken) =>
        api.StartAsync(
            JobExportDescriptor.MlUtterance,
            BotId.Parse(botId),
            new ExportRequest { FileType = fileType, State = state },
            cancellationToken);

    public static Task<KoreExportJob> GetStatusAsync(
        this ExportClient api, string? botId, KoreExportKind kind, bool retry, CancellationToken cancellationToken) =>
        api.GetStatusAsync(JobExportDescriptor.For(kind), BotId.Parse(botId), requestId: null, retry, cancellationToken);

    public static ExportIdentity Identity(
        string? botId, string? id, KoreExportKind kind = KoreExportKind.Bot, DateTimeOffset? requestedOn = null) =>
        new(BotId.Parse(botId), id, kind, requestedOn);
}
