using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Files;
using KoreExport.Tests.Files;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupLeftoversTests : IDisposable
{
    private readonly SetFixture _fixture = new() { Clock = new FakeClock() };

    private BackupRecord Bot { get; } = SetFixture.About();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void What_a_living_writer_writes_is_left_alone_and_what_is_a_day_old_is_not()
    {
        _fixture.Save(Bot);
        var live = TemporaryName.For(Path.Combine(_fixture.Folder, "st-1", "x.zip"));
        var elsewhere = TemporaryName.For(Path.Combine(_fixture.Folder, "st-1", "y.zip"), "0123abcd", 4711);
        File.WriteAllText(live, "half");
        File.WriteAllText(elsewhere, "half");
        Assert.Empty(Find());

        _fixture.Clock.Advance(TemporaryName.DeadAfter + TimeSpan.FromMinutes(1));
        Assert.Equal([.. new[] { live, elsewhere }.Order()], Find().Order());
        File.AppendAllText(live, "more");
        File.SetLastWriteTimeUtc(live, _fixture.Now.UtcDateTime);
        Assert.Equal([elsewhere], Find());
    }

    [Fact]
    public void What_a_process_of_this_machine_left_that_has_ended_goes_at_once()
    {
        _fixture.Save(Bot);
        var dead = TemporaryNameTests.OfADeadProcess(Path.Combine(_fixture.Folder, "st-1", "x.zip"));
        File.WriteAllText(dead, "half");
        var folder = TemporaryNameTests.OfADeadProcess(Path.Combine(_fixture.Folder, "st-1", "expanded"));
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        File.WriteAllText(Path.Combine(folder, "deep", "botDefinition.json"), "{");
        Assert.Equal([.. new[] { dead, folder }.Order()], Find().Order());

        // Finding changes nothing: whoever only asks what would be done has done nothing.
        Assert.Equal(4, _fixture.Files().Count);
        CleanUp();
        Assert.Equal(2, _fixture.Files().Count);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_file_that_was_whole_and_had_its_record_gets_its_name()
    {
        var path = _fixture.Prepare(Bot, "whole");
        File.WriteAllText(TemporaryNameTests.OfADeadProcess(path), "whole");
        File.WriteAllText(TemporaryNameTests.OfADeadProcess(path), "other");
        File.WriteAllText(TemporaryNameTests.OfADeadProcess(path), "half");
        Assert.Null(_fixture.State(Bot).NewestGood);
        CleanUp();
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal(2, _fixture.Files().Count);
        Assert.Equal(path, _fixture.State(Bot).NewestGood!.FilePath);
    }

    [Fact]
    public void Files_of_others_are_nobodys_to_remove()
    {
        _fixture.Save(Bot);
        string[] foreign = ["notes.partial", ".partial", ".hidden", "README.md"];
        foreach (var name in foreign)
        {
            File.WriteAllText(Path.Combine(_fixture.Folder, name), "mine");
            File.SetLastWriteTimeUtc(Path.Combine(_fixture.Folder, name), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Empty(Find());
    }

    private IReadOnlyList<string> Find() => BackupLeftovers.Find(_fixture.Set, _fixture.Now);

    private void CleanUp()
    {
        foreach (var path in Find())
        {
            BackupLeftovers.CleanUp(path, NullLog.Instance);
        }
    }
}
