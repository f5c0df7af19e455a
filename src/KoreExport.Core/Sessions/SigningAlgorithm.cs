namespace KoreExport.Sessions;

/// <summary>The signature algorithms that the platform's app form offers (vendor documentation).</summary>
internal static class SigningAlgorithm
{
    public const string HS256 = "HS256";
    public const string HS512 = "HS512";
    public const string RS256 = "RS256";
    public const string RS512 = "RS512";

    public static IReadOnlyList<string> All { get; } = [HS256, HS512, RS256, RS512];

    /// <summary>Whether the algorithm signs with a certificate's private key rather than with the client secret.</summary>
    public static bool UsesCertificate(string algorithm) => algorithm is RS256 or RS512;

    /// <summary>Bytes that any secret must have.</summary>
    public const int MinimumSecretBytes = 32;

    /// <summary>
    /// Bytes a secret should have: those of the hash (RFC 7518, section 3.2). The platform offers HS512 for its secrets of 44 characters
    /// all the same, and other libraries sign with them.
    /// </summary>
    public static int RecommendedSecretBytes(string algorithm) => algorithm == HS512 ? 64 : 32;

    /// <summary>The algorithm in its canonical spelling, or null.</summary>
    public static string? Find(string? name) => All.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}
