using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kore-atomic-").FullName;

    [Fact]
    public void A_free_name_is_taken_and_one_that_is_not_free_is_not()
    {
        File.WriteAllText(At("temporary"), "new");
        AtomicFile.MoveNew(At("temporary"), At("file"));
        Assert.Equal("new", File.ReadAllText(At("file")));
        Assert.False(File.Exists(At("temporary")));

        File.WriteAllText(At("temporary"), "newer");
        Assert.Throws<IOException>(() => AtomicFile.MoveNew(At("temporary"), At("file")));
        Assert.Equal("new", File.ReadAllText(At("file")));
        Assert.Equal("newer", File.ReadAllText(At("temporary")));
    }

    [Fact]
    public void A_name_is_taken_from_whatever_file_has_it()
    {
        foreach (var content in new[] { "first", "second" })
        {
            File.WriteAllText(At("temporary"), content);
            AtomicFile.Replace(At("temporary"), At("file"));
            Assert.Equal(content, File.ReadAllText(At("file")));
            Assert.False(File.Exists(At("temporary")));
        }
    }

    [Fact]
    [Fault(FaultArea.Saving, "several processes replace one file while others read it", "there is always a whole file under the name")]
    public async Task At_no_moment_is_there_no_file_or_half_a_file()
    {
        File.WriteAllText(At("file"), new string('x', 10_000));
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                File.WriteAllText(At($"temporary{writer}"), new string((char)('a' + writer), 10_000));
                AtomicFile.Replace(At($"temporary{writer}"), At("file"));
            }
        })).ToList();
        var reads = 0;
        do
        {
            var text = ReadShared(At("file"));
            Assert.Equal(10_000, text.Length);
            Assert.Single(text.Distinct());
            reads++;
        }
        while (!Task.WhenAll(writers).IsCompleted);
        await Task.WhenAll(writers);
        Assert.True(reads > 0);
    }

    [Fact]
    public void A_folder_gets_a_free_name_with_all_that_is_in_it()
    {
        Directory.CreateDirectory(At("temporary"));
        File.WriteAllText(Path.Combine(At("temporary"), "a.txt"), "a");
        AtomicFile.MoveFolder(At("temporary"), At("folder"));
        Assert.Equal("a", File.ReadAllText(Path.Combine(At("folder"), "a.txt")));

        Directory.CreateDirectory(At("temporary"));
        Assert.Throws<IOException>(() => AtomicFile.MoveFolder(At("temporary"), At("folder")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
