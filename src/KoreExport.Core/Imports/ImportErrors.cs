using System.Globalization;
using KoreExport.Errors;

namespace KoreExport.Imports;

/// <summary>The errors of imports and of what belongs to them.</summary>
internal static class ImportErrors
{
    public static KoreException Invalid(string path, string why, string action) => new(
        KoreErrorId.ImportInvalid, KoreErrorCategory.InvalidData, $"'{path}' cannot be restored: {why}.", action)
    {
        Target = path,
    };

    public static KoreException Corrupt(string path, string why) => new(
        KoreErrorId.FileCorrupt,
        KoreErrorCategory.InvalidData,
        $"'{path}' is not restored: {why}. Nothing was sent.",
        "Take another backup of the bot: see Get-KoreBackup. Find out what changed the file with Test-KoreBackup.")
    {
        Target = path,
    };

    public static KoreException KindUnsupported(KoreExportKind kind, string why) => new(
        KoreErrorId.OptionInvalid,
        KoreErrorCategory.InvalidArgument,
        $"Exports of kind {kind} cannot be restored: {why}.",
        "Restore them on the platform's own pages. Bot, MlUtterance and Variable can be restored here.");

    public static KoreException WordInvalid(string? word, IEnumerable<string> allowed) => KoreErrors.OptionInvalid(
        $"'{LogSanitizer.Sanitize(word)}' is not a word that the platform knows for -ImportOption. Allowed: {string.Join(", ", allowed)}. "
        + "The platform would accept it and leave the component as it is.",
        "Use one of the allowed words, or leave -ImportOption out to import everything.");

    public static KoreException Failed(string what, string? reason) => new(
        KoreErrorId.ImportFailed,
        KoreErrorCategory.InvalidResult,
        $"The platform reports that {what} failed{Reason(reason)}.",
        "If it fails again, import the same file on the platform's own pages to see whether it fails there too, "
        + "and ask the vendor with the id of the import.")
    {
        PlatformMessage = LogSanitizer.Sanitize(reason),
    };

    public static KoreException Timeout(string what, TimeSpan timeout, string lastSeen, Exception? last) => new(
        KoreErrorId.ImportTimeout,
        KoreErrorCategory.OperationTimeout,
        $"{Upper(what)} did not finish within {Seconds(timeout)} seconds; {lastSeen}. It may still be running on the platform.",
        "Wait until it has ended before anything else is done to the bot. A longer -TimeoutSec leaves large bots more time.",
        last);

    public static KoreException PublishFailed(string what, string? reason) => new(
        KoreErrorId.PublishFailed,
        KoreErrorCategory.InvalidResult,
        $"The platform reports that {what} failed{Reason(reason)}.",
        "See on the platform's own pages which part failed, and publish there or run the restore again with -Publish.")
    {
        PlatformMessage = LogSanitizer.Sanitize(reason),
    };

    public static KoreException PublishTimeout(string what, TimeSpan timeout, string lastSeen, Exception? last) => new(
        KoreErrorId.PublishTimeout,
        KoreErrorCategory.OperationTimeout,
        $"{Upper(what)} did not finish within {Seconds(timeout)} seconds; {lastSeen}. It may still be running on the platform.",
        "See on the platform's own pages whether it was published.",
        last);

    public static KoreException Uncertain(string what, string seen, Exception failure) => new(
        KoreErrorId.ImportUncertain,
        KoreErrorCategory.ConnectionError,
        $"The start of {what} broke off, and it cannot be told whether the platform carries it out: {seen}. {failure.Message}",
        "Look at the bot on the platform's own pages, or list the bots with Get-KoreBot, before anything is started again.",
        failure);

    /// <summary>The failure of a restore: where it happened, what the target is now, and what to do.</summary>
    public static KoreException AtStep(KoreException failure, KoreRestoreStage stage, string target, string state, string action) => new(
        failure.ErrorId,
        failure.Category,
        $"The restore of {target} failed at the step {stage}: {failure.Message.TrimEnd('.')}. {state}",
        $"{action}{(action.Length > 0 ? " " : string.Empty)}{failure.RecommendedAction}",
        failure)
    {
        ExportId = failure.ExportId,
        StatusCode = failure.StatusCode,
        PlatformCode = failure.PlatformCode,
        PlatformMessage = failure.PlatformMessage,
    };

    private static string Reason(string? reason) =>
        string.IsNullOrEmpty(reason) ? " and gives no reason" : $": {LogSanitizer.Sanitize(reason).TrimEnd('.')}";

    private static string Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1).ToString(CultureInfo.InvariantCulture);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
