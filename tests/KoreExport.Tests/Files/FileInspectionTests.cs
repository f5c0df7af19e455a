using KoreExport.Files;
using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>What is found out while the bytes pass by is what reading the file finds out.</summary>
public sealed class FileInspectionTests
{
    private static readonly byte[] Text = Enumerable.Range(0, 40_000).Select(static i => (byte)('a' + (i * i % 17))).ToArray();

    public static TheoryData<string> Zips => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Makers = new()
    {
        ["sizes behind the entries"] = static () => Export(new ZipItem("a.js", Text) { Flags = 0x808 }),
        ["sizes before the entries"] = static () => Export(new ZipItem("a.js", Text)),
        ["stored"] = static () => Export(new ZipItem("a.mp3", Samples.Noise(1, 300_000)) { Method = 0 }),
        ["stored, without its size"] = static () => Export(
            new ZipItem("a.mp3", Samples.Noise(1, 3000)) { Method = 0, Flags = 0x808 }, new ZipItem("b.js", Text)),
        ["larger than a buffer"] = static () => Export(new ZipItem("a.mp3", Samples.Noise(1, 700_000)) { Flags = 0x808 }),
        ["empty entries"] = static () => Export(
            new ZipItem("a.js", []) { Flags = 0x808 }, new ZipItem("b.js", []), new ZipItem("c.js", []) { Method = 0 }),
        ["a folder"] = static () => Export(new ZipItem("folder/", []), new ZipItem("folder/a.js", Text) { Flags = 0x808 }),
        ["many entries"] = static () => Export(
            [.. Enumerable.Range(0, 500).Select(static i => new ZipItem($"f{i}.js", Samples.Noise(i, i)) { Flags = 0x808 })]),
        ["zip64 fields"] = static () => Export(new ZipItem("a.js", Text) { Flags = 0x808, Zip64 = true }),
        ["a wrong checksum"] = static () => Export(new ZipItem("a.js", Text) { Flags = 0x808, WrongCrcBy = 1 }),
        ["an encrypted entry"] = static () => Export(new ZipItem("a.js", Text) { Flags = 0x809 }),
        ["a definition that is not JSON"] = static () => ZipMaker.Make(
            new ZipItem("botDefinition.json", "{\"a\":"u8.ToArray()) { Flags = 0x808 }),
        ["no definition"] = static () => ZipMaker.Make(new ZipItem("a.js", Text) { Flags = 0x808 }),
        ["no zip"] = static () => Text,
    };

    [Theory]
    [MemberData(nameof(Zips))]
    public async Task A_zip_that_passes_by_says_what_the_file_says(string name)
    {
        var zip = Makers[name]();
        var expected = await ReadFileAsync(zip);
        for (var seed = 1; seed <= 5; seed++)
        {
            Assert.Equal(expected, await PassByAsync(zip, new Random(seed)));
        }
    }

    [Fact]
    public async Task A_damaged_zip_that_passes_by_is_refused_as_the_file_is_and_for_the_same_reason()
    {
        var zip = Export(new ZipItem("a.js", Text) { Flags = 0x808 }, new ZipItem("b.mp3", Samples.Noise(2, 4000)) { Method = 0 });
        var random = new Random(1);
        for (var run = 0; run < 400; run++)
        {
            var damaged = zip.ToArray();
            for (var bytes = random.Next(1, 4); bytes > 0; bytes--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            damaged = run % 10 == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
            Assert.Equal(await ReadFileAsync(damaged), await PassByAsync(damaged, random));
        }
    }

    [Theory]
    [InlineData("sizes behind the entries")]
    [InlineData("sizes before the entries")]
    [InlineData("larger than a buffer")]
    [InlineData("stored")]
    public async Task Of_a_zip_that_has_passed_by_only_the_directory_is_read_again(string name)
    {
        var zip = Makers[name]();
        var inspection = new FileInspection("zip", KoreExportKind.Bot);
        await FeedAsync(inspection.Begin()!, zip, new Random(1));
        using var file = new CountingStream(zip);
        await inspection.CompleteAsync(file, default);

        // The end is searched for twice, in 64 KB at most: by our reader of directories, and by .NET's.
        Assert.InRange(file.BytesRead, 1, Math.Min(zip.Length, 66_000) + 40_000);
        Assert.True(zip.Length < 200_000 || file.BytesRead < zip.Length / 2, $"{file.BytesRead} of {zip.Length} bytes were read again.");
    }

    [Theory]
    [InlineData("csv", Samples.Csv, true)]
    [InlineData("csv", "<html>", false)]
    [InlineData("json", Samples.Json, true)]
    [InlineData("json", "[{]", false)]
    public async Task Text_that_has_passed_by_is_not_read_again(string extension, string content, bool isGood)
    {
        var inspection = new FileInspection(extension, KoreExportKind.MlUtterance);
        await FeedAsync(inspection.Begin()!, System.Text.Encoding.UTF8.GetBytes(content), new Random(1));
        await inspection.EndAsync(default);
        var failure = await Record.ExceptionAsync(() => inspection.CompleteAsync(Stream.Null, default));
        Assert.Equal(isGood, failure is null);
    }

    [Fact]
    public async Task Whoever_gives_up_waits_for_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var inspection = new FileInspection("zip", KoreExportKind.Bot);
        using var stream = inspection.Begin()!;
        var ending = inspection.EndAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ending);
    }

    private static byte[] Export(params ZipItem[] items) => ZipMaker.MakeExport(items);

    private static Task<string> ReadFileAsync(byte[] zip) =>
        DescribeAsync(async () => await ZipVerifier.ReadAsync(new MemoryStream(zip), default));

    private static async Task<string> PassByAsync(byte[] zip, Random random)
    {
        var inspection = new FileInspection("zip", KoreExportKind.Bot);
        await FeedAsync(inspection.Begin()!, zip, random);
        return await DescribeAsync(async () => await inspection.CompleteAsync(new MemoryStream(zip), default));
    }

    private static async Task<string> DescribeAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return $"{await read()}";
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private static async Task FeedAsync(ChunkStream stream, byte[] bytes, Random random)
    {
        for (var done = 0; done < bytes.Length;)
        {
            const int Size = 256 << 10;
            var chunk = new Chunk(Size) { Count = Math.Min(bytes.Length - done, random.Next(1, random.Next(2) == 0 ? 100 : Size)) };
            Buffer.BlockCopy(bytes, done, chunk.Bytes, 0, chunk.Count);
            done += chunk.Count;
            stream.Post(chunk);
            if (random.Next(4) == 0)
            {
                await Task.Yield();
            }
        }

        stream.Complete();
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
