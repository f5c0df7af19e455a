using System.Globalization;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// The name of a file in a bot's folder: <c>&lt;time, UTC&gt;.&lt;kind&gt;[.&lt;label&gt;].&lt;zip, json or csv&gt;</c>. Its record has the
/// same name with <c>.record.json</c> after it. A record without a file ends in <c>.failed</c> or, where it says which parts there are,
/// in <c>.listed</c> before that. Names sort by time, so that the newest records are found without a look into any.
/// </summary>
/// <param name="Time">The time as the name has it.</param>
/// <param name="Kind">What is exported.</param>
/// <param name="Label">Tells series of a kind apart; see <see cref="BackupSeries.Label"/>.</param>
/// <param name="Ending">The file's extension, or what stands in its place.</param>
internal sealed record BackupFileName(string Time, KoreExportKind Kind, string? Label, string Ending)
{
    /// <summary>Ends the name of every record.</summary>
    public const string RecordExtension = ".record.json";

    /// <summary>Instead of an extension: the export failed.</summary>
    public const string Failed = "failed";

    /// <summary>Instead of an extension: the parts were listed.</summary>
    public const string Listed = "listed";

    /// <summary>The folder for what belongs to the account.</summary>
    public const string AccountFolder = "account";

    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int TimeLength = 19;

    /// <summary>Whether a file belongs to the record.</summary>
    public bool HasFile => Outcome == KoreBackupOutcome.Saved;

    /// <summary>What the record says, by its name.</summary>
    public KoreBackupOutcome Outcome => Ending switch
    {
        Failed => KoreBackupOutcome.Failed,
        Listed => KoreBackupOutcome.Listed,
        _ => KoreBackupOutcome.Saved,
    };

    /// <summary>The file's name.</summary>
    public string FileName => $"{Time}.{BackupKinds.WordOf(Kind)}{(Label is null ? string.Empty : "." + Label)}.{Ending}";

    /// <summary>The record's name.</summary>
    public string RecordName => FileName + RecordExtension;

    /// <summary>The name for something of a series.</summary>
    public static BackupFileName For(BackupSeries series, DateTimeOffset time, string ending) =>
        new(TimeText(time), series.Kind, series.Label(), ending);

    /// <summary>The name of a bot's folder in a set: its id, unless the name is kept for something else.</summary>
    /// <param name="botId">The bot, checked; empty for the account.</param>
    public static string FolderName(string botId) =>
        botId.Length == 0 ? AccountFolder
        : botId.Equals(AccountFolder, StringComparison.OrdinalIgnoreCase) || SavePath.IsReserved(botId) ? "_" + botId
        : botId;

    /// <summary>The bot whose folder has that name; empty for the account's.</summary>
    public static string BotIdOf(string folderName)
    {
        if (folderName == AccountFolder)
        {
            return string.Empty;
        }

        return folderName.StartsWith("_", StringComparison.Ordinal) && FolderName(folderName.Substring(1)) == folderName
            ? folderName.Substring(1)
            : folderName;
    }

    /// <summary>The time as names have it. Two of them compare as the times do, letter by letter.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads the name of a record; null where it is none.</summary>
    public static BackupFileName? ParseRecord(string name) =>
        name.EndsWith(RecordExtension, StringComparison.Ordinal) ? Parse(name.Substring(0, name.Length - RecordExtension.Length)) : null;

    /// <summary>Reads the name of a file; null where it is not one of ours.</summary>
    public static BackupFileName? Parse(string name)
    {
        if (!StartsWithTime(name))
        {
            return null;
        }

        var pieces = name.Substring(TimeLength + 1).Split('.');
        return pieces.Length is 2 or 3 && BackupKinds.Find(pieces[0]) is { } kind && Array.TrueForAll(pieces, IsPlain)
            ? new BackupFileName(name.Substring(0, TimeLength), kind, pieces.Length == 3 ? pieces[1] : null, pieces[pieces.Length - 1])
            : null;
    }

    /// <summary>The next name, a millisecond later, where this one is taken.</summary>
    public BackupFileName Next()
    {
        var time = DateTimeOffset.ParseExact(Time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return this with { Time = TimeText(time.AddMilliseconds(1)) };
    }

    // By hand: a set of 100,000 files has 100,000 names.
    private static bool StartsWithTime(string name)
    {
        if (name.Length <= TimeLength + 1 || name[TimeLength] != '.')
        {
            return false;
        }

        for (var i = 0; i < TimeLength; i++)
        {
            if (i == 8 ? name[i] != 'T' : i == TimeLength - 1 ? name[i] != 'Z' : name[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-'))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
