using System.Globalization;
using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>What a token is to say, and with which key it is signed and encrypted.</summary>
internal sealed class TokenRequest
{
    /// <summary>The longest life of a token: an app that enforces <c>jti</c> takes no longer one (vendor documentation).</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromMinutes(60);

    /// <summary>Long enough for a clock that is off by a little, short enough to be worth nothing when it is found in a dump.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Below this a token would often be refused for the clocks alone.</summary>
    public static readonly TimeSpan MinimumLifetime = TimeSpan.FromSeconds(10);

    /// <summary>The <c>sub</c> sent where the user gave none; the platform documents it as free text.</summary>
    public const string DefaultSubject = "KoreExport";

    public TokenRequest(KoreCredential credential, DateTimeOffset now, TimeSpan lifetime)
    {
        Credential = credential;

        // Claims carry whole seconds (RFC 7519, NumericDate).
        IssuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        ExpiresAt = IssuedAt + lifetime;
    }

    /// <summary>Returns the lifetime, or throws <see cref="KoreErrorId.OptionInvalid"/> where the platform would not take it.</summary>
    public static TimeSpan CheckLifetime(TimeSpan lifetime) =>
        lifetime >= MinimumLifetime && lifetime <= MaximumLifetime
            ? lifetime
            : throw KoreErrors.OptionInvalid(
                $"A token cannot live for {lifetime.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds.",
                $"Use {MinimumLifetime.TotalSeconds} seconds to {MaximumLifetime.TotalMinutes} minutes, as a TimeSpan or a number of seconds; apps that enforce JTI take no longer ones.");

    public KoreCredential Credential { get; }

    public string ClientId => Credential.ClientId;

    public string Algorithm => Credential.Algorithm;

    public string Subject { get; init; } = DefaultSubject;

    public string JwtId { get; init; } = Guid.NewGuid().ToString();

    public DateTimeOffset IssuedAt { get; }

    public DateTimeOffset ExpiresAt { get; }

    public EncryptionKey? EncryptionKey { get; init; }
}

/// <summary>Makes tokens. The one implementation lives in KoreExport.Jwt, which is loaded apart from the rest.</summary>
internal interface IKoreTokenFactory
{
    /// <summary>Returns a signed and, where the request has an encryption key, encrypted token.</summary>
    KoreJwt Create(TokenRequest request);
}
