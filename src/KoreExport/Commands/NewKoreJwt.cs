using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Errors;
using KoreExport.Loading;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>Makes a token for the platform's auth header.</summary>
/// <remarks>
/// <para>For calls that this module does not make. Its own cmdlets make a token for each request and need none from here.</para>
/// <para>The token is in the property Token, which no view, ConvertTo-Json or Export-Clixml shows: write $jwt.Token where it is
/// needed.</para>
/// </remarks>
/// <example>
/// <title>Call another API of the platform</title>
/// <code>$jwt = New-KoreJwt
/// Invoke-RestMethod -Uri https://platform.kore.ai/api/public/bots -Headers @{ auth = $jwt.Token }</code>
/// <para>Signs with the credentials of the default session. The header is auth, without Bearer.</para>
/// </example>
/// <example>
/// <title>Without a session</title>
/// <code>New-KoreJwt -Credential $app -Lifetime 60</code>
/// <para>A token that ends after a minute.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "KoreJwt", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(KoreJwt))]
public sealed class NewKoreJwt : KoreCmdlet
{
    private const string SessionSet = "Session";
    private const string CredentialSet = "Credential";
    private const string SecretSet = "Secret";
    private const string CertificateSet = "Certificate";

    /// <summary>The session whose credentials sign. Without it, the default session of this runspace.</summary>
    [Parameter(ParameterSetName = SessionSet, ValueFromPipeline = true)]
    [KoreSessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public KoreSession? Session { get; set; }

    /// <summary>The app's client id as the user name and its client secret as the password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The app's client id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public string? ClientId { get; set; }

    /// <summary>The app's client secret. A SecureString; text is converted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [SecretTransformation]
    public SecureString? ClientSecret { get; set; }

    /// <summary>A certificate with an RSA private key, whose public key was uploaded to the app. For RS256 and RS512.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>How long the token lives: a TimeSpan, seconds, or text such as 00:10:00, from 10 seconds to 60 minutes.</summary>
    /// <default>5 minutes, or the session's -TokenLifetime</default>
    [Parameter]
    [Duration]
    public TimeSpan? Lifetime { get; set; }

    /// <summary>The sub claim; free text.</summary>
    /// <default>KoreExport, or the session's -Subject</default>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>The signature algorithm: HS256 or HS512 with a secret, RS256 or RS512 with a certificate. A session has its own.</summary>
    /// <default>HS256 with a secret, RS256 with a certificate</default>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [ArgumentCompleter(typeof(AlgorithmCompleter))]
    public string? Algorithm { get; set; }

    /// <summary>The jti claim: the token's own id. An app that enforces it takes each id once.</summary>
    /// <default>A new GUID</default>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JwtId { get; set; }

    /// <summary>The platform's public key as the app dialog shows it (a JWK), to encrypt the token for. A session has its own.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKey { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(TerminateOnError(CreateToken));

    private KoreJwt CreateToken()
    {
        var lifetime = Lifetime is { } given ? TokenRequest.CheckLifetime(given) : (TimeSpan?)null;
        if (ParameterSetName == SessionSet)
        {
            var session = Session ?? DefaultSession.Current ?? throw KoreErrors.SessionMissing();
            return session.CreateToken(lifetime, Subject, JwtId);
        }

        var credential = new CredentialChoice(Credential, ClientId, ClientSecret, Certificate, Algorithm).Create();
        if (credential.Note is { } note)
        {
            Queue.Note(note);
        }

        var life = lifetime ?? TokenRequest.DefaultLifetime;
        return PrivateAssemblies.TokenFactory.Create(new TokenRequest(credential, DateTimeOffset.UtcNow, life)
        {
            Subject = Subject ?? TokenRequest.DefaultSubject,
            JwtId = JwtId ?? Guid.NewGuid().ToString(),
            EncryptionKey = EncryptionKey is null ? null : Sessions.EncryptionKey.Parse(EncryptionKey),
        });
    }
}
