using System.Text.Json;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>A bot's definition (seed: Bot Export API).</summary>
internal sealed class BotExportDescriptor : JobExportDescriptor
{
    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.Bot;

    /// <inheritdoc/>
    public override string FileWord => "bot";

    /// <inheritdoc/>
    public override string Title => "bot export";

    /// <inheritdoc/>
    protected override string ScopeAdvice => AppScope.BotExport;

    /// <inheritdoc/>
    protected override string StatusPath => "export/status";

    /// <inheritdoc/>
    public override string DescribeOptions(ExportRequest request) => request.Bot.ToCanonicalText();

    /// <inheritdoc/>
    public override KoreExportJob Read(JsonElement root, BotId bot) => ExportParser.ReadBotExport(root, bot);

    /// <inheritdoc/>
    public override KoreExportJob NotVisibleYet(ExportIdentity identity, string? fileType) =>
        new KoreBotExport { BotId = identity.Bot.Value, Id = identity.Id, CreatedOn = identity.RequestedOn };

    /// <inheritdoc/>
    protected override string StartPath(ExportRequest request) => "export";

    /// <inheritdoc/>
    protected override byte[]? StartBody(ExportRequest request) => request.Bot.ToJson();

    /// <inheritdoc/>
    protected override string Extension(KoreExportJob export) => "zip";
}
