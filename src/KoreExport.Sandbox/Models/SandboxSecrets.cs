namespace KoreExport;

/// <summary>
/// What the secrets begin with that a sandbox puts where the platform has some. They open nothing; a test can look for these texts where
/// no secret should be.
/// </summary>
public static class SandboxSecrets
{
    /// <summary>The client secrets of the apps in the bots list.</summary>
    public const string JwtAppMark = "SandboxJwtAppSecret";

    /// <summary>The key of a translation engine: <c>translationEngines[].apiKey</c> [seen].</summary>
    public const string TranslationEngineMark = "SandboxTranslationEngineKey";

    /// <summary>The key of a language model: <c>llmConfigsForStream[].integrations.*.apiKey</c> [seen].</summary>
    public const string LanguageModelMark = "SandboxLanguageModelKey";

    /// <summary>The headers of a service: <c>headers.value</c> [seen].</summary>
    public const string ServiceHeaderMark = "SandboxServiceHeader";

    /// <summary>What a service once answered: <c>sampleResponse[].response</c> [seen].</summary>
    public const string SampleResponseMark = "SandboxSampleResponse";

    /// <summary>What is sent to a service: <c>payload.value</c> [inferred].</summary>
    public const string ServicePayloadMark = "SandboxServicePayload";

    /// <summary>The query of a service's address: <c>endPoint.path</c> [inferred].</summary>
    public const string ServiceQueryMark = "SandboxServiceQuery";

    /// <summary>The client of an identity provider: <c>idpConfigurations[]</c> [inferred].</summary>
    public const string IdentityProviderMark = "SandboxIdentityProvider";

    /// <summary>A script of a dialog, percent-encoded as all of them are [inferred].</summary>
    public const string ScriptMark = "SandboxScriptSecret";

    /// <summary>A message that is a script, <c>uxmap</c>, percent-encoded [inferred].</summary>
    public const string MessageScriptMark = "SandboxMessageScript";

    /// <summary>A content variable: <c>contentVariables[].localeData.*.value</c> [inferred].</summary>
    public const string ContentVariableMark = "SandboxContentVariable";

    /// <summary>A variable of <c>config.json</c> that does not say whether it is secured, as half of them do not [seen].</summary>
    public const string EnvironmentVariableMark = "SandboxEnvironmentVariable";

    /// <summary>A variable of <c>config.json</c> with <c>isSecured</c> [inferred].</summary>
    public const string SecuredVariableMark = "SandboxSecuredVariable";

    /// <summary>All that <see cref="KoreSandboxOptions.PlantSecrets"/> puts into bots.</summary>
    public static IReadOnlyList<string> BotMarks { get; } =
    [
        TranslationEngineMark, LanguageModelMark, ServiceHeaderMark, SampleResponseMark, ServicePayloadMark, ServiceQueryMark,
        IdentityProviderMark, ScriptMark, MessageScriptMark, ContentVariableMark, EnvironmentVariableMark, SecuredVariableMark,
    ];
}
