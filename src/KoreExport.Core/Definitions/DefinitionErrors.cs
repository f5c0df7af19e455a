using KoreExport.Errors;

namespace KoreExport.Definitions;

/// <summary>The errors of expanding, merging and comparing.</summary>
internal static class DefinitionErrors
{
    public static KoreException SourceInvalid(string path, string why, Exception? inner = null) =>
        new(
            KoreErrorId.FileCorrupt,
            KoreErrorCategory.InvalidData,
            $"'{path}' cannot be read as an export: {why}. Nothing was written.",
            "Check the file with Test-KoreBackup, or export the bot again.",
            inner)
        {
            Target = path,
        };

    public static KoreException SourceUnsafe(string path, string why) =>
        new(
            KoreErrorId.ArchiveUnsafe,
            KoreErrorCategory.SecurityError,
            $"'{path}' was not expanded: {why}. Nothing was written.",
            "Exports of the platform are not like that. Find out where the file comes from.")
        {
            Target = path,
        };

    public static KoreException SourceIsFolder(string path) =>
        new(
            KoreErrorId.OptionInvalid,
            KoreErrorCategory.InvalidArgument,
            $"'{path}' is a folder, not an export.",
            "Give the zip or the file.")
        {
            Target = path,
        };

    public static KoreException PatternInvalid(string pattern, Exception inner) =>
        KoreErrors.OptionInvalid(
            $"-SecretPattern '{LogSanitizer.Sanitize(pattern)}' is no regular expression: {LogSanitizer.Sanitize(inner.Message)}",
            "Correct the pattern. [regex]::Escape gives one that matches a text as it stands.");

    public static KoreException PathNotFound(string path) =>
        new(KoreErrorId.PathNotFound, KoreErrorCategory.ObjectNotFound, $"There is no file and no folder '{path}'.", "Check the path.")
        {
            Target = path,
        };

    public static KoreException NotATree(string path) =>
        new(
            KoreErrorId.TreeInvalid,
            KoreErrorCategory.InvalidData,
            $"The folder '{path}' is not an expanded export: it has no {TreeNames.Manifest}.",
            "Give the folder that Expand-KoreExport made for the bot.")
        {
            Target = path,
        };

    public static KoreException TreeInvalid(string file, string why, string action, Exception? inner = null) =>
        new(KoreErrorId.TreeInvalid, KoreErrorCategory.InvalidData, $"'{file}' cannot be merged: {why}.", action, inner) { Target = file };

    public static KoreException PartMissing(string file) =>
        TreeInvalid(
            file,
            "the file is missing",
            $"Restore it, or take it out of \"files\" in {TreeNames.Manifest} if the component is to go.");

    public static KoreException Conflict(string file) =>
        TreeInvalid(file, "it holds conflict markers (<<<<<<<, =======, >>>>>>>)", "Resolve the merge conflict and run this again.");

    public static KoreException TreeRedacted(string path) =>
        new(
            KoreErrorId.TreeRedacted,
            KoreErrorCategory.InvalidOperation,
            $"The tree '{path}' was made with -Redact: its secrets are masked and cannot come back, so it cannot be merged.",
            "Expand the export again without -Redact.")
        {
            Target = path,
        };

    public static KoreException TreeInterrupted(string path) =>
        new(
            KoreErrorId.TreeInvalid,
            KoreErrorCategory.InvalidData,
            $"The tree '{path}' is half written: an expansion into it was killed.",
            "Expand the export into it again.")
        {
            Target = path,
        };

    public static KoreException RoundTripFailed(string path, string what) =>
        new(
            KoreErrorId.RoundTripFailed,
            KoreErrorCategory.InvalidResult,
            $"'{path}' was not expanded: merged again, {what}. No tree was left behind, and one that was there is as it was.",
            "This is a defect of the module. Keep the export as it is (-Layout File) and report it.")
        {
            Target = path,
        };

    public static KoreException FolderForeign(string path, string why) =>
        new(
            KoreErrorId.FileExists,
            KoreErrorCategory.ResourceExists,
            $"'{path}' {why}, and was left alone.",
            "Choose another destination, or pass -Force to write there all the same.")
        {
            Target = path,
        };

    public static KoreException WriteFailed(string path, Exception inner) =>
        new(
            KoreErrorId.FileWriteFailed,
            KoreErrorCategory.WriteError,
            $"'{path}' could not be written: {LogSanitizer.Sanitize(inner.Message)} What was there is as it was.",
            "Check free space, rights, and whether an editor or a scanner has files of the folder open.",
            inner)
        {
            Target = path,
        };
}
