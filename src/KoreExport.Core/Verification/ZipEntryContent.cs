using System.Security.Cryptography;
using System.Text.Json;

namespace KoreExport.Verification;

/// <summary>What an entry of an archive unpacks to, read once.</summary>
/// <param name="Length">The bytes.</param>
/// <param name="Crc32">Their checksum.</param>
/// <param name="Sha256">Their SHA-256.</param>
/// <param name="Json">The document that they are; null where nobody expects one.</param>
internal sealed record ZipEntryContent(long Length, uint Crc32, byte[] Sha256, JsonVerifier? Json)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// Reads an unpacking stream to its end. What one buffer holds is hashed while the next one is unpacked. Throws
    /// <see cref="JsonException"/> where a document is expected that is none.
    /// </summary>
    /// <param name="content">The content, unpacked as it is read.</param>
    /// <param name="isDocument">Whether it should be JSON.</param>
    /// <param name="allow">Told of the bytes so far; throws where they are too many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ZipEntryContent> ReadAsync(
        Stream content, bool isDocument, Action<long> allow, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hasher = new Hasher(sha, isDocument ? new JsonVerifier() : null);
        var buffer = new byte[BufferSize];
        var length = 0L;
        int read;
        try
        {
            while ((read = await FillAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                allow(length);
                buffer = await hasher.SwapAsync(buffer, read).ConfigureAwait(false);
                if (read < BufferSize)
                {
                    break;
                }
            }
        }
        finally
        {
            await hasher.StopAsync().ConfigureAwait(false);
        }

        await hasher.CompleteAsync().ConfigureAwait(false);
        return new ZipEntryContent(length, hasher.Crc32, sha.GetHashAndReset(), hasher.Json);
    }

    // Full buffers, so that few are handed over.
    private static async Task<int> FillAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        int read;
        while (filled < buffer.Length
            && (read = await content.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken).ConfigureAwait(false)) > 0)
        {
            filled += read;
        }

        return filled;
    }

    private sealed class Hasher(IncrementalHash sha, JsonVerifier? json)
    {
        private byte[]? _spare;
        private Crc32 _crc;
        private Task _hashing = Task.CompletedTask;

        public JsonVerifier? Json => json;

        public uint Crc32 => _crc.Value;

        /// <summary>Takes a buffer to hash and gives one to fill.</summary>
        public async Task<byte[]> SwapAsync(byte[] filled, int count)
        {
            await _hashing.ConfigureAwait(false);
            if (count < BufferSize)
            {
                // The last one, and of a small entry the only one: handing it over would cost more than it saves.
                Hash(filled, count);
                return filled;
            }

            var free = _spare ?? new byte[BufferSize];
            _spare = filled;
            _hashing = Task.Run(() => Hash(filled, count));
            return free;
        }

        /// <summary>Returns when nothing is hashed any more, whatever came of it.</summary>
        public Task<Task> StopAsync() => Task.WhenAny(_hashing);

        public async Task CompleteAsync()
        {
            await _hashing.ConfigureAwait(false);
            json?.Complete();
        }

        private void Hash(byte[] bytes, int count)
        {
            _crc.Append(bytes.AsSpan(0, count));
            sha.AppendData(bytes, 0, count);
            json?.Append(bytes, count);
        }
    }
}
