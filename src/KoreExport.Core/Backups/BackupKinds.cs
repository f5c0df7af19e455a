namespace KoreExport.Backups;

/// <summary>What a backup set has to know of each kind of export.</summary>
internal static class BackupKinds
{
    private static readonly (KoreExportKind Kind, string Word, string? DefaultOptions, bool BelongsToAccount)[] Table =
    [
        (KoreExportKind.Bot, "bot", """{"exportType":"latest"}""", false),
        (KoreExportKind.MlUtterance, "utterances", "state=configured&type=csv", false),
        (KoreExportKind.Variable, "variables", null, false),
        (KoreExportKind.TestSuite, "testsuite", null, false),
        (KoreExportKind.Role, "roles", null, true),
    ];

    /// <summary>The kind as it is called in the name of a file.</summary>
    public static string WordOf(KoreExportKind kind) => Of(kind).Word;

    /// <summary>The options of an export that nothing special was asked of.</summary>
    public static string? DefaultOptionsOf(KoreExportKind kind) => Of(kind).DefaultOptions;

    /// <summary>Whether it is of the account and not of a bot.</summary>
    public static bool BelongsToAccount(KoreExportKind kind) => Of(kind).BelongsToAccount;

    /// <summary>The kind with such a word, or null.</summary>
    public static KoreExportKind? Find(string word)
    {
        foreach (var (kind, its, _, _) in Table)
        {
            if (its == word)
            {
                return kind;
            }
        }

        return null;
    }

    private static (KoreExportKind Kind, string Word, string? DefaultOptions, bool BelongsToAccount) Of(KoreExportKind kind) =>
        Array.Find(Table, row => row.Kind == kind);
}
