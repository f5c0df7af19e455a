namespace KoreExport;

/// <summary>What is exported: the two kinds that run as jobs on the platform, and those that it answers at once.</summary>
public enum KoreExportKind
{
    /// <summary>The bot's definition and everything that belongs to it: a zip file. Runs as a job.</summary>
    Bot,

    /// <summary>The utterances that machine learning was trained with: a CSV or JSON file. Runs as a job.</summary>
    MlUtterance,

    /// <summary>The bot's variables: a JSON file. Values of secured variables come back empty.</summary>
    Variable,

    /// <summary>The bot's batch test suites: a file each.</summary>
    TestSuite,

    /// <summary>The roles of the account, which belong to no bot: a JSON file for each type of role.</summary>
    Role,
}
