using System.IO.Compression;
using KoreExport.Errors;
using KoreExport.Verification;

namespace KoreExport.Definitions;

/// <summary>An export as it was saved: an archive, or a single file.</summary>
internal sealed class ExportSource : IDisposable
{
    private const int MaximumEntry = 1 << 30;
    private readonly FileStream? _stream;
    private readonly ZipArchive? _archive;
    private readonly List<ZipDirectoryEntry> _directory = [];
    private long _unpacked;

    private ExportSource(string path)
    {
        Path = path;
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        IsArchive = _stream.ReadByte() == 'P' && _stream.ReadByte() == 'K';
        if (IsArchive)
        {
            _directory = ZipDirectory.Read(_stream);
            _stream.Position = 0;
            _archive = new ZipArchive(_stream, ZipArchiveMode.Read, leaveOpen: true);
            Entries = [.. _archive.Entries.Select((entry, index) => Entry(entry, _directory[index]))];
        }
        else
        {
            Entries = [new SourceEntry(System.IO.Path.GetFileName(path), IsFolder: false, ReadFile)];
        }
    }

    public string Path { get; }

    public bool IsArchive { get; }

    /// <summary>The entries in their order; content is read when it is asked for.</summary>
    public IReadOnlyList<SourceEntry> Entries { get; } = [];

    /// <summary>The entry with the definition, or null.</summary>
    public SourceEntry? Definition =>
        Entries.FirstOrDefault(static entry => entry.IsDefinition) ?? (IsArchive || !IsJson(Path) ? null : Entries[0]);

    public static ExportSource Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw DefinitionErrors.SourceIsFolder(path);
        }

        if (!File.Exists(path))
        {
            throw DefinitionErrors.PathNotFound(path);
        }

        try
        {
            return new ExportSource(path);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw DefinitionErrors.SourceInvalid(path, LogSanitizer.Sanitize(failure.Message), failure);
        }
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _stream?.Dispose();
    }

    private SourceEntry Entry(ZipArchiveEntry entry, ZipDirectoryEntry announced)
    {
        var name = LogSanitizer.Sanitize(entry.FullName);
        return announced switch
        {
            { IsEncrypted: true } => throw new InvalidDataException($"its entry '{name}' is encrypted"),
            { IsSymbolicLink: true } => throw DefinitionErrors.SourceUnsafe(Path, $"its entry '{name}' is a symbolic link"),
            _ => new SourceEntry(entry.FullName, entry.FullName.EndsWith("/", StringComparison.Ordinal), () => ReadEntry(entry, announced)),
        };
    }

    private byte[] ReadEntry(ZipArchiveEntry entry, ZipDirectoryEntry announced)
    {
        var name = LogSanitizer.Sanitize(entry.FullName);
        _unpacked += entry.Length;
        if (entry.Length > MaximumEntry || ArchiveLimits.Refusal(_unpacked, _stream!.Length) is not null)
        {
            throw DefinitionErrors.SourceUnsafe(Path, $"its entry '{name}' unpacks to {entry.Length} bytes");
        }

        try
        {
            var content = new byte[entry.Length];
            using var stream = entry.Open();
            Fill(stream, content);
            Crc32 crc = default;
            crc.Append(content);
            return crc.Value == announced.Crc32 && stream.ReadByte() < 0 ? content : throw new InvalidDataException("checksum mismatch");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw DefinitionErrors.SourceInvalid(Path, $"its entry '{name}' is damaged", failure);
        }
    }

    private byte[] ReadFile()
    {
        if (_stream!.Length > MaximumEntry)
        {
            throw DefinitionErrors.SourceUnsafe(Path, "it is larger than 1 GB");
        }

        var content = new byte[_stream.Length];
        _stream.Position = 0;
        Fill(_stream, content);
        return content;
    }

    private static void Fill(Stream stream, byte[] content)
    {
        for (var count = 0; count < content.Length; )
        {
            var read = stream.Read(content, count, content.Length - count);
            count += read > 0 ? read : throw new InvalidDataException("it ends too early");
        }
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
