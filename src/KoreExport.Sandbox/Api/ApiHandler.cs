using KoreExport.Sandbox.Account;
using KoreExport.Sandbox.Http;
using KoreExport.Sandbox.Jobs;
using KoreExport.Sandbox.Tokens;

namespace KoreExport.Sandbox.Api;

/// <summary>
/// Answers a call of the API. The order of its checks: path, method (before the token [qa]), token, scope, bot, rate limit, then the
/// call's own; from the token on the order is inferred.
/// </summary>
internal sealed class ApiHandler
{
    private readonly KoreSandboxOptions _options;
    private readonly SandboxFaults _allFaults;
    private readonly SandboxApiFaults _faults;
    private readonly RandomFaultPlayer _random;
    private readonly ApiFaultPlayer _player;
    private readonly TokenReader _reader;
    private readonly TokenVerifier _verifier;
    private readonly RateLimiter _limiter;
    private readonly BotDirectory _bots;
    private readonly BotExports _botExports;
    private readonly MlExports _mlExports;
    private readonly AccountCalls _account;
    private readonly Func<DateTimeOffset> _utcNow;

    public ApiHandler(
        KoreSandboxOptions options,
        SandboxFaults faults,
        TokenReader reader,
        TokenVerifier verifier,
        BotDirectory bots,
        BotExports botExports,
        MlExports mlExports,
        AccountCalls account,
        Func<DateTimeOffset> utcNow)
    {
        _options = options;
        _allFaults = faults;
        _faults = faults.Api;
        _random = new RandomFaultPlayer(faults);
        _player = new ApiFaultPlayer(_faults);
        _reader = reader;
        _verifier = verifier;
        _limiter = new RateLimiter(options.RateLimitPerMinute, options.RateLimitPerHour);
        _bots = bots;
        _botExports = botExports;
        _mlExports = mlExports;
        _account = account;
        _utcNow = utcNow;
    }

    /// <summary>Notes in the log what the request is; nothing is checked here.</summary>
    /// <returns>What the request asks for, and with which token.</returns>
    public ApiCall Read(Exchange exchange)
    {
        var route = Route.Find(exchange.Path);
        var token = _reader.Read(exchange.Header("auth"), out var problem);
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
        if (route is not null)
        {
            exchange.Draw = _allFaults.Random.Draw(route.Kind, route.BotId, _bots.PlaceOf(route.BotId));
            record.RandomFault = exchange.Draw.Fault;
        }

        return new ApiCall(route, token, problem, record.LimitKey);
    }

    public async Task HandleAsync(Exchange exchange, ApiCall call)
    {
        if (call.Route is not { } route)
        {
            await exchange.SendAsync(ErrorTable.NotFound()).ConfigureAwait(false);
        }
        else if (exchange.Method != route.Method)
        {
            await exchange.SendAsync(ErrorTable.MethodNotAllowed().With("Allow", route.Method)).ConfigureAwait(false);
        }
        else if (!await _random.PlayInsteadAsync(exchange).ConfigureAwait(false)
            && !await _player.PlayInsteadAsync(exchange, route).ConfigureAwait(false))
        {
            await _player.SendAsync(exchange, route, Answer(exchange, route, call)).ConfigureAwait(false);
        }
    }

    private Answer Answer(Exchange exchange, Route route, ApiCall call)
    {
        if (call.Problem is { } problem)
        {
            return ErrorTable.Unreadable(problem);
        }

        var now = _utcNow();
        if (_verifier.Refuse(call.Token, now + _faults.ClockSkew, out var client) is { } refusal)
        {
            return refusal;
        }

        if (!client!.HasScopes || !AccountCalls.HasScope(route.Kind, _options.AdminApp))
        {
            return ErrorTable.ScopeMissing();
        }

        if (route.BotId is { } botId && _bots.Find(botId) is null)
        {
            return UnknownBot(route.Kind);
        }

        if (_faults.TakeRateLimit(route.Kind, route.BotId))
        {
            return ErrorTable.RateLimit(_faults, _faults.RateLimitMessage);
        }

        return _limiter.Refuse(call.LimitKey!, now) is { } message
            ? ErrorTable.RateLimit(_faults, message)
            : Do(exchange, route, now);
    }

    private Answer Do(Exchange exchange, Route route, DateTimeOffset now) => route.Kind switch
    {
        SandboxRequestKind.StartBotExport => _botExports.Start(exchange, route.BotId!, now),
        SandboxRequestKind.BotExportStatus => _botExports.Status(route.BotId!, now),
        SandboxRequestKind.StartMlExport => _mlExports.Start(exchange, route.BotId!, now),
        SandboxRequestKind.MlExportStatus => _mlExports.Status(route.BotId!, now),
        _ => _account.Answer(exchange, route, now),
    };

    private Answer UnknownBot(SandboxRequestKind kind)
    {
        var asAdmin = _options.AdminApp ?? kind is not (SandboxRequestKind.StartMlExport or SandboxRequestKind.MlExportStatus);
        return asAdmin ? ErrorTable.InvalidStream() : ErrorTable.InvalidCredentials();
    }

    // Starts count per bot, status calls per request id, lists and roles per account [doc]; that each call counts on its own, and the
    // other neighbours per bot, is inferred.
    private string LimitKey(Route route) => route.Kind + " " + route.Kind switch
    {
        SandboxRequestKind.BotExportStatus => _botExports.LatestId(route.BotId!) ?? route.BotId,
        SandboxRequestKind.MlExportStatus => _mlExports.LatestId(route.BotId!) ?? route.BotId,
        _ => route.BotId ?? "account",
    };
}
