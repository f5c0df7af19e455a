using System.Text;
using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Verification;

/// <summary>Files that arrive whole and are not what they should be.</summary>
public sealed class ZipVerifierTests
{
    private static readonly byte[] Zip = Samples.Zip(noise: 300);

    [Theory]
    [InlineData("This is not a zip.")]
    [InlineData("PK\u0003\u0004 but nothing else of a zip follows here, as far as anybody can see")]
    [InlineData("{\"errors\":[{\"msg\":\"Invalid SDK credentials\",\"code\":4002}]}")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>")]
    [InlineData("")]
    [Fault(FaultArea.Saving, "not a zip", "KoreFileCorrupt; nothing is saved")]
    public async Task Something_else_than_a_zip_is_not_saved(string content) => await RefusesAsync(Encoding.Latin1.GetBytes(content));

    [Fact]
    public async Task The_sandbox_sends_text_in_place_of_a_zip()
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.NotAZip = true;
        await fixture.RefusesAsync(KoreErrorId.FileCorrupt, await fixture.ExportAsync());
    }

    [Theory]
    [InlineData(true, KoreErrorId.DownloadIncomplete)]
    [InlineData(false, KoreErrorId.FileCorrupt)]
    [Fault(FaultArea.Saving, "HTML in place of the file", "KoreDownloadIncomplete or KoreFileCorrupt; nothing is saved")]
    public async Task A_sign_in_page_is_not_saved_as_an_export(bool sizeKnown, string errorId)
    {
        using var fixture = SaveFixture.OnSandbox();
        if (!sizeKnown)
        {
            fixture.Sandbox.Faults.Job.FileSize = "unknown";
        }

        var export = await fixture.ExportAsync();
        fixture.Faults.HtmlCount = 1;
        await fixture.RefusesAsync(errorId, export);
        Assert.Equal(0, fixture.Faults.HtmlCount);
    }

