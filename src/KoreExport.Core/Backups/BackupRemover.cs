using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// Removes a file of a set together with its record, so that a process may be killed at any moment: the file takes a temporary name, the
/// record goes, and then the file. Until the record is gone the two belong together, and whoever cleans up gives the file its name again;
/// from then on it is a left-over.
/// </summary>
internal static class BackupRemover
{
    /// <summary>Removes it; one that is gone already is no error.</summary>
    public static void Remove(BackupEntry entry)
    {
        var temporary = TemporaryName.For(entry.FilePath);
        try
        {
            BusyRetry.Run(() => File.Move(entry.FilePath, temporary), () => File.Exists(entry.FilePath), attempts: 5);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw Failed(entry, failure);
        }

        try
        {
            File.Delete(entry.RecordPath);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            PutBack(temporary, entry.FilePath);
            throw Failed(entry, failure);
        }

        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // The set does not know it any more, and the next export into the set removes it.
        }
    }

    private static void PutBack(string temporary, string path)
    {
        try
        {
            AtomicFile.MoveNew(temporary, path);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // Then it is as after a kill: the next export into the set gives it its name.
        }
    }

    private static KoreException Failed(BackupEntry entry, Exception failure) => new(
        KoreErrorId.FileRemoveFailed,
        KoreErrorCategory.WriteError,
        $"'{entry.FilePath}' could not be removed: {LogSanitizer.Sanitize(failure.Message)} It and its record are still there.",
        "Check that this account may delete files there, and whether an editor or a scanner has the file open.",
        failure)
    {
        Target = entry.FilePath,
    };
}
