namespace KoreExport.Sandbox.Tokens;

/// <summary>A token taken apart. Nothing in it is validated.</summary>
/// <param name="Algorithm">The algorithm it says it is signed with.</param>
/// <param name="SigningInput">Header and payload as they came, with the dot between them: what the signature is over.</param>
/// <param name="Signature">The signature.</param>
internal sealed record ParsedToken(string Algorithm, string SigningInput, byte[] Signature)
{
    public string? ClientId { get; init; }

    public string? Subject { get; init; }

    public string? JwtId { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whether the signed token came inside an encrypted one.</summary>
    public bool Encrypted { get; init; }
}
