using System.IO.Compression;
using System.Text;
using KoreExport.Http;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class GzipDecodingStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(1_000_000)]
    public async Task One_member_is_decoded_however_its_bytes_come(int length)
    {
        var content = Samples.Noise(length, length);
        var encoded = Samples.Gzip(content);
        foreach (var piece in new[] { 1, 7, 1000, int.MaxValue })
        {
            Assert.Equal(content, await DecodeAsync(encoded, piece));
        }
    }

    [Fact]
    public async Task Members_follow_each_other_empty_ones_too()
    {
        byte[][] parts = [[], [], "a"u8.ToArray(), Samples.Noise(1, 50_000), [], new byte[30_000], "end"u8.ToArray()];
        byte[] encoded = [.. parts.SelectMany(Samples.Gzip)];
        byte[] content = [.. parts.SelectMany(static part => part)];
        foreach (var piece in new[] { 1, 13, 4096, int.MaxValue })
        {
            Assert.Equal(content, await DecodeAsync(encoded, piece));
        }
    }

    [Fact]
    public async Task Every_field_that_a_header_can_have_is_passed_over()
    {
        var content = Encoding.UTF8.GetBytes("utterance,intent\nhello,greet\n");
        var plain = Samples.Gzip(content);
        byte[] full =
        [
            .. plain[..3], 0x1F, .. plain[4..10], 3, 0, 1, 2, 3, .. "name.csv\0"u8, .. "a comment\0"u8, 0xAA, 0xBB, .. plain[10..],
        ];
        Assert.Equal(content, await DecodeAsync(full, int.MaxValue));
    }

    [Fact]
    public async Task No_bytes_at_all_are_an_empty_body() => Assert.Empty(await DecodeAsync([], 1));

    [Fact]
    public async Task Cut_anywhere_it_is_refused()
    {
        byte[] encoded = [.. Samples.Gzip(Samples.Noise(1, 40)), .. Samples.Gzip("and more"u8.ToArray())];
        var first = Samples.Gzip(Samples.Noise(1, 40)).Length;
        for (var length = 1; length < encoded.Length; length++)
        {
            if (length != first)
            {
                await Assert.ThrowsAsync<InvalidDataException>(() => DecodeAsync(encoded[..length], int.MaxValue));
            }
        }
    }

    [Fact]
    public async Task Any_damage_is_refused_or_changes_nothing()
    {
        var content = Encoding.UTF8.GetBytes(Samples.Csv);
        var encoded = Samples.Gzip(content);
        for (var at = 0; at < encoded.Length; at++)
        {
            var damaged = (byte[])encoded.Clone();
            damaged[at] ^= 0x10;
            try
            {
                // Times, flags of the packer and the like have no meaning.
                Assert.Equal(content, await DecodeAsync(damaged, int.MaxValue));
            }
            catch (InvalidDataException)
            {
                // What is retried.
            }
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004 this is a zip")]
    [InlineData("<html>")]
    [InlineData("\u001f\u008b\u0007         ")]
    [InlineData("\u001f\u008b\u0008\u00e0         ")]
    public async Task What_is_no_gzip_is_refused(string text) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => DecodeAsync(Encoding.Latin1.GetBytes(text), int.MaxValue));

    [Fact]
    public async Task Bytes_after_the_last_member_are_refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => DecodeAsync([.. Samples.Gzip("a"u8.ToArray()), 0, 0, 0], int.MaxValue));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    public async Task Any_way_of_compressing_is_decoded(CompressionLevel level)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"utterance {i},intent\n")));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(content);
        }

        var twice = await DecodeAsync([.. packed.ToArray(), .. packed.ToArray()], 5000);
        Assert.Equal(content, twice[..(twice.Length / 2)]);
    }

    private static async Task<byte[]> DecodeAsync(byte[] encoded, int piece)
    {
        using var decoding = new GzipDecodingStream(new PiecewiseStream(encoded, piece));
        using var decoded = new MemoryStream();
        await decoding.CopyToAsync(decoded);
        return decoded.ToArray();
    }

    /// <summary>Gives no more than so many bytes at a time, as a network does.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, Math.Min(count, piece), cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
