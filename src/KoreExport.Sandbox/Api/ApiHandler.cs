using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.DirectExports;
using KoreExport.Sandbox.Exports;
using KoreExport.Sandbox.FaultInjection;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;
using KoreExport.Sandbox.Imports;
using KoreExport.Sandbox.Tokens;

namespace KoreExport.Sandbox.Api;

/// <summary>
/// Answers a call of the API. The order of its checks: path, method (before the token [qa]), token, scope, bot, rate limit, then the
/// call's own; from the token on the order is inferred.
/// </summary>
internal sealed class ApiHandler(
    KoreSandboxOptions options,
    SandboxFaults faults,
    TokenParser parser,
    TokenValidator validator,
    BotDirectory bots,
    FileStore files,
    Func<DateTimeOffset> utcNow)
{
    private readonly RandomFaultInjector _randomFaults = new(faults);
    private readonly ApiFaultInjector _faults = new(faults.Api);
    private readonly SlidingWindowLimiter _limiter = new(options.RateLimitPerMinute, options.RateLimitPerHour);
    private readonly BotList _botList = new(options, faults.Api, bots);
    private readonly LinkedAppList _linkedApps = new(options.LinkedAppShape, bots);
    private readonly TestSuites _testSuites = new(options, files);
    private readonly ImportCalls _imports = new(options, faults.Import, bots);

    public BotExports BotExports { get; } = new(options, faults, bots, files);

    public MlExports MlExports { get; } = new(options, faults, bots, files);

    /// <summary>Notes in the log what the request is; nothing is checked here.</summary>
    /// <returns>What the request asks for, and with which token.</returns>
    public ApiCall Parse(Exchange exchange)
    {
        var route = Route.Find(exchange.Path);
        var token = parser.Parse(exchange.Header("auth"));
        var record = exchange.Record;
        record.Kind = route?.Kind ?? SandboxRequestKind.Other;
        record.BotId = route?.BotId;
        record.LimitKey = route is null ? null : LimitKey(route);
        record.ClientId = token?.ClientId;
        record.Subject = token?.Subject;
        record.JwtId = token?.JwtId;
        record.TokenAlgorithm = token?.Algorithm;
        record.TokenExpiresAt = token?.ExpiresAt;
        record.TokenEncrypted = token?.Encrypted ?? false;
        if (route?.Kind == SandboxRequestKind.UploadFile)
        {
            record.Body = Uploads.Summarize(exchange);
        }

        if (route is not null)
        {
            exchange.Draw = faults.Random.Draw(route.Kind, route.BotId, bots.PlaceOf(route.BotId));
            record.RandomFault = exchange.Draw.Fault;
        }

        return new ApiCall(route, token, record.LimitKey);
    }

    public async Task HandleAsync(Exchange exchange, ApiCall call)
    {
        if (call.Route is not { } route)
        {
            await exchange.SendAsync(ErrorResponses.NotFound()).ConfigureAwait(false);
        }
        else if (exchange.Method != route.Method)
        {
            await exchange.SendAsync(ErrorResponses.MethodNotAllowed().With("Allow", route.Method)).ConfigureAwait(false);
        }
        else if (!await _randomFaults.HandleAsync(exchange).ConfigureAwait(false)
            && !await _faults.HandleAsync(exchange).ConfigureAwait(false))
        {
            await _faults.SendAsync(exchange, Respond(exchange, route, call)).ConfigureAwait(false);
        }
    }

    private Response Respond(Exchange exchange, Route route, ApiCall call)
    {
        if (route.IsImport && exchange.Header("auth") is { Length: > 0 } text && !TokenParser.HasShape(text))
        {
            return ErrorResponses.InvalidJwt();
        }

        var now = utcNow();
        if (validator.Refuse(call.Token, now + faults.Api.ClockSkew, out var client) is { } refusal)
        {
            return refusal;
        }

        // One page of the documents wants no scope for an upload, another wants one; the sandbox wants none.
        if (route.Kind != SandboxRequestKind.UploadFile && (!client!.HasScopes || !route.IsAllowed(options.AdminApp)))
        {
            return ErrorResponses.ScopeMissing();
        }

        _imports.Advance(now);
        if (!route.ChecksBodyFirst && route.BotId is { } botId && bots.Find(botId) is null)
        {
            return UnknownBot(route.Kind);
        }

        if (faults.Api.Take(nameof(faults.Api.RateLimitCount), route.Kind, route.BotId))
        {
            return ErrorResponses.RateLimit(faults.Api, faults.Api.RateLimitMessage);
        }

        return _limiter.Refuse(call.LimitKey!, now) is { } message
            ? ErrorResponses.RateLimit(faults.Api, message)
            : Dispatch(exchange, route, now);
    }

    private Response Dispatch(Exchange exchange, Route route, DateTimeOffset now) => route.Kind switch
    {
        SandboxRequestKind.StartBotExport => BotExports.Start(exchange, route.BotId!, now),
        SandboxRequestKind.BotExportStatus => BotExports.Status(route.BotId!, now),
        SandboxRequestKind.StartMlExport => MlExports.Start(exchange, route.BotId!, now),
        SandboxRequestKind.MlExportStatus => MlExports.Status(route.BotId!, now),
        SandboxRequestKind.ListBots => _botList.Get(exchange),
        SandboxRequestKind.ListLinkedApps => _linkedApps.Get(exchange, bots.Require(route.BotId!)),
        SandboxRequestKind.ExportRoles => RoleExport.Get(exchange),
        SandboxRequestKind.ExportVariables => VariableExport.Get(bots.Require(route.BotId!)),
        SandboxRequestKind.ListTestSuites => _testSuites.List(exchange, bots.Require(route.BotId!)),
        SandboxRequestKind.ExportTestSuite => _testSuites.Export(bots.Require(route.BotId!), route.Name!, now),
        _ => _imports.Dispatch(exchange, route.Kind, route.BotId, route.Name, now),
    };

    private Response UnknownBot(SandboxRequestKind kind)
    {
        var asAdmin = options.AdminApp ?? kind is not (SandboxRequestKind.StartMlExport or SandboxRequestKind.MlExportStatus
            or SandboxRequestKind.ListTestSuites or SandboxRequestKind.ExportTestSuite or SandboxRequestKind.ExportVariables
            or SandboxRequestKind.ImportVariables or SandboxRequestKind.StartMlImport or SandboxRequestKind.MlImportStatus);
        return asAdmin ? ErrorResponses.InvalidStream() : ErrorResponses.InvalidCredentials();
    }

    // Starts count per bot, status calls per request id, lists and roles per account [doc]; that each call counts on its own, the other
    // direct exports per bot, and uploads and new bots per account, is inferred.
    private string LimitKey(Route route) => route.Kind + " " + route.Kind switch
    {
        SandboxRequestKind.BotExportStatus => BotExports.LatestId(route.BotId!) ?? route.BotId,
        SandboxRequestKind.MlExportStatus => MlExports.LatestId(route.BotId!) ?? route.BotId,
        SandboxRequestKind.BotImportStatus or SandboxRequestKind.MlImportStatus => route.Name,
        _ => route.BotId ?? "account",
    };
}
