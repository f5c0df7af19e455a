using System.Globalization;

namespace KoreExport.Errors;

/// <summary>
/// Makes the errors that have nothing to do with one HTTP answer; those are in <c>Http</c>. Texts are written for somebody who reads them
/// in a log at night: what happened, to which bot, and what to do.
/// </summary>
internal static class KoreErrors
{
    public static KoreException SessionMissing() => new(
        KoreErrorId.SessionMissing,
        KoreErrorCategory.InvalidOperation,
        "There is no session: this runspace is not connected to a platform.",
        "Run Connect-KoreSession first, or pass a session with -Session. In ForEach-Object -Parallel each runspace needs one: pass "
        + "-Session $using:session. A job is another process, where no session survives: connect inside it, for instance with "
        + "-FromEnvironment.");

    public static KoreException SessionDeserialised() => new(
        KoreErrorId.SessionUnusable,
        KoreErrorCategory.InvalidOperation,
        "This session is a deserialized copy, from a file, a job or another process. It has no credentials and cannot be used.",
        "Run Connect-KoreSession where the session is needed, with the secret from a vault or from the environment (-FromEnvironment).");

    public static KoreException SessionClosed() => new(
        KoreErrorId.SessionUnusable,
        KoreErrorCategory.InvalidOperation,
        "This session has been disconnected.",
        "Run Connect-KoreSession again.");

    public static KoreException HostInvalid(string host, string why) => new(
        KoreErrorId.HostInvalid,
        KoreErrorCategory.InvalidArgument,
        $"'{LogSanitizer.Sanitize(host)}' is not the address of a platform: {why}.",
        "Give the host as in https://platform.kore.ai, with a port if it has one and no path.");

    public static KoreException HostInsecure(Uri host) => new(
        KoreErrorId.HostInsecure,
        KoreErrorCategory.SecurityError,
        $"'{LogSanitizer.Address(host)}' would be connected over plain HTTP: tokens and exports could be read on the way.",
        "Use https. If the platform has no https and the network can be trusted, pass -AllowHttp.");

    public static KoreException CredentialInvalid(string why, string action, Exception? inner = null) => new(
        KoreErrorId.CredentialInvalid, KoreErrorCategory.InvalidArgument, why, action, inner);

    public static KoreException BotIdInvalid(string? botId) => new(
        KoreErrorId.BotIdInvalid,
        KoreErrorCategory.InvalidArgument,
        string.IsNullOrEmpty(botId)
            ? "The bot id is empty."
            : $"'{LogSanitizer.Sanitize(botId)}' is not a valid bot id: it may have letters, digits, '-', '_' and single dots, "
                + "and at most 128 characters.",
        "Take the id from the platform under General Settings; it looks like st-6fa10d24-0000-0000-0000-1e33a82b115e.")
    {
        Target = LogSanitizer.Sanitize(botId),
    };

    public static KoreException BotIdMissing(string kind) => new(
        KoreErrorId.BotIdInvalid,
        KoreErrorCategory.InvalidArgument,
        $"There is no bot id with an input of kind {kind}, so nothing was exported for it.",
        "Pass bots, or objects that name one. Problems of a backup that are about a file or a folder name none: look at their Message.");

    public static KoreException BotNotListed(string bot) => new(
        KoreErrorId.BotNotFound,
        KoreErrorCategory.ObjectNotFound,
        $"There is no bot '{LogSanitizer.Sanitize(bot)}', neither by name nor by id.",
        "List the bots with Get-KoreBot. Check the bot id (General Settings on the platform), and that the app belongs to the bot's "
            + "account.")
    {
        Target = LogSanitizer.Sanitize(bot),
    };

    public static KoreException TestSuiteNotFound(string botId, string name) => new(
        KoreErrorId.TestSuiteNotFound,
        KoreErrorCategory.ObjectNotFound,
        $"Bot {botId} has no test suite '{LogSanitizer.Sanitize(name)}'.",
        "List them with Get-KoreTestSuite. Suites can be of one language: see -Language.")
    {
        Target = botId,
    };

    public static KoreException OptionInvalid(string what, string action) => new(
        KoreErrorId.OptionInvalid, KoreErrorCategory.InvalidArgument, what, action);

    public static KoreException BodyTooDeep() => OptionInvalid(
        "-AdditionalBody is nested too deeply, or contains itself.",
        "Pass a plain hashtable of strings, numbers, booleans, lists and hashtables.");