    [Fact]
    [Fault(FaultArea.Saving, "damaged zip of the right length", "KoreFileCorrupt; nothing is saved")]
    public async Task A_damaged_zip_is_not_saved()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.CorruptCount = 1;
        await fixture.RefusesAsync(KoreErrorId.FileCorrupt, export);
        await fixture.SaveAsync(export);
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    [Fault(FaultArea.Saving, "any single byte of a zip flipped", "KoreFileCorrupt, or the same entries with the same bytes")]
    public async Task Whatever_byte_of_a_zip_is_damaged_no_other_content_gets_through(int mask)
    {
        var (expected, _) = await ReadAsync(Zip);
        var refused = 0;
        for (var at = 0; at < Zip.Length; at++)
        {
            var damaged = (byte[])Zip.Clone();
            damaged[at] ^= (byte)mask;
            try
            {
                var (hash, _) = await ReadAsync(damaged);
                Assert.True(hash == expected, $"Byte {at} ^ {mask:X2} gave other content, unnoticed.");
            }
            catch (Exception refusal) when (
                refusal is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
            {
                // What ExportVerifier reports as damage.
                refused++;
            }
        }

        // Times, attributes, versions and what a streamed entry says twice have no meaning; all else has.
        Assert.InRange(refused, Zip.Length / 2, Zip.Length);
    }

    [Fact]
    [Fault(FaultArea.Saving, "cut or damaged directory of a zip", "KoreFileCorrupt; nothing is saved")]
    public async Task A_zip_whose_directory_is_cut_is_not_saved()
    {
        var directory = Zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        await RefusesAsync(Zip[..directory]);
        await RefusesAsync(Zip[..(directory + 30)]);
        await RefusesAsync([.. Zip[..directory], .. Zip[(directory + 1)..]]);
        await RefusesAsync([.. Zip[..directory], .. Zip[^22..]]);
        await RefusesAsync(Zip[^22..]);
    }

    [Fact]
    public async Task A_zip_with_sizes_behind_its_data_is_saved() => await SavesAsync(ZipMaker.Make(
        new ZipItem("botDefinition.json", Samples.Definition) { Flags = 0x808 },
        new ZipItem("config.json", "{}"u8.ToArray()) { Flags = 8 }));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_zip_in_the_format_for_large_files_is_saved(bool directory, bool entry)
    {
        var zip = ZipMaker.Make(
            [new ZipItem("botDefinition.json", Samples.Definition) { Zip64 = entry }, new ZipItem("a.txt", "text"u8.ToArray())], directory);
        Assert.Equal(2, (await SavesAsync(zip)).EntryCount);
    }

    [Fact]
    public async Task A_damaged_directory_for_large_files_is_refused()
    {
        var zip = ZipMaker.Make([new ZipItem("botDefinition.json", Samples.Definition)], zip64: true);
        for (var at = zip.Length - 22 - 20 - 56; at < zip.Length - 22; at++)
        {
            var damaged = (byte[])zip.Clone();
            damaged[at] ^= 0xFF;
            var error = await Record.ExceptionAsync(() => ReadAsync(damaged));
            Assert.True(
                error is null or InvalidDataException or IOException or ArgumentException or OverflowException, $"Byte {at}: {error}");
        }
    }

    [Fact]
    public async Task A_comment_at_the_end_of_a_zip_does_no_harm()
    {
        ZipItem[] items = [new("botDefinition.json", Samples.Definition)];
        await SavesAsync(ZipMaker.Make(items, zip64: false, "a comment"));
        await SavesAsync(ZipMaker.Make(items, zip64: false, new string('c', 65535)));
    }

    [Fact]
    [Fault(FaultArea.Saving, "encrypted zip", "KoreFileCorrupt names the entry; nothing is saved")]
    public async Task An_encrypted_entry_is_refused_by_name()
    {
        var failure = await RefusesAsync(ZipMaker.Make(
            new ZipItem("config.json", "{}"u8.ToArray()), new ZipItem("botDefinition.json", Samples.Definition) { Flags = 0x801 }));
        Assert.Contains("'botDefinition.json' is encrypted", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [Fault(FaultArea.Saving, "wrong checksum of an entry", "KoreFileCorrupt names the entry; nothing is saved")]
    public async Task An_entry_with_a_wrong_checksum_is_refused(int method)
    {
        var failure = await RefusesAsync(ZipMaker.Make(
            new ZipItem("botDefinition.json", Samples.Definition),
            new ZipItem("a\u001b[31m.txt", "text"u8.ToArray()) { Method = (ushort)method, WrongCrcBy = 1 }));
        Assert.Contains("checksum mismatch (CRC-32)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failure.Message);
    }

    [Fact]
    public async Task An_entry_in_a_compression_nobody_knows_is_refused() =>
        await RefusesAsync(ZipMaker.Make(new ZipItem("a.txt", "text"u8.ToArray()) { Method = 99 }));

    [Fact]
    [Fault(FaultArea.Saving, "zip without files", "KoreFileCorrupt; nothing is saved")]
    public async Task An_empty_zip_is_refused()
    {
        await RefusesAsync(ZipMaker.Make());
        await RefusesAsync(ZipMaker.Make(new ZipItem("folder/", []) { Method = 0 }));
    }

    [Theory]
    [InlineData("botDefinition.json")]
    [InlineData("appDefinition.json")]
    [InlineData("config.json")]
    [Fault(
        FaultArea.Saving,
        "botDefinition.json, appDefinition.json or config.json in the zip is not whole JSON",
        "KoreFileCorrupt names it; nothing is saved")]
    public async Task A_document_that_is_not_json_is_refused(string name)
    {
        foreach (var broken in new[] { "{\"dialogs\":[", "{\"secret-4711\":1}x", "not json", "" })
        {
            // Beside a whole definition, too.
            var other = name == "botDefinition.json" ? "appDefinition.json" : "botDefinition.json";
            var failure = await RefusesAsync(
                ZipMaker.Make(new ZipItem(other, Samples.Definition), new ZipItem(name, Encoding.UTF8.GetBytes(broken))));
            Assert.Contains($"'{name}' is not whole JSON", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("4711", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("botDefinition.json", "null", "not a definition")]
    [InlineData("botDefinition.json", "[]", "not a definition")]
    [InlineData("botDefinition.json", "{}", "not a definition")]
    [InlineData("botDefinition.json", "\"text\"", "not a definition")]
    [InlineData(
        "botDefinition.json", "{\"errors\":[{\"msg\":\"Internal Server Error\",\"code\":500}]}", "an error message of the platform")]
    [InlineData("appDefinition.json", "null", "not a definition")]
    [InlineData("appDefinition.json", "{\"errors\":[]}", "an error message of the platform")]
    [InlineData("config.json", "null", "not a configuration")]
    [InlineData("config.json", "{\"errors\":[]}", "an error message of the platform")]
    [Fault(
        FaultArea.Saving,
        "a definition or config.json that is null, empty or an error message",
        "KoreFileCorrupt names it; nothing is saved")]
    public async Task A_document_that_is_something_else_is_refused(string name, string content, string reason)
    {
        var other = name == "botDefinition.json" ? "appDefinition.json" : "botDefinition.json";
        var failure = await RefusesAsync(
            ZipMaker.Make(new ZipItem(other, Samples.Definition), new ZipItem(name, Encoding.UTF8.GetBytes(content))));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("readme.txt")]
    [InlineData("export/botDefinition.json")]
    [InlineData("botDefinition.json.txt")]
    [Fault(
        FaultArea.Saving, "zip without botDefinition.json and appDefinition.json", "KoreFileCorrupt: no export of a bot; nothing is saved")]
    public async Task A_zip_without_a_definition_is_no_export(string name)
    {
        var failure = await RefusesAsync(ZipMaker.Make(new ZipItem(name, Samples.Definition)));
        Assert.Contains("it has neither botDefinition.json nor appDefinition.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("appDefinition.json")]
    [InlineData("BotDefinition.JSON")]
    public async Task A_definition_may_have_either_name(string name) =>
        Assert.Equal(1, (await SavesAsync(ZipMaker.Make(new ZipItem(name, Samples.Definition)))).EntryCount);

    [Fact]
    public async Task A_folder_that_has_content_is_refused()
    {
        var failure = await RefusesAsync(ZipMaker.MakeExport(new ZipItem("folder/", "text"u8.ToArray()) { Method = 0 }));
        Assert.Contains("'folder/' has content", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Saving, "zip bomb by its ratio", "KoreFileCorrupt before it is unpacked; nothing is saved")]
    public async Task A_zip_that_unpacks_to_far_more_than_its_size_is_refused()
    {
        var failure = await RefusesAsync(ZipMaker.MakeBomb());
        Assert.Contains("more than 200 times its size", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Saving, "zip that unpacks to more than 8 GB", "KoreFileCorrupt; nothing is saved")]
    public void The_total_is_limited_whatever_the_ratio()
    {
        const long limit = 8L * 1024 * 1024 * 1024;
        Assert.Null(ArchiveLimits.Refusal(limit, limit));
        Assert.Contains("8 GB", ArchiveLimits.Refusal(limit + 1, limit), StringComparison.Ordinal);
        Assert.Null(ArchiveLimits.Refusal(256L * 1024 * 1024, 1));
        Assert.NotNull(ArchiveLimits.Refusal((256L * 1024 * 1024) + 1, 1));
        Assert.NotNull(ArchiveLimits.Refusal((256L * 1024 * 1024) + 1, 0));
    }

    [Fact]
    public async Task Entries_that_share_their_bytes_count_each_time()
    {
        // One megabyte of data and a directory that names it 300 times.
        var zip = ZipMaker.Make(new ZipItem("a.txt", new byte[1024 * 1024]));
        var directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var header = zip[directory..^22];
        var end = zip[^22..];
        BitConverter.GetBytes((ushort)300).CopyTo(end, 8);
        BitConverter.GetBytes((ushort)300).CopyTo(end, 10);
        byte[] bomb = [.. zip[..directory], .. Enumerable.Repeat(header, 300).SelectMany(static bytes => bytes), .. end];
        await RefusesAsync(bomb);
    }

    private static Task<(string ContentHash, int Files)> ReadAsync(byte[] zip) => ZipVerifier.ReadAsync(new MemoryStream(zip), default);

    private static async Task<KoreSavedExport> SavesAsync(byte[] zip)
    {
        using var server = new RawDownloadServer(new ServedFile(zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        return await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), zip.Length), zip);
    }

    private static async Task<KoreException> RefusesAsync(byte[] content)
    {
        using var server = new RawDownloadServer(new ServedFile(content).Answer);
        using var fixture = new SaveFixture(server.Uri);
        return await fixture.RefusesAsync(KoreErrorId.FileCorrupt, SaveFixture.BotExport(server.Link(), content.Length));
    }
}
