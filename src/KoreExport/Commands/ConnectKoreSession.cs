using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Errors;
using KoreExport.Loading;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>Makes a session: the platform's host and the credentials of an app on it.</summary>
/// <remarks>
/// <para>A session holds what every other cmdlet of the module needs. It becomes the default session of this runspace unless -NotDefault is
/// given. No request is sent: Test-KoreSession does that.</para>
/// <para>The client secret is kept as a SecureString and opened only while a token is signed. Each request gets a token of its own that
/// lives for five minutes.</para>
/// </remarks>
/// <example>
/// <title>With a client id and secret</title>
/// <code>Connect-KoreSession -HostUri platform.kore.ai -Credential (Get-Credential)</code>
/// <para>Asks for the client id as the user name and the client secret as the password.</para>
/// </example>
/// <example>
/// <title>In an automation</title>
/// <code>Connect-KoreSession -FromEnvironment</code>
/// <para>Reads the environment variables KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET, which the automation fills from its own secret
/// store.</para>
/// </example>
/// <example>
/// <title>Two platforms side by side</title>
/// <code>$test = Connect-KoreSession -HostUri kore.test.example -Credential $testApp -NotDefault
/// Start-KoreBotExport -BotId $botId -Session $test</code>
/// <para>Keeps the session in a variable and leaves the default session as it is.</para>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "KoreSession", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(KoreSession))]
public sealed class ConnectKoreSession : KoreCmdlet
{
    private const string CredentialSet = "Credential";
    private const string SecretSet = "Secret";
    private const string CertificateSet = "Certificate";
    private const string EnvironmentSet = "Environment";

    /// <summary>
    /// The platform's host, for instance https://platform.kore.ai. May be given without https://, and with a port. Plain http is taken for
    /// this machine only, unless -AllowHttp is given.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CertificateSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string? HostUri { get; set; }

    /// <summary>The app's client id as the user name and its client secret as the password.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The app's client id, for instance cs-1e845b00-81ad-5757-a1e7-d0f6fea227e9.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public string? ClientId { get; set; }

    /// <summary>
    /// The app's client secret, as the platform shows it. A SecureString; text is converted, but text in a command ends up in histories and
    /// logs.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [SecretTransformation]
    public SecureString? ClientSecret { get; set; }

    /// <summary>A certificate with an RSA private key, whose public key was uploaded to the app. For RS256 and RS512.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>
    /// Takes host, client id and client secret from the environment variables KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET. -HostUri
    /// goes before KORE_HOST.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>
    /// The signature algorithm chosen in the app: HS256 or HS512 with a secret, RS256 or RS512 with a certificate. The
    /// platform's own secrets are long enough for HS256.
    /// </summary>
    /// <default>HS256 with a secret, RS256 with a certificate</default>
    [Parameter]
    [ArgumentCompleter(typeof(AlgorithmCompleter))]
    public string? Algorithm { get; set; }

    /// <summary>The sub claim of the tokens; free text.</summary>
    /// <default>KoreExport</default>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>How long each token lives: a TimeSpan, seconds, or text such as 00:10:00, from 10 seconds to 60 minutes.</summary>
    /// <default>5 minutes</default>
    [Parameter]
    [Duration]
    public TimeSpan TokenLifetime { get; set; } = TokenRequest.DefaultLifetime;

    /// <summary>
    /// The platform's public key as the app dialog shows it (a JWK: JSON with kty, e, n and kid), where the app enforces encrypted tokens
    /// (JWE).
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKey { get; set; }

    /// <summary>
    /// The proxy for all requests of the session, for instance http://proxy.example:3128; its password goes into -ProxyCredential. Without
    /// it the system's settings count.
    /// </summary>
    [Parameter]
    public string? Proxy { get; set; }

    /// <summary>Goes without a proxy, whatever the system's settings say.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>User name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// Takes any certificate for the platform's. Only for test systems: whoever stands in between could read tokens and exports.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allows plain http to other machines: tokens and exports can then be read on the way.</summary>
    [Parameter]
    public SwitchParameter AllowHttp { get; set; }

