using System.Security.Cryptography;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

public sealed class ChunkWriterTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"koreexport-chunks-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(5_000_000)]
    public async Task What_is_written_read_and_hashed_is_what_came_in_however_it_came(int length)
    {
        var bytes = Samples.Noise(1, length);
        var random = new Random(length);
        using var seen = new MemoryStream();
        using var reader = new ChunkStream();
        var reading = reader.CopyToAsync(seen);
        await using (var file = NewFile())
        {
            using var writer = new ChunkWriter(file, reader);
            for (var done = 0; done < length;)
            {
                var room = await writer.GetRoomAsync(default);
                var count = Math.Min(Math.Min(room.Count, length - done), random.Next(1, 100_000));
                bytes.AsSpan(done, count).CopyTo(room);
                writer.Advance(count);
                done += count;
            }

            await writer.CompleteAsync();
            Assert.Equal(length, writer.Length);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), writer.Sha256());
            await reading;
        }

        Assert.Equal(bytes, seen.ToArray());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_path));
    }

    [Fact]
    public async Task A_disk_that_refuses_ends_the_writing_with_its_error_and_holds_nobody_up()
    {
        await using var file = NewFile();
        await file.DisposeAsync();
        using var writer = new ChunkWriter(file, reader: null);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                writer.Advance((await writer.GetRoomAsync(default)).Count);
            }

            await writer.CompleteAsync();
        });
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_holds_nobody_up()
    {
        await using var file = NewFile();
        using var reader = new ChunkStream();
        using var writer = new ChunkWriter(file, reader);
        await reader.DisposeAsync();
        for (var i = 0; i < 40; i++)
        {
            writer.Advance((await writer.GetRoomAsync(default)).Count);
        }

        await writer.CompleteAsync();
        Assert.Equal(writer.Length, file.Length);
    }

    [Fact]
    public async Task Pieces_are_small_at_first_and_grow_with_the_file()
    {
        await using var file = NewFile();
        using var writer = new ChunkWriter(file, reader: null);
        var sizes = new List<int>();
        while (writer.Length < 8 << 20)
        {
            var room = await writer.GetRoomAsync(default);
            sizes.Add(room.Count);
            writer.Advance(room.Count);
        }

        await writer.CompleteAsync();
        Assert.Equal(64 << 10, sizes[0]);
        Assert.Equal(1 << 20, sizes[^1]);
        Assert.Equal(sizes.Order(), sizes);
    }

    [Fact]
    public async Task A_reader_that_is_behind_is_waited_for_so_that_memory_does_not_grow()
    {
        await using var file = NewFile();
        using var reader = new ChunkStream();
        using var writer = new ChunkWriter(file, reader);
        Task<ArraySegment<byte>> room;
        var chunks = 0;
        while ((room = writer.GetRoomAsync(default)).IsCompleted)
        {
            writer.Advance((await room).Count);
            Assert.InRange(++chunks, 1, 4);
        }

        var some = new byte[64 << 10];
        await reader.ReadExactlyAsync(some);
        await room;
    }

    private FileStream NewFile() => new(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1, FileOptions.Asynchronous);
}
