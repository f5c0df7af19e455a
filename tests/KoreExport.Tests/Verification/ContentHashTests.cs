using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using KoreExport.Downloads;
using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Verification;

/// <summary>The hash that stays while the bot does.</summary>
public sealed class ContentHashTests
{
    private static readonly ZipItem[] Items =
    [
        new("botDefinition.json", Samples.Definition),
        new("config.json", "{}"u8.ToArray()),
        new("icon.png", Samples.Noise(1, 1000)),
        new("böt/Ünicode.js", "// €"u8.ToArray()),
        new("empty.txt", []),
    ];

    [Fact]
    public async Task It_is_what_its_documentation_says()
    {
        var expected = ByHand(Items.Select(static item => (Encoding.UTF8.GetBytes(item.Name), item.Content)));
        Assert.Equal(expected, await HashAsync(ZipMaker.Make(Items)));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    public async Task It_stays_when_times_order_and_compression_change(CompressionLevel level)
    {
        var zip = ZipMaker.Make(Items);
        var repacked = Samples.Repack(zip, level);
        Assert.NotEqual(zip, repacked);
        Assert.Equal(await HashAsync(zip), await HashAsync(repacked));
    }

    [Fact]
    public async Task It_stays_when_the_way_of_packing_changes()
    {
        var other = Items.Select(static item => item with
        {
            Flags = 0x808,
            Zip64 = true,
            Time = new DateTime(2031, 1, 1),
            ExternalAttributes = 0x81A40000,
        });
        Assert.Equal(await HashAsync(ZipMaker.Make(Items)), await HashAsync(ZipMaker.Make([.. other], zip64: true, "comment")));
    }

    [Fact]
    public async Task It_changes_with_every_byte_of_every_entry()
    {
        var before = await HashAsync(ZipMaker.Make(Items));
        for (var i = 2; i < Items.Length; i++)
        {
            // Those that have to be JSON come before.
            var changed = (ZipItem[])Items.Clone();
            byte[] content = [.. Items[i].Content, 0];
            changed[i] = Items[i] with { Content = content };
            Assert.NotEqual(before, await HashAsync(ZipMaker.Make(changed)));
            if (Items[i].Content.Length > 0)
            {
                content = (byte[])Items[i].Content.Clone();
                content[^1] ^= 1;
                changed[i] = Items[i] with { Content = content };
                Assert.NotEqual(before, await HashAsync(ZipMaker.Make(changed)));
            }
        }
    }

    [Fact]
    public async Task It_changes_with_a_name_and_with_an_entry_more_or_less()
    {
        var before = await HashAsync(ZipMaker.Make(Items));
        Assert.NotEqual(before, await HashAsync(ZipMaker.Make([.. Items[..4], Items[4] with { Name = "Empty.txt" }])));
        Assert.NotEqual(before, await HashAsync(ZipMaker.Make(Items[..4])));
        Assert.NotEqual(before, await HashAsync(ZipMaker.Make([.. Items, new ZipItem("more.txt", [])])));
    }

    [Fact]
    public async Task Bytes_do_not_wander_between_entries_unnoticed() => Assert.NotEqual(
        await HashAsync(ZipMaker.MakeExport(new ZipItem("a", "12"u8.ToArray()), new ZipItem("b", "3"u8.ToArray()))),
        await HashAsync(ZipMaker.MakeExport(new ZipItem("a", "1"u8.ToArray()), new ZipItem("b", "23"u8.ToArray()))));

    [Fact]
    public async Task Folders_have_no_part_in_it()
    {
        ZipItem[] more = [new("folder/", []) { Method = 0 }, new("folder/a.txt", "a"u8.ToArray()), new("empty/", []) { Method = 0 }];
        Assert.Equal(await HashAsync(ZipMaker.MakeExport(more[1])), await HashAsync(ZipMaker.MakeExport(more)));
    }

    [Fact]
    public async Task Names_count_by_their_bytes_whatever_the_flag_says()
    {
        // "bür.txt" in UTF-8 and in code page 437; neither is decoded.
        byte[] utf8 = [(byte)'b', 0xC3, 0xBC, (byte)'r', .. ".txt"u8];
        byte[] cp437 = [(byte)'b', 0x81, (byte)'r', .. ".txt"u8];
        Assert.Equal(await Named(utf8, 0x800), await Named(utf8, 0));
        Assert.NotEqual(await Named(utf8, 0x800), await Named(cp437, 0));
        Assert.Equal(ByHand([("botDefinition.json"u8.ToArray(), Samples.Definition), (cp437, "text"u8.ToArray())]), await Named(cp437, 0));

        static Task<string> Named(byte[] name, ushort flags) =>
            HashAsync(ZipMaker.MakeExport(new ZipItem(string.Empty, "text"u8.ToArray()) { RawName = name, Flags = flags }));
    }

    [Fact]
    public async Task Another_program_computes_the_same()
    {
        // By Python's zipfile and hashlib, from the words of ContentHash.
        var zip = ZipMaker.Make(
            new ZipItem("config.json", """{"name":"Bot"}"""u8.ToArray()),
            new ZipItem("folder/", []) { Method = 0 },
            new ZipItem("botDefinition.json", """{"dialogs":[]}"""u8.ToArray()),
            new ZipItem("B", []),
            new ZipItem("a", "a"u8.ToArray()),
            new ZipItem(string.Empty, "x"u8.ToArray()) { RawName = [0x81, (byte)'.', (byte)'j', (byte)'s'], Flags = 0 });
        Assert.Equal("21db66aa9d48f79b2db9487d4bd38506d2aae23039c4d6fd8fa98a9928b5f691", await HashAsync(zip));
    }

    [Fact]
    public async Task Two_exports_of_an_unchanged_bot_have_one_hash_and_two_files()
    {
        using var fixture = SaveFixture.OnSandbox();
        var first = await fixture.SaveAsync(await fixture.ExportAsync(), new SaveOptions { Path = fixture.At("1.zip") });
        var second = await fixture.SaveAsync(await fixture.ExportAsync(), new SaveOptions { Path = fixture.At("2.zip") });
        var other = await fixture.SaveAsync(
            await fixture.ExportAsync(botId: fixture.Sandbox.BotId[1]), new SaveOptions { Path = fixture.At("3.zip") });
        Assert.NotEqual(first.Sha256, second.Sha256);
        Assert.Equal(first.ContentHash, second.ContentHash);
        Assert.NotEqual(first.ContentHash, other.ContentHash);
    }

    [Fact]
    public async Task Of_a_file_that_is_no_zip_it_is_the_hash_of_its_bytes()
    {
        using var fixture = SaveFixture.OnSandbox();
        var saved = await fixture.SaveAsync(await fixture.ExportAsync("csv"));
        Assert.Equal(saved.Sha256, saved.ContentHash);
        Assert.Null(saved.EntryCount);
    }

    [RealExportFact]
    public async Task A_real_export_is_saved_verified_and_hashed_alike_however_it_is_packed()
    {
        var real = await File.ReadAllBytesAsync(RealExportFactAttribute.File);
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportFile = RealExportFactAttribute.File);
        var saved = await fixture.SavesAsync(await fixture.ExportAsync(), real, new SaveOptions { Path = fixture.At("real.zip") });
        Assert.True(saved.EntryCount >= 3);
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            var repacked = fixture.At($"{level}.zip");
            await File.WriteAllBytesAsync(repacked, Samples.Repack(real, level));
            using var again = SaveFixture.OnSandbox(options => options.BotExportFile = repacked);
            var other = await again.SaveAsync(await again.ExportAsync());
            Assert.NotEqual(saved.Sha256, other.Sha256);
            Assert.Equal(saved.ContentHash, other.ContentHash);
        }
    }

    // For each entry, sorted by the bytes of its name: name, zero, length (8 bytes, big-endian), SHA-256; over all, SHA-256.
    private static string ByHand(IEnumerable<(byte[] Name, byte[] Content)> entries)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in entries.OrderBy(static entry => Convert.ToHexString(entry.Name), StringComparer.Ordinal))
        {
            all.AppendData(name);
            all.AppendData([0]);
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
            all.AppendData(length);
            all.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static async Task<string> HashAsync(byte[] zip) => (await ZipVerifier.ReadAsync(new MemoryStream(zip), default)).ContentHash;
}