    public static KoreException ExportInvalid(string why) => new(
        KoreErrorId.ExportInvalid,
        KoreErrorCategory.InvalidArgument,
        why,
        "Pass what Start-KoreBotExport, Start-KoreMlExport or Wait-KoreExport returned, or -BotId, -Id and -Kind.");

    public static KoreException ExportFailed(string botId, string id, string kind, string? reason) => new(
        KoreErrorId.ExportFailed,
        KoreErrorCategory.InvalidResult,
        $"The platform reports that {kind} {id} of bot {botId} failed"
        + $"{(string.IsNullOrEmpty(reason) ? " and gives no reason" : $": {LogSanitizer.Sanitize(reason)}")}.",
        "Start the export again; if it fails again, export from the platform's own pages to see whether it fails there too, and ask the "
        + "vendor with this request id.")
    {
        Target = botId,
        PlatformMessage = LogSanitizer.Sanitize(reason),
    };

    public static KoreException ExportTimeout(string botId, string id, TimeSpan timeout, string lastSeen, Exception? last) => new(
        KoreErrorId.ExportTimeout,
        KoreErrorCategory.OperationTimeout,
        $"Export {id} of bot {botId} did not finish within {Seconds(timeout)} seconds; {lastSeen}.",
        "It may still finish on the platform: wait for it again with Wait-KoreExport -BotId -Id -Kind and a longer -TimeoutSec; "
        + "there is no need to start another one.",
        last)
    {
        Target = botId,
    };

    public static KoreException ExportSuperseded(string botId, string id, string otherId) => new(
        KoreErrorId.ExportSuperseded,
        KoreErrorCategory.InvalidResult,
        $"Export {id} of bot {botId} was superseded by another one, {LogSanitizer.Sanitize(otherId)}: the platform shows only the latest "
        + "export of a bot, and somebody started one after this. The other file was not downloaded.",
        "Start the export again, and make sure that two jobs do not export the same bot at the same time.")
    {
        Target = botId,
    };

    public static KoreException AnotherExport(string botId, string id, string otherId) => new(
        KoreErrorId.ExportSuperseded,
        KoreErrorCategory.InvalidResult,
        $"The platform shows export {LogSanitizer.Sanitize(otherId)} of bot {botId}, not {LogSanitizer.Sanitize(id)}. "
        + "Without the time when that was made it cannot be told which of the two came first.",
        "Pipe the export itself, or pass its -CreatedOn, so that older and newer can be told apart. "
        + "Leave -Id out to see whatever is latest.")
    {
        Target = botId,
    };

    public static KoreException WrongKind(string botId, string given, string asked) => new(
        KoreErrorId.ExportInvalid,
        KoreErrorCategory.InvalidArgument,
        $"The export of bot {botId} is of kind {given}; kind {asked} was expected.",
        "Use Get-KoreBotExportStatus for bot exports and Get-KoreMlExportStatus for utterance exports.")
    {
        Target = botId,
    };

    public static KoreException ExportUnidentified(string botId, string id) => new(
        KoreErrorId.ExportUnidentified,
        KoreErrorCategory.InvalidResult,
        $"The status of bot {botId} carries no '_id', so it cannot be told whether it shows export {id} or another one.",
        "Start the export again. If it happens again, ask whoever runs the platform: its status has to say which export it is about.")
    {
        Target = botId,
    };

    public static KoreException StartUnidentified(string botId) => new(
        KoreErrorId.ExportUnidentified,
        KoreErrorCategory.InvalidResult,
        $"The answer to the start of an export of bot {botId} has no '_id', so the export cannot be told from another one.",
        "Start the export again. If it happens again, ask whoever runs the platform: its answers have to say which export they are about.")
    {
        Target = botId,
    };

    public static KoreException DownloadLinkMissing(string botId, string id, TimeSpan waited) => new(
        KoreErrorId.DownloadLinkMissing,
        KoreErrorCategory.InvalidResult,
        $"Export {id} of bot {botId} succeeded, but the platform gave no download link for it within {Seconds(waited)} seconds.",
        "Start the export again. For utterances: a bot without utterances has nothing to export.")
    {
        Target = botId,
    };

    public static KoreException DownloadLinkRefused(string botId, string why, string action) => new(
        KoreErrorId.DownloadLinkRefused, KoreErrorCategory.SecurityError, $"The download link of bot {botId} was refused: {why}.", action)
    {
        Target = botId,
    };

