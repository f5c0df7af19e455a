using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>The calls that change bots, and what they have in common: the uploaded files.</summary>
internal sealed class ImportCalls
{
    private readonly BotDirectory _bots;
    private readonly Uploads _uploads = new();
    private readonly BotImports _botImports;
    private readonly UtteranceImports _utteranceImports;
    private readonly BotPublishings _publishings;

    public ImportCalls(KoreSandboxOptions options, SandboxImportFaults faults, BotDirectory bots)
    {
        _bots = bots;
        _botImports = new BotImports(options, faults, bots, _uploads);
        _utteranceImports = new UtteranceImports(options, faults, bots, _uploads);
        _publishings = new BotPublishings(options, faults, bots);
    }

    /// <summary>Makes the changes whose time has come. Nothing has a timer, so every call does this first.</summary>
    public void Advance(DateTimeOffset now)
    {
        _botImports.Advance(now);
        _utteranceImports.Advance(now);
        _publishings.Advance(now);
    }

    /// <summary>Answers a call.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="kind">The call.</param>
    /// <param name="botId">Its bot; null for a new one, and for a call that is about the account.</param>
    /// <param name="requestId">The request whose status is asked for.</param>
    /// <param name="now">When the call came.</param>
    public Response Dispatch(
        Exchange exchange, SandboxRequestKind kind, string? botId, string? requestId, DateTimeOffset now) => kind switch
    {
        SandboxRequestKind.UploadFile => _uploads.Add(exchange),
        SandboxRequestKind.StartBotImport => _botImports.Start(exchange, botId, now),
        SandboxRequestKind.BotImportStatus => _botImports.Status(requestId!, now),
        SandboxRequestKind.StartPublish => _publishings.Start(exchange, botId!, now),
        SandboxRequestKind.PublishStatus => _publishings.Status(botId!, now),
        SandboxRequestKind.StartMlImport => _utteranceImports.Start(exchange, botId!, now),
        SandboxRequestKind.MlImportStatus => _utteranceImports.Status(botId!, requestId!, now),
        SandboxRequestKind.ImportVariables => VariableImport.Add(exchange, _bots.Require(botId!)),
        _ => ErrorResponses.NotFound(),
    };
}
