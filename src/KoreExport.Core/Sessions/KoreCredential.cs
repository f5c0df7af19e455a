using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>
/// A client id with what proves it: the client secret (HS256, HS512) or a certificate whose public key was uploaded to the app
/// (RS256, RS512). Checked when made, so that a session that exists can sign.
/// </summary>
internal sealed class KoreCredential
{
    private KoreCredential(string clientId, string algorithm)
    {
        ClientId = clientId;
        Algorithm = algorithm;
    }

    public string ClientId { get; }

    public string Algorithm { get; }

    public SecureString? Secret { get; private init; }

    public X509Certificate2? Certificate { get; private init; }

    /// <summary>What an operator may want to know of it, for the verbose stream; null where there is nothing to say.</summary>
    public string? Note { get; private init; }

    /// <summary>A credential that signs with the client secret. Its UTF-8 bytes, as typed, are the key; nothing is decoded.</summary>
    public static KoreCredential FromSecret(string? clientId, SecureString? secret, string? algorithm = null)
    {
        var id = CheckClientId(clientId);
        var name = CheckAlgorithm(algorithm, SigningAlgorithm.HS256);
        if (SigningAlgorithm.UsesCertificate(name))
        {
            throw KoreErrors.CredentialInvalid(
                $"{name} signs with a certificate, but a client secret was given.", "Pass -Certificate, or -Algorithm HS256.");
        }

        if (secret is null || secret.Length == 0)
        {
            throw KoreErrors.CredentialInvalid(
                $"The client secret of {id} is empty.",
                "Copy the client secret from the app on the platform. "
                + "In an automation, check that the vault or variable it comes from is filled.");
        }

        var copy = secret.Copy();
        copy.MakeReadOnly();
        var length = SecretText.UseUtf8(copy, static bytes => bytes.Length);
        CheckSecretLength(length);
        return new KoreCredential(id, name) { Secret = copy, Note = NoteOnLength(name, length) };
    }

    /// <summary>A credential that signs with a certificate's private key.</summary>
    public static KoreCredential FromCertificate(string? clientId, X509Certificate2 certificate, string? algorithm = null)
    {
        var id = CheckClientId(clientId);
        var name = CheckAlgorithm(algorithm, SigningAlgorithm.RS256);
        if (!SigningAlgorithm.UsesCertificate(name))
        {
            throw KoreErrors.CredentialInvalid(
                $"{name} signs with the client secret, but a certificate was given.", "Pass the secret, or -Algorithm RS256 or RS512.");
        }

        using var key = OpenPrivateKey(certificate);
        if (key.KeySize < 2048)
        {
            throw KoreErrors.CredentialInvalid(
                $"The key of certificate {certificate.Thumbprint} has {key.KeySize} bits; "
                + "RS256 and RS512 need 2048 or more (RFC 7518, section 3.3).",
                "Make a new certificate with a longer key and upload its public key to the app.");
        }

        return new KoreCredential(id, name) { Certificate = certificate };
    }

    private static RSA OpenPrivateKey(X509Certificate2 certificate)
    {
        Exception? why = null;
        try
        {
            if (certificate.GetRSAPrivateKey() is { } key)
            {
                return key;
            }
        }
        catch (CryptographicException failure)
        {
            // A key in the store that this account may not read, or a certificate that is disposed of.
            why = failure;
        }

        throw KoreErrors.CredentialInvalid(
            "The certificate has no RSA private key that this account can use"
            + $"{(why is null ? string.Empty : $": {LogSanitizer.Sanitize(why.Message).TrimEnd('.')}")}.",
            "Use an RSA certificate with its private key (a PFX, or one from the store whose key this account may read).",
            why);
    }

    private static string CheckClientId(string? clientId)
    {
        var id = (clientId ?? string.Empty).Trim();
        if (id.Length == 0 || id.Any(char.IsControl))
        {
            throw KoreErrors.CredentialInvalid(
                "The client id is empty or contains control characters.",
                "Copy the client id from the app on the platform; it looks like cs-1e845b00-81ad-5757-a1e7-d0f6fea227e9.");
        }

        return id;
    }

    private static string CheckAlgorithm(string? algorithm, string fallback) =>
        string.IsNullOrEmpty(algorithm)
            ? fallback
            : SigningAlgorithm.Find(algorithm) ?? throw KoreErrors.CredentialInvalid(
                $"'{LogSanitizer.Sanitize(algorithm)}' is not an algorithm of the platform.",
                $"Use one of {string.Join(", ", SigningAlgorithm.All)}, as chosen in the app.");

    // The platform's secrets have 44 characters: one that is much shorter was not copied whole.
    private static void CheckSecretLength(int bytes)
    {
        if (bytes < SigningAlgorithm.MinimumSecretBytes)
        {
            throw KoreErrors.CredentialInvalid(
                $"The client secret is too short: this one has {bytes} bytes, and it takes {SigningAlgorithm.MinimumSecretBytes} or more.",
                "Check that the whole secret was copied; those of the platform have 44 characters.");
        }
    }

    private static string? NoteOnLength(string algorithm, int bytes) =>
        bytes >= SigningAlgorithm.RecommendedSecretBytes(algorithm)
            ? null
            : $"The client secret has {bytes} bytes, where RFC 7518 (section 3.2) asks for "
                + $"{SigningAlgorithm.RecommendedSecretBytes(algorithm)} with {algorithm}. The platform accepts it all the same; "
                + "with HS256 it is long enough.";
}
