using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Sessions;

namespace KoreExport.Parameters;

/// <summary>The ways to say who one is, as Connect-KoreSession and New-KoreJwt take them.</summary>
internal sealed class CredentialChoice
{
    public PSCredential? Credential { get; init; }

    public string? ClientId { get; init; }

    public SecureString? ClientSecret { get; init; }

    public X509Certificate2? Certificate { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>The credential of whichever way was chosen; throws where it cannot sign.</summary>
    public KoreCredential Create()
    {
        if (Certificate is not null)
        {
            return KoreCredential.FromCertificate(ClientId, Certificate, Algorithm);
        }

        return Credential is not null
            ? KoreCredential.FromSecret(Credential.UserName, Credential.Password, Algorithm)
            : KoreCredential.FromSecret(ClientId, ClientSecret, Algorithm);
    }
}
