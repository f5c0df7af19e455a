namespace KoreExport;

/// <summary>What a backup can hold of a bot: the two exports that run as jobs, and those that the platform answers at once.</summary>
public enum KoreBackupKind
{
    /// <summary>The bot's definition and everything that belongs to it: a zip file.</summary>
    Bot,

    /// <summary>The utterances that machine learning was trained with: a CSV or JSON file.</summary>
    MlUtterance,

    /// <summary>The bot's variables: a JSON file. Values of secured variables come back empty.</summary>
    Variable,

    /// <summary>The bot's batch test suites: a file each.</summary>
    TestSuite,

    /// <summary>The roles of the account, which belong to no bot: a JSON file for each type of role.</summary>
    Role,
}

/// <summary>How the two enumerations of kinds relate.</summary>
internal static class KoreBackupKinds
{
    public static KoreBackupKind ToBackupKind(this KoreExportKind kind) => kind == KoreExportKind.Bot ? KoreBackupKind.Bot : KoreBackupKind.MlUtterance;
}
