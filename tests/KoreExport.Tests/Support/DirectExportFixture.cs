using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>A platform and a folder for the exports that it answers at once.</summary>
internal sealed class DirectExportFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kore-direct-");

    private int _named;

    private DirectExportFixture(CoreFixture core) => Core = core;

    public CoreFixture Core { get; }

    public string Folder => _folder.FullName;

    public BotId Bot => BotId.Parse(Core.Bot);

    /// <summary>Saves into the folder, each file under a number.</summary>
    public ExportContext Context => new(Core.Api)
    {
        Save = new SaveOptions { Folder = Folder },
        BeforeCommit = (file, _, _) => CommitDecision.To(
            Path.Combine(Folder, $"{file.Word}{_named++}.{file.Extension}"), static () => { }),
    };

    public IEnumerable<FileInfo> Files => _folder.EnumerateFiles();

    public static DirectExportFixture OnSandbox(Action<KoreSandboxOptions>? set = null) => new(CoreFixture.WithSandbox(set));

    public static DirectExportFixture Facing(Uri host) => new(CoreFixture.Facing(host));

    /// <summary>Saves to a file of the folder.</summary>
    public ExportContext ContextFor(string name, bool overwrite = false) =>
        new(Core.Api) { Save = new SaveOptions { Path = Path.Combine(Folder, name), Overwrite = overwrite } };

    /// <summary>Exports all there is of a kind.</summary>
    public async Task<List<KoreSavedExport>> ExportAsync(KoreExportKind kind, ExportContext? context = null)
    {
        var saved = new List<KoreSavedExport>();
        await ExportDescriptors.For(kind).ExportAsync((context ?? Context) with { Saved = saved.Add }, Bot, default);
        return saved;
    }

    public static void OnlyTheOwnerReads(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    public void Dispose()
    {
        Core.Dispose();
        _folder.Delete(recursive: true);
    }
}
