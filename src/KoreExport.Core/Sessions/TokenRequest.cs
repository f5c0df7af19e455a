using System.Globalization;
using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>What a token is to say, and with which key it is signed and encrypted.</summary>
/// <param name="credential">Who signs it.</param>
/// <param name="now">When it is made.</param>
/// <param name="lifetime">How long it lives: see <see cref="CheckLifetime"/>.</param>
internal sealed class TokenRequest(KoreCredential credential, DateTimeOffset now, TimeSpan lifetime)
{
    /// <summary>The longest life of a token: an app that enforces <c>jti</c> accepts no longer one (vendor documentation).</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromMinutes(60);

    /// <summary>Long enough for a clock that is off by a little, short enough to be worth nothing when it is found in a dump.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Below this a token would often be refused for the clocks alone.</summary>
    public static readonly TimeSpan MinimumLifetime = TimeSpan.FromSeconds(10);

    /// <summary>The <c>sub</c> sent where the user gave none; the platform documents it as free text.</summary>
    public const string DefaultSubject = "KoreExport";

    public KoreCredential Credential => credential;

    public string ClientId => credential.ClientId;

    public string Algorithm => credential.Algorithm;

    public string Subject { get; init; } = DefaultSubject;

    public string JwtId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>UTC, whole seconds, as claims carry them (RFC 7519, NumericDate).</summary>
    public DateTimeOffset IssuedAt { get; } = WholeSeconds(now);

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset ExpiresAt { get; } = WholeSeconds(now) + lifetime;

    public EncryptionKey? EncryptionKey { get; init; }

    /// <summary>Returns the lifetime, or throws <see cref="KoreErrorId.OptionInvalid"/> where the platform would not accept it.</summary>
    public static TimeSpan CheckLifetime(TimeSpan lifetime) =>
        lifetime >= MinimumLifetime && lifetime <= MaximumLifetime
            ? lifetime
            : throw KoreErrors.OptionInvalid(
                $"A token cannot live for {lifetime.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds.",
                $"Use {MinimumLifetime.TotalSeconds} seconds to {MaximumLifetime.TotalMinutes} minutes, as a TimeSpan or a number of "
                + "seconds; apps that enforce JTI accept no longer ones.");

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}

/// <summary>Makes tokens. The one implementation lives in KoreExport.Jwt, which is loaded apart from the rest.</summary>
internal interface IKoreTokenFactory
{
    /// <summary>Returns a signed and, where the request has an encryption key, encrypted token.</summary>
    KoreJwt Create(TokenRequest request);
}