    public static KoreException DownloadFailed(
        string botId,
        string why,
        Exception? inner = null,
        int? statusCode = null,
        KoreErrorCategory category = KoreErrorCategory.ConnectionError) => new(
        KoreErrorId.DownloadFailed,
        category,
        $"The file of bot {botId} could not be downloaded: {why}.",
        "Run Save-KoreExport again for the same export; it asks for a fresh link. If only downloads fail, check whether a proxy or "
        + "firewall lets this machine reach the download host.",
        inner)
    {
        Target = botId,
        StatusCode = statusCode,
    };

    public static KoreException DownloadTimeout(string botId, TimeSpan timeout, long received, long? total) => new(
        KoreErrorId.DownloadFailed,
        KoreErrorCategory.OperationTimeout,
        $"The file of bot {botId} could not be downloaded: it took longer than {Seconds(timeout)} seconds; "
        + FormattableString.Invariant($"{received}{(total is { } all ? $" of {all}" : string.Empty)} bytes had arrived."),
        "Check the network and the proxy. A large file on a slow line needs a longer -TimeoutSec.")
    {
        Target = botId,
    };

    public static KoreException DownloadIncomplete(
        string botId, long expected, long received, string announcedBy, KoreException? cause = null) => new(
        KoreErrorId.DownloadIncomplete,
        KoreErrorCategory.InvalidData,
        FormattableString.Invariant(
            $"Size mismatch: the file of bot {botId} has {received} bytes where {announcedBy} announced {expected}. Nothing was saved.")
        + (cause is null ? string.Empty : " The last failure: " + cause.Message),
        "Run Save-KoreExport again; if the sizes differ again, start a new export.",
        cause)
    {
        Target = botId,
    };

    public static KoreException FileExists(string path) => new(
        KoreErrorId.FileExists,
        KoreErrorCategory.ResourceExists,
        $"'{LogSanitizer.FilePath(path)}' already exists and was not changed.",
        "Choose another -Path or -Destination, or pass -Force to replace it once the new file is whole.")
    {
        Target = path,
    };

    public static KoreException FileCorrupt(string target, string why, Exception? inner = null) => new(
        KoreErrorId.FileCorrupt,
        KoreErrorCategory.InvalidData,
        $"The file of bot {target} was downloaded but is not a valid export: {why}. Nothing was saved.",
        "Start a new export. If it happens again, look at what the download host really sends: a proxy may answer with a page of its own.",
        inner)
    {
        Target = target,
    };

    public static KoreException FileWriteFailed(string path, Exception inner, string? action = null) => new(
        KoreErrorId.FileWriteFailed,
        KoreErrorCategory.WriteError,
        $"'{LogSanitizer.FilePath(path)}' could not be written: {LogSanitizer.Sanitize(inner.Message)}",
        action ?? "Check that the folder exists, that this account may write there and that the disk has room. "
            + "What was there before is unharmed.",
        inner)
    {
        Target = path,
    };

    public static KoreException BackupRecordInvalid(string path, string why, Exception? inner = null) => new(
        KoreErrorId.BackupRecordInvalid,
        KoreErrorCategory.InvalidData,
        $"The backup record '{path}' cannot be used: {why}.",
        "The other records of the set are not concerned. Bring this one back from a copy, or delete it together with its file; the next "
            + "export of the bot writes a new one.",
        inner)
    {
        Target = path,
    };

    public static KoreException FolderUnreadable(string folder, Exception inner) => new(
        KoreErrorId.BackupRecordInvalid,
        KoreErrorCategory.InvalidData,
        $"The folder '{folder}' cannot be listed: {LogSanitizer.Sanitize(inner.Message)}",
        "Check that this account may read the folder, and that the disk or share is there.",
        inner)
    {
        Target = folder,
    };

    public static KoreException BackupFormatUnsupported(string folder, string file) => new(
        KoreErrorId.BackupFormatUnsupported,
        KoreErrorCategory.InvalidData,
        $"The folder '{folder}' holds a backup set of an older form ('{file}'), which this version of KoreExport cannot read or add to.",
        "Export to a new, empty folder. The exports in the old one are unharmed; keep them for as long as you need them.")
    {
        Target = folder,
    };

    public static KoreException BackupFaulty(string target, int problems, string first) => new(
        KoreErrorId.BackupFaulty,
        KoreErrorCategory.InvalidResult,
        "The backup is not as it should be: "
        + $"{problems.ToString(CultureInfo.InvariantCulture)} {(problems == 1 ? "problem" : "problems, the first")}: {first}",
        "Look at the report's Problems. What is missing, damaged, failed or stale comes back with a new export: Export-KoreBot for these "
        + "bots into the same folder.")
    {
        Target = target,
    };

    private static string Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1).ToString(CultureInfo.InvariantCulture);
}
