using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// Records on disk. Written under a temporary name, flushed, and then renamed, so that at no moment there is half of one under its
/// name. Nothing is locked: on network shares locks do not hold, and none is needed.
/// </summary>
internal static class BackupRecordFile
{
    // A record has a kilobyte; beyond this, somebody made it to exhaust memory.
    private const long MaximumLength = 4 * 1024 * 1024;

    /// <summary>Reads a record; null where it is not there. Throws <see cref="KoreErrorId.BackupRecordInvalid"/>.</summary>
    public static BackupRecord? Read(string path)
    {
        byte[]? bytes = null;
        try
        {
            BusyRetry.Run(() => bytes = ReadBytes(path), () => File.Exists(path), attempts: 5);
            return BackupRecordJson.Read(bytes);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (FormatException problem)
        {
            throw KoreErrors.BackupRecordInvalid(path, problem.Message);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            var why = LogSanitizer.Sanitize(failure.Message).TrimEnd('.');
            throw KoreErrors.BackupRecordInvalid(path, $"it cannot be read: {why}", failure);
        }
    }

    /// <summary>Writes a new record; false where the name is taken.</summary>
    public static bool TryCreate(string path, BackupRecord record) => Write(path, record, temporary =>
    {
        try
        {
            AtomicFile.MoveNew(temporary, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    });

    /// <summary>Puts a record in the place of an older version of it.</summary>
    public static void Replace(string path, BackupRecord record) => Write(path, record, temporary =>
    {
        AtomicFile.Replace(temporary, path);
        return true;
    });

    private static bool Write(string path, BackupRecord record, Func<string, bool> rename)
    {
        string? temporary = null;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            temporary = TemporaryName.For(path);
            using (var stream = PrivateFile.CreateFile(temporary))
            {
                var bytes = BackupRecordJson.Write(record);
                stream.Write(bytes, 0, bytes.Length);

                // A rename that survives a power cut must not survive its contents.
                stream.Flush(flushToDisk: true);
            }

            return rename(temporary);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(path, failure);
        }
        finally
        {
            Delete(temporary);
        }
    }

    private static void Delete(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // Whatever ended the work is the error to report; a left-over has a name that says what it is.
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (stream.Length > MaximumLength)
        {
            throw new FormatException("it is too large");
        }

        var bytes = new byte[stream.Length];
        var filled = 0;
        for (int read; filled < bytes.Length && (read = stream.Read(bytes, filled, bytes.Length - filled)) > 0; filled += read)
        {
        }

        return bytes;
    }
}
