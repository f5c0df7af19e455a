using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Sessions;

namespace KoreExport.Parameters;

/// <summary>The ways to say who one is, as Connect-KoreSession and New-KoreJwt take them.</summary>
internal sealed record CredentialChoice(
    PSCredential? Credential, string? ClientId, SecureString? ClientSecret, X509Certificate2? Certificate, string? Algorithm)
{
    /// <summary>The credential of whichever way was chosen; throws where it cannot sign.</summary>
    public KoreCredential Create() => this switch
    {
        { Certificate: { } certificate } => KoreCredential.FromCertificate(ClientId, certificate, Algorithm),
        { Credential: { } credential } => KoreCredential.FromSecret(credential.UserName, credential.Password, Algorithm),
        _ => KoreCredential.FromSecret(ClientId, ClientSecret, Algorithm),
    };
}
