using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Models;

namespace KoreExport.Backups;

/// <summary>
/// A backup set as it lies on disk: a folder with a folder for each bot. There is no index: what is there is there, whoever wrote it, and
/// however it came. Foreign files do no harm.
/// </summary>
internal sealed class BackupSetReader
{
    // What sets of the older form had instead of records.
    private static readonly string[] OlderForm = ["kore-export.json", "kore-export.journal"];

    private readonly string _folder;

    private BackupSetReader(string folder) => _folder = folder;

    /// <summary>The full path of the set.</summary>
    public string Folder => _folder;

    /// <summary>
    /// Opens a set; the folder need not exist. Throws <see cref="KoreErrorId.BackupFormatUnsupported"/> for one of an older form.
    /// </summary>
    public static BackupSetReader Open(string folder)
    {
        var full = Path.GetFullPath(folder);
        return Array.Find(OlderForm, name => File.Exists(Path.Combine(full, name))) is { } older
            ? throw KoreErrors.BackupFormatUnsupported(folder, older)
            : new BackupSetReader(full);
    }

    /// <summary>A bot's folder, or the account's; it need not exist.</summary>
    /// <param name="botId">The bot, checked; empty for the account.</param>
    public BackupFolder FolderOf(string botId) => BackupFolder.Open(PathOf(botId));

    /// <summary>The path of a bot's folder, or the account's.</summary>
    public string PathOf(string botId) => Path.Combine(_folder, BackupFileName.FolderName(botId));

    /// <summary>
    /// The paths of the folders that have the name of a bot's, or of the account's, whether there are records in them or not. Throws
    /// <see cref="KoreErrorId.BackupRecordInvalid"/> where the set cannot be listed.
    /// </summary>
    public IReadOnlyList<string> ListFolders()
    {
        try
        {
            return Directory.Exists(_folder)
                ? Directory.EnumerateDirectories(_folder).Where(IsBotFolder).OrderBy(static path => path, StringComparer.Ordinal).ToList()
                : [];
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw KoreErrors.FolderUnreadable(_folder, failure);
        }
    }

    /// <summary>Whether a folder in a set has the name of a bot's, or of the account's.</summary>
    public static bool IsBotFolder(string path)
    {
        var botId = BackupFileName.BotIdOf(Path.GetFileName(path));
        return botId.Length == 0 || BotId.TryParse(botId, out _);
    }
}
