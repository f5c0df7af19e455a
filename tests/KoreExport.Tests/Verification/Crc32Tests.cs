using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Verification;

public sealed class Crc32Tests
{
    private static readonly byte[] Check = "123456789"u8.ToArray();

    [Fact]
    public void The_check_value_is_that_of_the_standard()
    {
        Crc32 crc = default;
        Assert.Equal(0u, crc.Value);
        crc.Append(Check);
        Assert.Equal(0xCBF43926, crc.Value);
        Assert.Equal(0xCBF43926, Crc32.AppendPortable(0, Check));
    }

    [Fact]
    public void The_runtimes_own_is_used_where_there_is_one() => Assert.True(NativeCrc32.IsAvailable);

    [Fact]
    public void Both_ways_to_compute_it_agree_however_the_bytes_are_cut()
    {
        var bytes = Samples.Noise(1, 5000);
        var random = new Random(1);
        for (var run = 0; run < 200; run++)
        {
            var length = random.Next(bytes.Length);
            var portable = 0u;
            Crc32 crc = default;
            for (var done = 0; done < length;)
            {
                var piece = bytes.AsSpan(done, Math.Min(length - done, random.Next(0, 70)));
                portable = Crc32.AppendPortable(portable, piece);
                crc.Append(piece);
                done += piece.Length;
            }

            Assert.Equal(Crc32.AppendPortable(0, bytes.AsSpan(0, length)), crc.Value);
            Assert.Equal(crc.Value, portable);
        }
    }
}
