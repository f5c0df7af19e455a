using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Imports;

/// <summary>A folder of the user's alone for exports that nobody keeps; they may hold secrets.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "koreexport-" + Guid.NewGuid().ToString("N"));
    private int _files;

    public TemporaryFolder()
    {
        try
        {
            PrivateFile.CreateFolder(_path);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(_path, failure);
        }
    }

    /// <summary>A path that is free.</summary>
    public string NewFile(string extension) =>
        Path.Combine(_path, $"{Interlocked.Increment(ref _files).ToString(System.Globalization.CultureInfo.InvariantCulture)}.{extension}");

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // The system clears its own folder for such files.
        }
    }
}
