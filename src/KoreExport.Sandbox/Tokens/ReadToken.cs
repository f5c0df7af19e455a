namespace KoreExport.Sandbox.Tokens;

/// <summary>A token taken apart. Nothing in it is proven.</summary>
internal sealed class ReadToken
{
    public ReadToken(string algorithm, string signingInput, byte[] signature)
    {
        Algorithm = algorithm;
        SigningInput = signingInput;
        Signature = signature;
    }

    public string Algorithm { get; }

    /// <summary>Header and payload as they came, with the dot between them: what the signature is over.</summary>
    public string SigningInput { get; }

    public byte[] Signature { get; }

    public string? ClientId { get; set; }

    public string? Subject { get; set; }

    public string? JwtId { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Whether the signed token came inside an encrypted one.</summary>
    public bool Encrypted { get; set; }
}
