using System.Security.Cryptography;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>How the session of a <see cref="CoreFixture"/> is made.</summary>
internal sealed record BenchSession
{
    public string ClientId { get; init; } = CoreFixture.ClientId;

    public string Secret { get; init; } = CoreFixture.Secret;

    public KoreCredential? Credential { get; init; }

    public int Retries { get; init; } = 5;

    public double Jitter { get; init; } = 1;

    public Uri? Proxy { get; init; }

    public System.Net.NetworkCredential? ProxyCredential { get; init; }

    public bool SkipCertificateCheck { get; init; }

    public TimeSpan TokenLifetime { get; init; } = TokenRequest.DefaultLifetime;

    public string? EncryptionKey { get; init; }

    public int PerMinute { get; init; } = 60;

    public TimeSpan? ConnectTimeout { get; init; }
}

/// <summary>A session, the API and a log over a clock that jumps, in front of a sandbox or of any other server.</summary>
internal sealed class CoreFixture : IDisposable
{
    public const string ClientId = "cs-1e845b00-81ad-5757-a1e7-d0f6fea227e9";
    public const string Secret = "nvhzhBPy3SBJQ2qTj8DzhZ0MxBhaZvNzGlQq1TVyV2A=";
    public const string AnyBot = "st-1";

    private CoreFixture(Uri host, BenchSession session, FakeClock clock, KoreSandboxServer? sandbox)
    {
        Clock = clock;
        SandboxOrNone = sandbox;
        var credential = session.Credential ?? KoreCredential.FromSecret(session.ClientId, SecretText.FromText(session.Secret));
        var options = new SessionOptions
        {
            Clock = clock,
            Jitter = () => session.Jitter,
            MaximumRetryCount = session.Retries,
            Proxy = session.Proxy,
            ProxyCredential = session.ProxyCredential,
            SkipCertificateCheck = session.SkipCertificateCheck,
            TokenLifetime = session.TokenLifetime,
            RequestsPerMinute = session.PerMinute,
            ConnectTimeout = session.ConnectTimeout,
            EncryptionKey = session.EncryptionKey is null ? null : EncryptionKey.Parse(session.EncryptionKey),
        };
        Session = new KoreSession(host, credential, options, new JwtTokenFactory());
        Api = new ExportClient(Session, Log);
    }

    public FakeClock Clock { get; }

    public RecordingLog Log { get; } = new();

    public KoreSession Session { get; }

    public ExportClient Api { get; }

    public KoreSandboxServer Sandbox => SandboxOrNone ?? throw new InvalidOperationException("There is no sandbox on this fixture.");

    public SandboxFaults Faults => Sandbox.Faults;

    /// <summary>The sandbox's first bot, or just some bot.</summary>
    public string Bot => SandboxOrNone?.BotId[0] ?? AnyBot;

    private KoreSandboxServer? SandboxOrNone { get; }

    /// <summary>In front of any server.</summary>
    public static CoreFixture Facing(Uri host, BenchSession? session = null, FakeClock? clock = null) =>
        new(host, session ?? new BenchSession(), clock ?? new FakeClock(), sandbox: null);

    /// <summary>In front of a sandbox that goes by the same clock: a job takes ten seconds of it, and none of ours.</summary>
    public static CoreFixture WithSandbox(
        Action<KoreSandboxOptions>? set = null, Func<KoreSandboxServer, BenchSession, BenchSession>? change = null)
    {
        var clock = new FakeClock();
        var options = new KoreSandboxOptions { UtcNow = () => clock.UtcNow, JobDuration = TimeSpan.FromSeconds(10), BotCount = 2 };
        set?.Invoke(options);
        var sandbox = KoreSandboxServer.Start(options);
        var session = new BenchSession { ClientId = sandbox.ClientId, Secret = sandbox.ClientSecret };
        return new CoreFixture(sandbox.HostUri, change?.Invoke(sandbox, session) ?? session, clock, sandbox);
    }

    public Task<KoreExportJob> StartBotAsync(BotExportRequest? request = null) =>
        Api.StartBotAsync(Bot, request ?? new BotExportRequest(), CancellationToken.None);

    public Task<KoreExportJob> StartMlAsync(string fileType = "csv") =>
        Api.StartMlAsync(Bot, fileType, "configured", CancellationToken.None);

    /// <summary>One status call, with retries.</summary>
    public Task<KoreExportJob> StatusAsync(KoreExportKind kind = KoreExportKind.Bot) =>
        Api.GetStatusAsync(Bot, kind, retry: true, CancellationToken.None);

    /// <summary>One status call without retries.</summary>
    public Task<KoreExportJob> AskOnceAsync() => Api.GetStatusAsync(Bot, KoreExportKind.Bot, retry: false, CancellationToken.None);

    public Task<KoreExportJob> WaitAsync(
        KoreExportJob started,
        WaitOptions? options = null,
        Action<KoreExportJob?>? report = null,
        CancellationToken cancellationToken = default) =>
        WaitAsync(ExportIdentity.Of(started), options, report, cancellationToken);

    public Task<KoreExportJob> WaitAsync(
        ExportIdentity identity,
        WaitOptions? options = null,
        Action<KoreExportJob?>? report = null,
        CancellationToken cancellationToken = default) =>
        new ExportPoller(Api, identity, options ?? new WaitOptions(), report).WaitAsync(cancellationToken);

    /// <summary>How many requests of a kind the sandbox was sent.</summary>
    public int Count(SandboxRequestKind kind) => Sandbox.Requests.Count(request => request.Kind == kind);

    /// <summary>Runs the call, which must fail with <paramref name="errorId"/>; nothing in the failure may be secret.</summary>
    public async Task<KoreException> FailsAsync(string errorId, Func<Task> call, params string[] moreSecrets)
    {
        var failure = await Assert.ThrowsAsync<KoreException>(call);
        Assert.True(errorId == failure.ErrorId, $"Expected {errorId}, got {failure.ErrorId}: {failure.Message}");
        Assert.NotEmpty(failure.RecommendedAction);
        HoldsNoSecret(failure, moreSecrets);
        return failure;
    }

    /// <summary>Looks through a failure, all that is in it and all that was logged, for secrets and tokens.</summary>
    public void HoldsNoSecret(KoreException failure, params string[] moreSecrets)
    {
        var texts = new List<string> { failure.ToString(), failure.RecommendedAction, failure.Target ?? "", failure.PlatformMessage ?? "" };
        texts.AddRange(Log.VerboseLines);
        texts.AddRange(Log.Warnings);
        string[] secrets = [Secret, SandboxOrNone?.ClientSecret ?? Secret, SandboxOrNone?.ScopelessClientSecret ?? Secret, .. moreSecrets];
        foreach (var text in texts)
        {
            // What every header of a token begins with, signed or encrypted: {"alg":
            Assert.DoesNotContain("eyJhbGci", text, StringComparison.Ordinal);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        SandboxOrNone?.Dispose();
    }

    /// <summary>A secret of the platform's form.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