    /// <summary>How long one API call may take: seconds, a TimeSpan, or text such as 00:02:00.</summary>
    /// <default>100</default>
    [Parameter]
    [Duration(Minimum = 1, Maximum = 3600)]
    public TimeSpan RequestTimeoutSec { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How long a connection may take, from the name's resolution to the end of the TLS handshake, before it is tried again: seconds, a
    /// TimeSpan, or text such as 00:00:10. Of no effect in Windows PowerShell, whose runtime has no such setting: there -RequestTimeoutSec
    /// counts, and Windows itself gives up an address after about 21 seconds.
    /// </summary>
    /// <default>30, or -RequestTimeoutSec where that is shorter</default>
    [Parameter]
    [Duration(Minimum = 1, Maximum = 3600)]
    public TimeSpan? ConnectTimeoutSec { get; set; }

    /// <summary>
    /// How long a download may go without a byte before it is begun again where it stopped: seconds, a TimeSpan, or text such as 00:02:00.
    /// </summary>
    /// <default>30, or -RequestTimeoutSec where that is shorter</default>
    [Parameter]
    [Duration(Minimum = 1, Maximum = 3600)]
    public TimeSpan? StallTimeoutSec { get; set; }

    /// <summary>
    /// How often a call that failed for a passing reason (no connection, server error) is tried again. Rate limits are waited out and do
    /// not count.
    /// </summary>
    /// <default>5</default>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>
    /// How many calls a minute the session sends for one bot, for one request's status, or for the account, and no more than 1,800 an hour;
    /// more wait for their turn. 0 sends at once, without any limit. The platform takes 60: less leaves room for other clients.
    /// </summary>
    /// <default>60</default>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>
    /// How long a call waits while the platform still reports its rate limit, before that is an error: seconds, a TimeSpan, or text such as
    /// 00:30:00. A wait for an export has its own time-out.
    /// </summary>
    /// <default>900</default>
    [Parameter]
    [Duration(Maximum = 24 * 3600)]
    public TimeSpan RateLimitTimeoutSec { get; set; } = TimeSpan.FromSeconds(900);

    /// <summary>Leaves the default session as it is and returns the new one.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>Returns the session also where it becomes the default.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PrivateAssemblies.WarmUp();
        var session = TerminateOnError(CreateSession);
        if (SkipCertificateCheck)
        {
            Queue.Warn($"Certificates of {session.HostUri.Host} are not checked in this session: "
                + "whoever stands in between can read tokens and exports.");
        }

        if (session.HostUri.Scheme == "http" && !HostAddress.IsLoopback(session.HostUri))
        {
            Queue.Warn($"{session.HostUri.Host} is connected over plain HTTP: tokens and exports can be read on the way.");
        }

        if (!NotDefault)
        {
            DefaultSession.Current = session;
        }

        if (NotDefault || PassThru)
        {
            WriteObject(session);
        }
    }

    private KoreSession CreateSession()
    {
        var host = HostAddress.Parse(HostUri ?? FromVariable("KORE_HOST"), AllowHttp);
        var credential = Choice.Create();
        if (credential.Note is { } note)
        {
            Queue.Note(note);
        }

        return new KoreSession(host, credential, CreateOptions(), PrivateAssemblies.TokenFactory);
    }

    private CredentialChoice Choice => FromEnvironment
        ? new CredentialChoice(
            null, FromVariable("KORE_CLIENT_ID"), SecretText.FromText(FromVariable("KORE_CLIENT_SECRET")), null, Algorithm)
        : new CredentialChoice(Credential, ClientId, ClientSecret, Certificate, Algorithm);

    private SessionOptions CreateOptions() => NoProxy && (Proxy ?? (object?)ProxyCredential) is not null
        ? throw KoreErrors.OptionInvalid(
            "-NoProxy is given, and -Proxy or -ProxyCredential too.", "Use -NoProxy alone, or name the proxy and leave -NoProxy out.")
        : new()
    {
        Subject = Subject ?? TokenRequest.DefaultSubject,
        TokenLifetime = TokenRequest.CheckLifetime(TokenLifetime),
        EncryptionKey = EncryptionKey is null ? null : Sessions.EncryptionKey.Parse(EncryptionKey),
        Proxy = ProxyAddress.Parse(Proxy),
        NoProxy = NoProxy,
        ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        SkipCertificateCheck = SkipCertificateCheck,
        AllowHttp = AllowHttp,
        RequestTimeout = RequestTimeoutSec,
        ConnectTimeout = ConnectTimeoutSec,
        StallTimeout = StallTimeoutSec,
        MaximumRetryCount = MaximumRetryCount,
        RequestsPerMinute = RequestsPerMinute,
        RateLimitTimeout = RateLimitTimeoutSec,
    };

    private static string FromVariable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return !string.IsNullOrWhiteSpace(value)
            ? value!.Trim()
            : throw KoreErrors.CredentialInvalid(
                $"The environment variable {name} is not set.",
                "Set KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET from the secret store of the automation before this runs.");
    }
}
