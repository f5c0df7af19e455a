using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KoreExport.Tests.Support;

/// <summary>Certificates made for one test, known to nobody.</summary>
internal static class TestCertificates
{
    // Made once: it takes half a second.
    private static readonly Lazy<RSAParameters> Parameters = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    });

    /// <summary>A private key of 2048 bits; the same one each time, in an object of its own.</summary>
    public static RSA Key() => RSA.Create(Parameters.Value);

    /// <summary>For signing tokens.</summary>
    public static X509Certificate2 Signing(int bits = 2048)
    {
        using var key = bits == 2048 ? Key() : RSA.Create(bits);
        return new CertificateRequest("CN=KoreExport tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>For a server, signed by itself: as a rule for 127.0.0.1 and localhost, and valid today.</summary>
    public static X509Certificate2 Server(string? otherName = null, bool expired = false)
    {
        using var key = Key();
        var request = new CertificateRequest($"CN={otherName ?? "localhost"}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (otherName is not null)
        {
            names.AddDnsName(otherName);
        }
        else
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(expired ? -1 : 9));

        // Windows takes a server's key only from a store; a trip through PFX puts it there.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
