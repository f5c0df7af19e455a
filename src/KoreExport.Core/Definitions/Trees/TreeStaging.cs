using KoreExport.Files;

namespace KoreExport.Definitions;

/// <summary>
/// Takes the files of a tree into a folder beside the one they are for, readable by their owner alone. What is not moved from there is
/// deleted.
/// </summary>
internal sealed class TreeStaging : ITreeSink, IDisposable
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellationToken;

    public TreeStaging(string target, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        Folder = TemporaryName.For(target);
        PrivateFile.CreateFolder(Folder);
    }

    public string Folder { get; }

    public void Add(string path, byte[] content, int length)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var file = Path.Combine(Folder, path.Replace('/', Path.DirectorySeparatorChar));
        if (_folders.Add(Path.GetDirectoryName(file)!))
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(file)!);
        }

        using var stream = PrivateFile.CreateFile(file);
        stream.Write(content, 0, length);
    }

    public void Dispose() => TreeSwap.DeleteFolder(Folder);
}
