using System.Diagnostics;
using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

/// <summary>What may happen to a set as a folder of files: it is copied, merged, kept in git.</summary>
public sealed class BackupSetReaderTests : IDisposable
{
    private readonly SetFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Shards_that_were_merged_by_copying_are_one_set()
    {
        var merged = _fixture.NewFolder();
        string[] shards = [_fixture.NewFolder(), _fixture.NewFolder()];
        for (var night = 0; night < 3; night++)
        {
            for (var bot = 0; bot < 6; bot++)
            {
                // The third night finds half of the bots on the other shard.
                _fixture.Folder = shards[(bot + (night == 2 && bot < 3 ? 1 : 0)) % 2];
                _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
                _fixture.Save(SetFixture.About($"st-{bot}"), $"{bot} of {night}");
                _fixture.Save(SetFixture.Roles, $"roles {bot} {night}", "json");
            }

            _fixture.Night();
        }

        foreach (var shard in shards)
        {
            Copy(shard, merged);
        }

        _fixture.Folder = merged;
        HashSet<string> bots = [.. Enumerable.Range(0, 6).Select(bot => $"st-{bot}")];
        var report = await _fixture.TestAsync(new BackupTestOptions { MaximumAge = TimeSpan.FromHours(26), Strict = true, BotIds = bots });
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        Assert.Equal((6, 36), (report.BotCount, report.GoodFileCount));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(bot => $"{bot} of 2"),
            _fixture.Find(new BackupQuery { Newest = 1, Kinds = [KoreExportKind.Bot] })
                .Select(backup => File.ReadAllText(backup.FullName!)));
    }

    [Fact]
    public async Task Two_machines_may_write_one_set_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(machine => Task.Run(() =>
        {
            for (var bot = 0; bot < 25; bot++)
            {
                _fixture.Save(SetFixture.About($"st-{bot}"), $"{bot} of {machine}");
                _fixture.Renew(SetFixture.About($"st-{bot}"));
                _fixture.Fail(SetFixture.About($"st-{bot}", options: SetFixture.Published));
                _fixture.Renew(SetFixture.About($"st-{bot}"));
            }
        })));
        var report = await _fixture.TestAsync(new BackupTestOptions { Strict = true });
        Assert.Equal((100, 100), (report.FileCount, report.GoodFileCount));
        Assert.Equal(25, report.Failed);
        Assert.Equal(25, report.Problems.Count);
    }

    [Fact]
    public async Task A_copy_with_other_times_is_the_same_set()
    {
        var before = Make();
        var copy = _fixture.NewFolder();
        Copy(_fixture.Folder, copy);
        foreach (var file in Directory.GetFiles(copy, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        _fixture.Folder = copy;
        await IsAsMadeAsync(before);
    }

    [GitFact]
    public async Task A_set_that_went_through_git_is_the_same_set()
    {
        var before = Make();
        Git(_fixture.Folder, "init", "--quiet");
        File.WriteAllText(Path.Combine(_fixture.Folder, ".gitattributes"), "* -text\n");
        Git(_fixture.Folder, "add", "--all");
        Git(_fixture.Folder, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "night");
        var clone = _fixture.NewFolder();
        Git(Path.GetTempPath(), "clone", "--quiet", _fixture.Folder, clone);
        _fixture.Folder = clone;
        await IsAsMadeAsync(before);
    }

    private List<string> Make()
    {
        _fixture.Save(SetFixture.About(), "one\r\n\0");
        _fixture.Night();
        _fixture.Save(SetFixture.About(), "two\r\n\0");
        _fixture.Save(SetFixture.About("st-2", KoreExportKind.Variable), "[]\n", "json");
        _fixture.List(SetFixture.About("st-2", KoreExportKind.TestSuite));
        _fixture.Fail(SetFixture.About("st-3"));
        return Said();
    }

    private async Task IsAsMadeAsync(List<string> before)
    {
        Assert.Equal(before, Said());
        var report = await _fixture.TestAsync(new BackupTestOptions { MaximumAge = TimeSpan.FromHours(1), Strict = true });
        Assert.Equal([KoreBackupProblemKind.Failed], report.Problems.Select(problem => problem.Problem));
        Assert.Equal(3, report.GoodFileCount);
    }

    private List<string> Said() => _fixture
        .Find(new BackupQuery { Outcomes = [KoreBackupOutcome.Saved, KoreBackupOutcome.Failed, KoreBackupOutcome.Listed] })
        .Select(
            one => $"{one.BotId} {one.Kind} {one.Outcome} {one.SavedOn:O} {one.CheckedOn:O} {Path.GetFileName(one.FullName)} {one.Sha256}")
        .ToList();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
