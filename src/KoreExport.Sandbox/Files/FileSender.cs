using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Files;

/// <summary>Sends a file or a part of it, and injects the faults that happen on the way.</summary>
internal sealed class FileSender(SandboxDownloadFaults faults, LinkStore links)
{
    private const int ChunkBytes = 16 * 1024;

    public async Task SendAsync(Exchange exchange, StoredFile file)
    {
        var faulty = faults.AppliesTo(file.BotId);
        var variant = 0;
        var content = faulty && faults.ChangeFile ? file.NextVariant(out variant) : file.Content;
        var etag = file.ETag(content, variant);

        var range = faulty && faults.IgnoreRange ? null : ByteRange.Parse(exchange.Header("Range"), content.Length);
        if (exchange.Header("If-Range") is { } condition && condition != etag)
        {
            range = null;
        }

        if (range is { Length: 0 })
        {
            var refusal = new Response(416, file.ContentType, Array.Empty<byte>()).With("Content-Range", $"bytes */{content.Length}");
            await exchange.SendAsync(refusal).ConfigureAwait(false);
            return;
        }

        var response = new Response(range is null ? 200 : 206, file.ContentType, content).With("Accept-Ranges", "bytes");
        if (!(faulty && faults.OmitETag))
        {
            response.With("ETag", etag);
        }

        if (range is { } part)
        {
            response.With("Content-Range", $"bytes {part.From}-{part.From + part.Length - 1}/{content.Length}");
        }

        if (faults.Take(nameof(faults.CorruptCount), file.BotId))
        {
            content = Corrupt(content);
        }

        var from = (int)(range?.From ?? 0);
        await SendBodyAsync(exchange, file, response, new ArraySegment<byte>(content, from, (int)(range?.Length ?? content.Length)))
            .ConfigureAwait(false);
    }

    private async Task SendBodyAsync(Exchange exchange, StoredFile file, Response response, ArraySegment<byte> part)
    {
        if (exchange.Method == "HEAD")
        {
            exchange.Begin(response, part.Count).Dispose();
            return;
        }

        if (faults.TakePosition(nameof(faults.TruncateAt), nameof(faults.TruncateCount), file.BotId) is { } end && end < part.Count)
        {
            part = new ArraySegment<byte>(part.Array!, part.Offset, (int)end);
        }

        var reset = faults.TakePosition(nameof(faults.ResetAt), nameof(faults.ResetCount), file.BotId) ?? RandomBreak(exchange, part.Count);
        var expire = faults.TakePosition(nameof(faults.ExpireAt), nameof(faults.ExpireAtCount), file.BotId);
        var stall = faults.TakePosition(nameof(faults.StallAt), nameof(faults.StallCount), file.BotId);
        var stop = Math.Min(reset ?? long.MaxValue, Math.Min(expire ?? long.MaxValue, stall ?? long.MaxValue));
        var faulty = faults.AppliesTo(file.BotId);

        var body = exchange.Begin(response, faulty && faults.NoContentLength ? null : part.Count);
        await WriteAsync(exchange, body, part, (int)Math.Min(stop, part.Count), faulty ? faults.BytesPerSecond : 0).ConfigureAwait(false);
        if (stop >= part.Count)
        {
            body.Dispose();
            if (part.Offset + part.Count == part.Array!.Length)
            {
                file.Release();
            }

            return;
        }

        if (stop == expire)
        {
            links.Expire(exchange.Path + "?" + exchange.Query);
        }

        await body.FlushAsync(exchange.Stopping).ConfigureAwait(false);
        if (stop == stall)
        {
            await exchange.StallAsync().ConfigureAwait(false);
        }

        exchange.Drop();
    }

    private static long? RandomBreak(Exchange exchange, int length) =>
        exchange.Draw.Fault == SandboxRandomFault.Truncated && length > 0 ? exchange.Draw.Detail % length : null;

    private static async Task WriteAsync(Exchange exchange, Stream body, ArraySegment<byte> part, int count, int bytesPerSecond)
    {
        // Ten pieces a second at most, so that a slow download trickles instead of coming in jerks.
        var chunk = bytesPerSecond > 0 ? Math.Max(1, Math.Min(ChunkBytes, bytesPerSecond / 10)) : ChunkBytes;
        for (var sent = 0; sent < count;)
        {
            var size = Math.Min(chunk, count - sent);
            await body.WriteAsync(part.Array!, part.Offset + sent, size, exchange.Stopping).ConfigureAwait(false);
            sent += size;
            if (bytesPerSecond > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)size / bytesPerSecond), exchange.Stopping).ConfigureAwait(false);
            }
        }
    }

    private static byte[] Corrupt(byte[] content)
    {
        var corrupt = (byte[])content.Clone();
        for (var i = content.Length / 4; i < content.Length * 3 / 4; i += 97)
        {
            corrupt[i] ^= 0xFF;
        }

        return corrupt;
    }
}
