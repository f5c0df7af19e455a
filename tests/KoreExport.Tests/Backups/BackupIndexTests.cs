using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Abstractions;
using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("koreexport-index-").FullName;

    private static readonly DateTime Night = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_index_comes_back_as_it_was_written()
    {
        var item = new BackupItem
        {
            BotId = "st-1", Name = "Wetter ☀ \"Bot\"", Kind = KoreExportKind.TestSuite, Part = "a suite", Options = "{\"exportType\":\"latest\"}",
            Host = "https://platform.kore.ai", RequestId = "ber-1", CreatedOn = Night.AddSeconds(-5), SavedOn = Night, Outcome = KoreBackupOutcome.Saved,
            Path = "st-1.bot.zip", Size = 5, Sha256 = new string('a', 64), ContentHash = new string('b', 64), ExpandedPath = "st-1.bot",
        };
        var failed = new BackupItem { BotId = "st-2", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed, ErrorId = "KoreExportFailed", Message = "It failed." };
        var index = new BackupIndex();
        index.Add(item);
        index.Add(failed);
        BackupFiles.WriteIndex(_folder, index, Night);

        var read = BackupFiles.Read(_folder).Items.ToList();
        Assert.Equal(2, read.Count);
        foreach (var property in typeof(BackupItem).GetProperties())
        {
            Assert.Equal(property.GetValue(item), property.GetValue(read[0]));
            Assert.Equal(property.GetValue(failed), property.GetValue(read[1]));
        }

        Assert.Single(Directory.GetFiles(_folder));
        var json = JsonNode.Parse(File.ReadAllText(BackupFiles.IndexPath(_folder)))!;
        Assert.Equal(1, (int)json["schema"]!);
        Assert.Equal("Wetter ☀ \"Bot\"", (string)json["items"]![0]!["name"]!);
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("{", "not whole JSON")]
    [InlineData("[]", "not an index")]
    [InlineData("{}", "not an index")]
    [InlineData("""{"schema":2,"createdOn":"2030-01-01T00:00:00Z","items":[]}""", "schema is 2")]
    [InlineData("""{"schema":"1","createdOn":"2030-01-01T00:00:00Z","items":[]}""", "schema is")]
    [InlineData("""{"schema":1,"createdOn":"2030-01-01T00:00:00Z"}""", "no list of items")]
    [InlineData("""{"schema":1,"createdOn":"yesterday","items":[]}""", "not a time")]
    [InlineData("""{"schema":1,"createdOn":"2030-01-01T00:00:00Z","items":[1]}""", "not an object")]
    public void What_is_no_index_is_refused_with_one_clear_error(string json, string why)
    {
        File.WriteAllText(BackupFiles.IndexPath(_folder), json);
        var failure = Assert.Throws<KoreException>(() => BackupFiles.Read(_folder));
        Assert.Equal(KoreErrorId.IndexInvalid, failure.ErrorId);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.RecommendedAction);
    }

    [Theory]
    [InlineData("path", "../secret.zip")]
    [InlineData("path", "a/../../secret.zip")]
    [InlineData("path", "/etc/passwd")]
    [InlineData("path", "C:\\secret.zip")]
    [InlineData("path", "..\\secret.zip")]
    [InlineData("path", "")]
    [InlineData("path", null)]
    [InlineData("expandedPath", "..")]
    [InlineData("botId", "../x")]
    [InlineData("botId", null)]
    [InlineData("kind", "Everything")]
    [InlineData("kind", "0")]
    [InlineData("outcome", "saved?")]
    [InlineData("sha256", "abc")]
    [InlineData("contentHash", "ABCDEF")]
    [InlineData("savedOn", null)]
    public void An_item_that_cannot_be_right_makes_the_index_invalid(string key, string? value)
    {
        var item = new JsonObject
        {
            ["botId"] = "st-1", ["kind"] = "Bot", ["outcome"] = "Saved", ["path"] = "a.zip", ["size"] = 1,
            ["sha256"] = new string('a', 64), ["contentHash"] = new string('a', 64), ["savedOn"] = "2030-01-01T00:00:00Z",
        };
        string Index() => new JsonObject { ["schema"] = 1, ["createdOn"] = "2030-01-01T00:00:00Z", ["more"] = 1, ["items"] = new JsonArray(item.DeepClone()) }.ToJsonString();
        File.WriteAllText(BackupFiles.IndexPath(_folder), Index());
        Assert.Single(BackupFiles.Read(_folder).Items);

        item[key] = value;
        File.WriteAllText(BackupFiles.IndexPath(_folder), Index());
        Assert.Equal(KoreErrorId.IndexInvalid, Assert.Throws<KoreException>(() => BackupFiles.Read(_folder)).ErrorId);
    }

    [Fact]
    public void A_line_cut_off_by_a_kill_counts_for_nothing_and_a_bad_line_is_an_error()
    {
        var line = BackupJson.WriteLine(new BackupItem { BotId = "st-1", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed });
        for (var cut = 0; cut < line.Length; cut++)
        {
            File.WriteAllBytes(BackupFiles.JournalPath(_folder), [.. line, .. line.AsSpan(0, cut)]);
            Assert.Single(BackupFiles.Read(_folder).Items);
        }

        File.WriteAllText(BackupFiles.JournalPath(_folder), "what?\n");
        Assert.Equal(KoreErrorId.IndexInvalid, Assert.Throws<KoreException>(() => BackupFiles.Read(_folder)).ErrorId);
    }

    [Fact]
    public void What_was_announced_counts_only_where_the_file_is_there()
    {
        BackupItem Pending(string path, long size) => new()
        {
            BotId = "st-1", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Saved, Path = path, Size = size,
            Sha256 = new string('a', 64), ContentHash = new string('a', 64), IsPending = true,
        };
        File.WriteAllText(Path.Combine(_folder, "there.zip"), "12345");
        File.WriteAllText(Path.Combine(_folder, "short.zip"), "123");
        File.WriteAllBytes(BackupFiles.JournalPath(_folder), [.. new[] { Pending("there.zip", 5), Pending("short.zip", 5), Pending("gone.zip", 5) }.SelectMany(BackupJson.WriteLine)]);
        var item = Assert.Single(BackupFiles.Read(_folder).Items);
        Assert.Equal("there.zip", item.Path);
        Assert.False(item.IsPending);
    }

    [Fact]
    public async Task A_torn_line_is_cut_before_the_next_is_written()
    {
        File.WriteAllText(BackupFiles.JournalPath(_folder), "{\"botId\":\"st-0\",\"ki");
        var set = BackupSet.Open(_folder, Clock.System, NullLog.Instance);
        await set.RecordAsync(new BackupItem { BotId = "st-1", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed }, durable: true);
        Assert.Equal("st-1", Assert.Single(BackupFiles.Read(_folder).Items).BotId);
        await set.CloseAsync();
        Assert.Equal(0, new FileInfo(BackupFiles.JournalPath(_folder)).Length);
        Assert.Equal("st-1", Assert.Single(BackupFiles.ReadIndex(_folder).Items).BotId);
    }

    [Fact]
    public async Task Writers_of_several_sets_in_one_folder_lose_nothing()
    {
        var sets = Enumerable.Range(0, 4).Select(_ => BackupSet.Open(_folder, Clock.System, NullLog.Instance)).ToList();
        var writing = sets.SelectMany((set, s) => Enumerable.Range(0, 150).Select(i => Task.Run(() => set.RecordAsync(
            new BackupItem { BotId = $"st-{s}-{i}", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed, Message = new string('x', 300) }, durable: false))));
        await Task.WhenAll(writing);
        await Task.WhenAll(sets.Select(set => set.CloseAsync()));
        Assert.Equal(600, BackupFiles.Read(_folder).Count);
        Assert.Equal(600, BackupFiles.ReadIndex(_folder).Count);
    }

    [Fact]
    public async Task Whoever_reads_while_others_write_sees_every_finished_item_at_any_moment()
    {
        var set = BackupSet.Open(_folder, Clock.System, NullLog.Instance);
        var written = 0;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 800; i++)
            {
                await set.RecordAsync(new BackupItem { BotId = $"st-{i}", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed, Message = new string('x', 300) }, durable: false);
                System.Threading.Volatile.Write(ref written, i + 1);
            }
        });
        while (!writing.IsCompleted)
        {
            var before = System.Threading.Volatile.Read(ref written);
            Assert.True(BackupFiles.Read(_folder).Count >= before);
        }

        await writing;
    }

    [Fact]
    public void Bytes_written_grow_with_the_items_and_not_with_their_square()
    {
        var line = BackupJson.WriteLine(new BackupItem { BotId = "st-1", Kind = KoreExportKind.Bot, SavedOn = Night, Outcome = KoreBackupOutcome.Failed, Message = new string('x', 300) }).Length;
        var (index, journal, bytes) = (0L, 0L, 0L);
        for (var i = 0; i < 3000; i++)
        {
            journal += line;
            bytes += line;
            if (journal > Math.Max(64 * 1024, index / 2))
            {
                index += journal;
                bytes += index;
                journal = 0;
            }
        }

        Assert.True(bytes < 8L * 3000 * line, $"{bytes} bytes for {3000 * line}");
    }

    [Fact]
    public void The_index_keeps_files_and_the_latest_word_only()
    {
        var index = new BackupIndex();
        BackupItem Item(KoreBackupOutcome outcome, int day, string? path = null) => new()
        {
            BotId = "st-1", Kind = KoreExportKind.Bot, SavedOn = Night.AddDays(day), Outcome = outcome, Path = path, Sha256 = "", ContentHash = "",
        };
        index.Add(Item(KoreBackupOutcome.Saved, 0, "0.zip"));
        foreach (var day in Enumerable.Range(1, 50))
        {
            index.Add(Item(KoreBackupOutcome.Unchanged, day, "0.zip"));
            index.Add(Item(KoreBackupOutcome.Failed, day + 100));
        }

        Assert.Equal(3, index.Count);
        var key = new BackupKey("st-1", KoreExportKind.Bot, null);
        Assert.Equal(Night.AddDays(150), index.Newest(key)!.SavedOn);
        Assert.Equal(Night.AddDays(50), index.NewestGood(key)!.SavedOn);

        index.Add(Item(KoreBackupOutcome.Saved, 200, "1.zip"));
        Assert.Equal(["0.zip", "1.zip"], index.Items.Select(item => item.Path));
        index.ForgetCleanedUp(item => item.Path == "1.zip");
        Assert.Equal("1.zip", Assert.Single(index.Items).Path);
        index.ForgetCleanedUp(_ => false);
        Assert.Single(index.Items);
    }

    [Fact]
    public async Task A_part_that_is_gone_from_the_platform_is_not_stale()
    {
        BackupItem Item(string? part, DateTime savedOn) => new()
        {
            BotId = "st-1", Kind = KoreExportKind.TestSuite, Part = part, SavedOn = savedOn, Outcome = part is null ? KoreBackupOutcome.Unchanged : KoreBackupOutcome.Saved,
            Path = part is null ? null : part + ".json", Size = 2, Sha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            ContentHash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        };
        var index = new BackupIndex();
        index.Add(Item("old", DateTime.UtcNow.AddDays(-9)));
        index.Add(Item("new", DateTime.UtcNow));
        index.Add(Item(null, DateTime.UtcNow));
        File.WriteAllText(Path.Combine(_folder, "old.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "new.json"), "{}");
        BackupFiles.WriteIndex(_folder, index, DateTime.UtcNow);
        var report = await new BackupTest(Clock.System) { MaximumAge = TimeSpan.FromDays(1) }.RunAsync([_folder], default);
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        Assert.Equal(1, (await new BackupTest(Clock.System) { MaximumAge = TimeSpan.Zero }.RunAsync([_folder], default)).Stale);
    }

    [Fact]
    public void The_index_is_the_owners_alone()
    {
        BackupFiles.WriteIndex(_folder, new BackupIndex(), Night);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupFiles.IndexPath(_folder)));
        }

        Assert.StartsWith("{", Encoding.UTF8.GetString(File.ReadAllBytes(BackupFiles.IndexPath(_folder))), StringComparison.Ordinal);
    }
}
