using KoreExport.Backups;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupRemoverTests
{
    [Fact]
    public void A_file_and_its_record_go_together()
    {
        using var set = new SetFixture();
        set.Save(SetFixture.About());
        BackupRemover.Remove(Assert.Single(set.Set.FolderOf(SetFixture.Bot).Entries));
        Assert.Empty(set.Files());
    }

    [Fact]
    public async Task Killed_after_the_file_has_lost_its_name_the_set_is_whole_and_gets_it_back()
    {
        using var set = new SetFixture();
        var path = set.Save(SetFixture.About());
        File.Move(path, TemporaryName.For(path, "0000000000000000", int.MaxValue));
        Assert.True((await set.TestAsync()).Ok);
        CleanUp(set);
        Assert.True(File.Exists(path));
        Assert.Equal(1, (await set.TestAsync()).GoodFileCount);
    }

    [Fact]
    public async Task Killed_after_the_record_is_gone_the_file_is_a_left_over()
    {
        using var set = new SetFixture();
        set.Save(SetFixture.About());
        set.Night();
        var path = set.Save(SetFixture.About(), "second");
        File.Move(path, TemporaryName.For(path, "0000000000000000", int.MaxValue));
        File.Delete(path + BackupFileName.RecordExtension);
        Assert.True((await set.TestAsync()).Ok);
        CleanUp(set);
        Assert.Equal(2, set.Files().Count);
    }

    [SmallDiskFact]
    public void What_cannot_be_removed_is_still_there_with_its_record()
    {
        using var disk = SmallDisk.Mount("1m");
        using var set = new SetFixture { Folder = Path.Combine(disk.Folder, "set") };
        set.Save(SetFixture.About());
        disk.MakeReadOnly();
        var failure = Assert.Throws<KoreException>(() => BackupRemover.Remove(Assert.Single(set.Set.FolderOf(SetFixture.Bot).Entries)));
        Assert.Equal(KoreErrorId.FileRemoveFailed, failure.ErrorId);
        Assert.Equal(2, set.Files().Count);
    }

    // As the next export into the set does, once nobody can be at work any more.
    private static void CleanUp(SetFixture set)
    {
        foreach (var left in BackupLeftovers.Find(set.Set, set.Now + TemporaryName.DeadAfter + TimeSpan.FromDays(400)))
        {
            BackupLeftovers.CleanUp(left, new RecordingLog());
        }
    }
}
