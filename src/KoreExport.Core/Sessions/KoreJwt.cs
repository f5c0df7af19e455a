using KoreExport.Errors;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>
/// A token for the platform's <c>auth</c> header. The token itself is not a property, so that no view, <c>ConvertTo-Json</c> or
/// <c>Export-Clixml</c> shows it; in PowerShell <c>$jwt.Token</c> gives it when asked by name.
/// </summary>
public sealed class KoreJwt
{
    private readonly string _token;

    internal KoreJwt(string token, TokenRequest request)
    {
        _token = token;
        ClientId = request.ClientId;
        Subject = request.Subject;
        JwtId = request.JwtId;
        Algorithm = request.Algorithm;
        IssuedAt = request.IssuedAt;
        ExpiresAt = request.ExpiresAt;
        Encrypted = request.EncryptionKey is not null;
    }

    /// <summary>The client id: claim <c>appId</c>.</summary>
    public string ClientId { get; }

    /// <summary>Free text: claim <c>sub</c>.</summary>
    public string Subject { get; }

    /// <summary>The token's own id: claim <c>jti</c>. An app that enforces it takes each id once.</summary>
    public string JwtId { get; }

    /// <summary>The signature algorithm: HS256, HS512, RS256 or RS512.</summary>
    public string Algorithm { get; }

    /// <summary>When it was made, UTC, whole seconds: claim <c>iat</c>.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>When it ends, UTC, whole seconds: claim <c>exp</c>.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Whether the signed token is wrapped in an encrypted one (JWE).</summary>
    public bool Encrypted { get; }

    /// <summary>The token as it goes into the header.</summary>
    public string GetToken() => _token;

    /// <summary>Names the token without showing it.</summary>
    public override string ToString() =>
        $"{Algorithm}{(Encrypted ? " (encrypted)" : string.Empty)} token {LogSanitizer.Mask} of {ClientId}, valid until {ExpiresAt:u}";
}
