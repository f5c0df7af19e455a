using System.Security.Cryptography;
using System.Text;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Tokens;

/// <summary>Decides whether a token is good: the rules of section 2 and the first rows of the error table.</summary>
internal sealed class TokenVerifier
{
    private static readonly TimeSpan LongestWithJti = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<SandboxClient> _clients;
    private readonly bool _enforceJti;
    private readonly bool _enforceJwe;
    private readonly object _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _seenUntil = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    public TokenVerifier(IReadOnlyList<SandboxClient> clients, bool enforceJti, bool enforceJwe)
    {
        _clients = clients;
        _enforceJti = enforceJti;
        _enforceJwe = enforceJwe;
    }

    /// <summary>Checks a token.</summary>
    /// <param name="token">The token taken apart, null where there is none that can be read.</param>
    /// <param name="now">The time by the platform's clock.</param>
    /// <param name="client">The client it proves; null where it is refused.</param>
    /// <returns>The refusal; null where the token is good.</returns>
    public Answer? Refuse(ReadToken? token, DateTimeOffset now, out SandboxClient? client)
    {
        client = null;
        if (token is null || (_enforceJwe && !token.Encrypted))
        {
            return ErrorTable.InvalidCredentials();
        }

        // The id is compared in exact spelling [seen].
        var claimed = _clients.FirstOrDefault(c => string.Equals(c.Id, token.ClientId, StringComparison.Ordinal));
        if (claimed is null || !IsSignedBy(claimed, token))
        {
            return ErrorTable.InvalidCredentials();
        }

        // No leeway: the platform's is not known [inferred].
        if (token.ExpiresAt <= now || token.NotBefore > now)
        {
            return ErrorTable.InvalidCredentials();
        }

        if (_enforceJti && RefuseJti(claimed, token, now) is { } refusal)
        {
            return refusal;
        }

        client = claimed;
        return null;
    }

    private Answer? RefuseJti(SandboxClient client, ReadToken token, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(token.JwtId))
        {
            // The words for this one are not known; that it is refused is documented [doc].
            return ErrorTable.InvalidCredentials();
        }

        if (token.ExpiresAt is not { } expires || expires - now > LongestWithJti)
        {
            return ErrorTable.JtiLifetime();
        }

        lock (_gate)
        {
            Sweep(now);
            var key = client.Id + " " + token.JwtId;
            if (_seenUntil.TryGetValue(key, out var until) && until > now)
            {
                return ErrorTable.JtiReplay();
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

    private static bool IsSignedBy(SandboxClient client, ReadToken token)
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
