namespace KoreExport;

/// <summary>
/// What the secrets begin with that a sandbox puts where the platform has some. They open nothing; a test can look for these texts where
/// no secret should be.
/// </summary>
public static class SandboxSecrets
{
    /// <summary>The client secrets of the apps in the bots list.</summary>
    public const string JwtAppMark = "SandboxJwtAppSecret";
}
