using System.Security.Cryptography;
using System.Text;
using KoreExport.Backups;

namespace KoreExport.Tests.Support;

/// <summary>A folder for a backup set, with a clock of its own, that is written to as exports do it but without a platform.</summary>
internal sealed class SetFixture : IDisposable
{
    public const string Bot = "st-1";
    public const string Host = "https://platform.kore.example";
    public const string Latest = """{"exportType":"latest"}""";
    public const string Published = """{"exportType":"published"}""";

    private readonly string _root = Directory.CreateTempSubdirectory("koreexport-set-").FullName;

    public SetFixture() => Folder = Path.Combine(_root, "set");

    public FakeClock Clock { get; init; } = new(new DateTimeOffset(2030, 1, 1, 3, 0, 0, TimeSpan.Zero));

    public string Folder { get; set; }

    public DateTimeOffset Now => Clock.UtcNow;

    public BackupSetReader Set => BackupSetReader.Open(Folder);

    public BackupSetWriter Writer => new(Folder, () => Clock.UtcNow);

    public string NewFolder() => Path.Combine(_root, Guid.NewGuid().ToString("N"));

    public static BackupRecord Roles { get; } = new() { Kind = KoreExportKind.Role, Part = "admin", Host = Host, ClientId = "cs-1" };

    public static BackupRecord About(
        string botId = Bot,
        KoreExportKind kind = KoreExportKind.Bot,
        string? options = Latest,
        string? part = null,
        string host = Host) => new()
    {
        BotId = botId,
        Name = "Bot " + botId,
        Kind = kind,
        Options = kind == KoreExportKind.Bot ? options : null,
        Part = part,
        Host = host,
        ClientId = "cs-1",
    };

    public BackupState State(BackupRecord about) => Set.FolderOf(about.BotId).StateOf(about.Series, Now);

    /// <summary>Saves a file as an export does, record first; returns its path.</summary>
    public string Save(BackupRecord about, string content = "content", string extension = "zip")
    {
        var path = Prepare(about, content, extension);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes the record of a file and not the file.</summary>
    public string Prepare(BackupRecord about, string content = "content", string extension = "zip")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return Writer.Save(about with { Size = bytes.Length, Sha256 = hash, ContentHash = hash }, extension, State(about));
    }

    public void Renew(BackupRecord about)
    {
        var state = State(about);
        Writer.Renew(state.NewestGood!, state);
    }

    public void Fail(BackupRecord about, string error = KoreErrorId.ExportFailed) =>
        Writer.Fail(about with { ErrorId = error, Message = "It failed." }, State(about));

    public void List(BackupRecord about, params string[] parts)
    {
        about = about with { Part = null };
        Writer.List(about with { Parts = parts }, State(about));
    }

    public Task<KoreBackupReport> TestAsync(BackupTestOptions? options = null, params string[] folders)
    {
        var tester = new BackupTester(Clock, options ?? new BackupTestOptions());
        return tester.RunAsync(folders.Length > 0 ? folders : [Folder], CancellationToken.None);
    }

    public List<KoreBackup> Find(BackupQuery? query = null) =>
        (query ?? new BackupQuery()).Find(Set, Now).SelectMany(result => result.Backups).ToList();

    public void Night(int nights = 1) => Clock.Advance(TimeSpan.FromDays(nights));

    /// <summary>The names of all files in the set, below it.</summary>
    public List<string> Files() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList()
        : [];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
