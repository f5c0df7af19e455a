using System.Security.Cryptography;
using System.Text;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Tokens;

/// <summary>Decides whether a token is valid, and says how the platform refuses one that is not.</summary>
internal sealed class TokenValidator(IReadOnlyList<ClientApp> clients, bool enforceJti, bool enforceJwe)
{
    private static readonly TimeSpan LongestWithJti = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _seenUntil = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    /// <summary>Validates a token.</summary>
    /// <param name="token">The parsed token, null where there is none that can be read.</param>
    /// <param name="now">The time by the platform's clock.</param>
    /// <param name="client">The client it proves; null where it is refused.</param>
    /// <returns>The refusal; null where the token is valid.</returns>
    public Response? Refuse(ParsedToken? token, DateTimeOffset now, out ClientApp? client)
    {
        client = null;
        if (token is null || (enforceJwe && !token.Encrypted))
        {
            return ErrorResponses.InvalidCredentials();
        }

        // The id is compared in exact spelling [seen].
        var claimed = clients.FirstOrDefault(c => string.Equals(c.Id, token.ClientId, StringComparison.Ordinal));
        if (claimed is null || !IsSignedBy(claimed, token))
        {
            return ErrorResponses.InvalidCredentials();
        }

        // No leeway: the platform's is not known [inferred].
        if (token.ExpiresAt <= now || token.NotBefore > now)
        {
            return ErrorResponses.InvalidCredentials();
        }

        if (enforceJti && RefuseJti(claimed, token, now) is { } refusal)
        {
            return refusal;
        }

        client = claimed;
        return null;
    }

    private Response? RefuseJti(ClientApp client, ParsedToken token, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(token.JwtId))
        {
            // The words for this one are not known; that it is refused is documented [doc].
            return ErrorResponses.InvalidCredentials();
        }

        if (token.ExpiresAt is not { } expires || expires - now > LongestWithJti)
        {
            return ErrorResponses.JtiLifetime();
        }

        lock (_gate)
        {
            Sweep(now);
            var key = client.Id + " " + token.JwtId;
            if (_seenUntil.TryGetValue(key, out var until) && until > now)
            {
                return ErrorResponses.JtiReplay();
            }

            _seenUntil[key] = expires;
            return null;
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        // Not at each call: a busy hour has tens of thousands of tokens.
        if (now >= _nextSweep)
        {
            _nextSweep = now.AddMinutes(1);
            foreach (var old in _seenUntil.Where(seen => seen.Value <= now).Select(seen => seen.Key).ToList())
            {
                _seenUntil.Remove(old);
            }
        }
    }

    private static bool IsSignedBy(ClientApp client, ParsedToken token)
    {
        var input = Encoding.ASCII.GetBytes(token.SigningInput);
        if (client.PublicKey is { } key)
        {
            return token.Algorithm switch
            {
                "RS256" => Verify(key, input, token.Signature, HashAlgorithmName.SHA256),
                "RS512" => Verify(key, input, token.Signature, HashAlgorithmName.SHA512),
                _ => false,
            };
        }

        // The secret looks like base64, but its bytes as typed are the key [seen].
        var secret = Encoding.UTF8.GetBytes(client.Secret);
        using HMAC? mac = token.Algorithm switch
        {
            "HS256" => new HMACSHA256(secret),
            "HS512" => new HMACSHA512(secret),
            _ => null,
        };
        return mac is not null && FixedTime.Equal(mac.ComputeHash(input), token.Signature);
    }

    private static bool Verify(RSA key, byte[] input, byte[] signature, HashAlgorithmName hash)
    {
        lock (key)
        {
            return key.VerifyData(input, signature, hash, RSASignaturePadding.Pkcs1);
        }
    }
}
