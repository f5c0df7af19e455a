using System.Security.Cryptography;

namespace KoreExport.Sandbox.Tokens;

/// <summary>An app of the account.</summary>
/// <param name="Id">Its client id.</param>
/// <param name="Secret">Its client secret; the characters are the key as they stand.</param>
/// <param name="HasScopes">Whether it has the scopes of its kind of app.</param>
/// <param name="PublicKey">With it the client signs with RS256 or RS512, and with nothing else.</param>
internal sealed record ClientApp(string Id, string Secret, bool HasScopes, RSA? PublicKey = null);
