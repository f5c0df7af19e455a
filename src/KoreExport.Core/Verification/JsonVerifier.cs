using System.Text.Json;

namespace KoreExport.Verification;

/// <summary>Tells whether a stream is one whole JSON document, of any size, without holding it in memory.</summary>
internal sealed class JsonVerifier
{
    // One single token, a long text for instance, must fit into the buffer; this much and no more.
    private const int MaximumToken = 64 * 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private JsonReaderState _state = new(Options);
    private bool _started;
    private long _tokens;

    /// <summary>What the document is, once something was read.</summary>
    public JsonTokenType FirstToken { get; private set; }

    /// <summary>Whether it is an object whose first member is <c>errors</c>: how the platform says no.</summary>
    public bool IsPlatformError { get; private set; }

    /// <summary>Whether it is an object that has members.</summary>
    public bool HasMembers { get; private set; }

    /// <summary>Feeds the next bytes; throws <see cref="JsonException"/> where they are not JSON.</summary>
    public void Append(byte[] bytes, int count)
    {
        Grow(count);
        Buffer.BlockCopy(bytes, 0, _buffer, _filled, count);
        _filled += count;
        Read(final: false);
    }

    /// <summary>Says that there are no more bytes; throws <see cref="JsonException"/> where the document is not whole.</summary>
    public void Complete() => Read(final: true);

    /// <summary>Reads a whole stream.</summary>
    public static async Task<JsonVerifier> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var check = new JsonVerifier();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            check.Append(chunk, read);
        }

        check.Complete();
        return check;
    }

    private void Read(bool final)
    {
        var start = 0;
        if (!_started)
        {
            if (_filled < 3 && !final)
            {
                return;
            }

            // A byte order mark is not JSON (RFC 8259, section 8.1), but harmless.
            start = _filled >= 3 && _buffer[0] == 0xEF && _buffer[1] == 0xBB && _buffer[2] == 0xBF ? 3 : 0;
            _started = true;
        }

        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(_buffer, start, _filled - start), final, _state);
        while (reader.Read())
        {
            _tokens++;
            if (_tokens == 1)
            {
                FirstToken = reader.TokenType;
            }

            if (_tokens == 2 && reader.TokenType == JsonTokenType.PropertyName)
            {
                HasMembers = true;
                IsPlatformError = reader.ValueTextEquals("errors");
            }
        }

        _state = reader.CurrentState;
        var consumed = start + (int)reader.BytesConsumed;
        Buffer.BlockCopy(_buffer, consumed, _buffer, 0, _filled - consumed);
        _filled -= consumed;
    }

    private void Grow(int count)
    {
        if (_filled + count > MaximumToken)
        {
            throw new JsonException("A single value in it is longer than 64 MB.");
        }

        if (_filled + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _filled + count));
        }
    }
}
