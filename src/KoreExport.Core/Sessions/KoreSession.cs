using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.RateLimiting;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>
/// Host and credential of one app on one platform, and the connection to it. Its properties are public facts only; secret, keys and
/// connection are not properties and so never shown or serialised. A session that went through a file or a job cannot be used again.
/// </summary>
public sealed class KoreSession : IDisposable
{
    // For connections: longer than the 21 seconds after which Windows gives up an address that does not answer and tries the host's next
    // one.
    private static readonly TimeSpan UsualSilence = TimeSpan.FromSeconds(30);

    private readonly KoreCredential? _credential;
    private readonly IKoreTokenFactory? _tokens;
    private readonly Lazy<HttpClient>? _http;
    private readonly SessionOptions _options;
    private long _serverClockOffsetTicks;
    private int _disposed;
    private int _rateLimitReported;

    internal KoreSession(Uri host, KoreCredential credential, SessionOptions options, IKoreTokenFactory tokens)
    {
        HostUri = host;
        ClientId = credential.ClientId;
        Algorithm = credential.Algorithm;
        ConnectedOn = options.Clock.UtcNow.ToUniversalTime();
        _credential = credential;
        _options = options;
        _tokens = tokens;
        Limiter = new RateLimiter(options.RequestsPerMinute, options.Clock, options.Jitter);

        // One handler for the session's whole life: connections are kept and shared by everything done with it.
        _http = new Lazy<HttpClient>(() => SessionHttp.Create(options, ConnectTimeout), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    private KoreSession(Uri host, string clientId)
    {
        HostUri = host;
        ClientId = clientId;
        Algorithm = string.Empty;
        _options = new SessionOptions();
        Limiter = new RateLimiter(0, Clock, Jitter);
    }

    /// <summary>The platform's address, for instance <c>https://platform.kore.ai/</c>.</summary>
    public Uri HostUri { get; }

    /// <summary>The app's client id.</summary>
    public string ClientId { get; }

    /// <summary>The signature algorithm of its tokens: HS256, HS512, RS256 or RS512.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>sub</c> claim of its tokens.</summary>
    public string Subject => _options.Subject;

    /// <summary>How long each token lives. Every request gets a new one.</summary>
    public TimeSpan TokenLifetime => _options.TokenLifetime;

    /// <summary>Id of the platform's key that tokens are encrypted for; null where they are only signed.</summary>
    public string? EncryptionKeyId => _options.EncryptionKey?.KeyId;

    /// <summary>The proxy in use; null where the system's settings count.</summary>
    public Uri? Proxy => _options.Proxy;

    /// <summary>Whether any certificate is taken for the platform's.</summary>
    public bool SkipCertificateCheck => _options.SkipCertificateCheck;

    /// <summary>Whether plain http was allowed.</summary>
    public bool AllowHttp => _options.AllowHttp;

    /// <summary>Whether no proxy is used, whatever the system's settings say.</summary>
    public bool NoProxy => _options.NoProxy;

    /// <summary>How long one API call may take.</summary>
    public TimeSpan RequestTimeout => _options.RequestTimeout;

    /// <summary>
    /// How long a connection may take, from the name's resolution to the end of the TLS handshake. Windows PowerShell does not know it:
    /// there <see cref="RequestTimeout"/> counts, and what the system allows.
    /// </summary>
    public TimeSpan ConnectTimeout => _options.ConnectTimeout ?? (RequestTimeout < UsualSilence ? RequestTimeout : UsualSilence);

    /// <summary>How long a download may go without a byte.</summary>
    public TimeSpan StallTimeout => _options.StallTimeout ?? (RequestTimeout < UsualSilence ? RequestTimeout : UsualSilence);

    /// <summary>How often a call that failed for a passing reason is repeated. Rate limits do not count.</summary>
    public int MaximumRetryCount => _options.MaximumRetryCount;

    /// <summary>
    /// How many calls a minute go out for one bot, one request's status, or the account, and no more than 1,800 an hour; 0 for any number.
    /// </summary>
    public int RequestsPerMinute => _options.RequestsPerMinute;

    /// <summary>
    /// How long a single call waits while the platform says that its rate limit is reached. A wait for an export has its own time-out.
    /// </summary>
    public TimeSpan RateLimitTimeout => _options.RateLimitTimeout;

    /// <summary>When the session was made, UTC.</summary>
    public DateTimeOffset ConnectedOn { get; }

    /// <summary>Whether the session can still be used.</summary>
    public bool IsConnected => _credential is not null && Volatile.Read(ref _disposed) == 0;

    /// <summary>Shared by everything that is done with the session, in whatever runspace.</summary>
    internal RateLimiter Limiter { get; }

    /// <summary>Whether this is the session that was connected, not a copy that lost its credentials on the way.</summary>
    internal bool IsOriginal => _credential is not null;

    internal Clock Clock => _options.Clock;

    internal Func<double> Jitter => _options.Jitter;

    internal HttpClient Http
    {
        get
        {
            ThrowIfUnusable();
            return _http!.Value;
        }
    }

    /// <summary>The platform's time minus ours, from the Date header of its last answer.</summary>
    internal TimeSpan ServerClockOffset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _serverClockOffsetTicks));
        set => Interlocked.Exchange(ref _serverClockOffsetTicks, value.Ticks);
    }

    /// <summary>True the first time it is asked: for what is to be reported once a session.</summary>
    internal bool IsFirstRateLimit() => Interlocked.Exchange(ref _rateLimitReported, 1) == 0;

    /// <summary>Stands for a session that lost its credentials on the way, so that using it ends in an error that says so.</summary>
    internal static KoreSession Detached(Uri host, string clientId) => new(host, clientId);

    /// <summary>A new token for one request.</summary>
    internal KoreJwt CreateToken(TimeSpan? lifetime = null, string? subject = null, string? jwtId = null)
    {
        ThrowIfUnusable();
        var request = new TokenRequest(_credential!, Clock.UtcNow, lifetime ?? TokenLifetime)
        {
            Subject = subject ?? Subject,
            JwtId = jwtId ?? Guid.NewGuid().ToString(),
            EncryptionKey = _options.EncryptionKey,
        };
        try
        {
            return _tokens!.Create(request);
        }
        catch (KoreException) when (!IsConnected)
        {
            // Somebody disconnected while the token was being signed: the credential is not at fault.
            throw KoreErrors.SessionClosed();
        }
    }

    /// <summary>Throws <see cref="KoreErrorId.SessionUnusable"/> unless requests can be made with it.</summary>
    internal void ThrowIfUnusable()
    {
        if (_credential is null)
        {
            throw KoreErrors.SessionDeserialised();
        }

        if (Volatile.Read(ref _disposed) != 0)
        {
            throw KoreErrors.SessionClosed();
        }
    }

    /// <summary>Names host and client.</summary>
    public override string ToString() => $"{ClientId} at {LogSanitizer.Address(HostUri)}";

    /// <summary>Closes the connections and forgets the secret.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _credential?.Secret?.Dispose();
        if (_http is { IsValueCreated: true })
        {
            _http.Value.Dispose();
        }
    }
}
