using System.Security.Cryptography;

namespace KoreExport.Sandbox.Tokens;

/// <summary>An app of the account: who may sign, with what, and whether it has the scopes of its kind of app.</summary>
internal sealed class SandboxClient
{
    public SandboxClient(string id, string secret, bool hasScopes, RSA? publicKey = null)
    {
        Id = id;
        Secret = secret;
        HasScopes = hasScopes;
        PublicKey = publicKey;
    }

    public string Id { get; }

    public string Secret { get; }

    public bool HasScopes { get; }

    /// <summary>With it the client signs with RS256 or RS512, and with nothing else.</summary>
    public RSA? PublicKey { get; }
}
