namespace KoreExport.Http;

/// <summary>
/// What an app lacks where the platform says that its scope is incorrect (vendor documentation). Texts are advice to an operator.
/// </summary>
internal static class AppScope
{
    /// <summary>The start and the status of bot exports.</summary>
    public const string BotExport =
        "Add the scope 'Bot Export' (Bot Builder app) or 'Bot Definition > Bot Export' (Admin Console app) to the app" + Published;

    /// <summary>The start and the status of utterance exports.</summary>
    public const string UtteranceExport =
        "Add the scope 'Utterances Export' (Bot Builder app) or 'Test > Utterances Export and Train' (Admin Console app) to the app"
        + Published;

    /// <summary>Variables.</summary>
    public const string Variables =
        "Add the scope 'Export Variables' to the app" + Published + " Only apps of the Bot Builder can have it.";

    /// <summary>Test suites.</summary>
    public const string TestSuites = "Add the scope 'Batch Tests Management' to the app" + Published;

    /// <summary>The account's bots and roles.</summary>
    public const string Account =
        "Use an app of the Admin Console with the scope 'Profile Management > Role Management'; apps of the Bot Builder see one bot "
        + "and cannot have it.";

    /// <summary>The apps that a universal bot links.</summary>
    public const string LinkedApps =
        "Add the scope 'Get linked App details' (Bot Builder app) or 'Getlinkedbotdetails' (Admin Console app) to the app" + Published;

    /// <summary>Uploads, the start and the status of bot imports.</summary>
    public const string BotImport = "Add the scope 'Bot Definition > Bot Import' to the app. Only apps of the Admin Console can have it.";

    /// <summary>Publishing and its status.</summary>
    public const string BotPublish = "Add the scope 'Bot Definition > Bot Publish' to the app. Only apps of the Admin Console can have it.";

    /// <summary>The start and the status of utterance imports.</summary>
    public const string UtteranceImport =
        "Add the scope 'Utterances Import' to the app" + Published + " Only apps of the Bot Builder can have it.";

    /// <summary>The import of variables.</summary>
    public const string VariableImport =
        "Add the scope 'Import Variables' to the app" + Published + " Only apps of the Bot Builder can have it.";

    private const string Published = ", and publish the app if it is new.";
}
