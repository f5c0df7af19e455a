namespace KoreExport.Definitions;

/// <summary>What a token is; names and values differ although both can be texts.</summary>
internal enum JsonToken
{
    Start,
    Open,
    Close,
    Comma,
    Colon,
    Name,
    Scalar,
    End,
}

/// <summary>
/// Reads JSON (RFC 8259) token by token and checks all of it but the UTF-8 inside texts, which is carried along as it is. Own, because
/// what stands between two tokens counts here, and because a definition of a hundred megabytes must not become objects.
/// </summary>
internal sealed class JsonTokenizer(byte[] buffer, int start, int length)
{
    /// <summary>The most levels: real definitions have about twenty.</summary>
    public const int MaximumDepth = 512;

    private readonly int _end = start + length;
    private readonly bool[] _isObject = new bool[MaximumDepth + 1];
    private int _at = start;
    private Expected _expected = Expected.Value;

    private enum Expected
    {
        Value,
        ItemOrClose,
        NameOrClose,
        Name,
        Colon,
        CommaOrClose,
        End,
    }

    /// <summary>The token that was read last.</summary>
    public JsonToken Token { get; private set; } = JsonToken.Start;

    /// <summary>The token before it.</summary>
    public JsonToken Previous { get; private set; } = JsonToken.Start;

    /// <summary>How many containers are open, the one just opened included.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the white space before the token begins.</summary>
    public int GapStart { get; private set; } = start;

    /// <summary>Where the token begins.</summary>
    public int TokenStart { get; private set; } = start;

    /// <summary>The token's bytes.</summary>
    public ReadOnlySpan<byte> Text => buffer.AsSpan(TokenStart, _at - TokenStart);

    /// <summary>The white space before the token.</summary>
    public ReadOnlySpan<byte> Gap => buffer.AsSpan(GapStart, TokenStart - GapStart);

    /// <summary>Throws where the bytes are not one whole JSON value.</summary>
    public static void Check(byte[] buffer, int start, int length)
    {
        var tokens = new JsonTokenizer(buffer, start, length);
        while (tokens.Read()) { }
    }

    /// <summary>Reads the next token; false at the end, where <see cref="Gap"/> is what stands behind the value.</summary>
    public bool Read()
    {
        GapStart = _at;
        while (_at < _end && buffer[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }

        TokenStart = _at;
        Previous = Token;
        if (_at == _end)
        {
            Token = _expected == Expected.End ? JsonToken.End : throw Failure("the text ends before its value does");
            return false;
        }

        Token = ReadToken(buffer[_at]);
        return true;
    }

    private JsonToken ReadToken(byte first)
    {
        switch (_expected)
        {
            case Expected.Colon:
                return Take(first, (byte)':', Expected.Value, JsonToken.Colon);
            case Expected.CommaOrClose when first == (byte)',':
                _at++;
                _expected = _isObject[Depth] ? Expected.Name : Expected.Value;
                return JsonToken.Comma;
            case Expected.CommaOrClose:
                return Close(first);
            case Expected.NameOrClose when first == (byte)'}':
            case Expected.ItemOrClose when first == (byte)']':
                return Close(first);
            case Expected.NameOrClose or Expected.Name:
                if (first != (byte)'"')
                {
                    throw Failure("a member's name is missing");
                }

                _at = JsonScan.EndOfText(buffer, _at, _end);
                _expected = Expected.Colon;
                return JsonToken.Name;
            case Expected.End:
                throw Failure("something follows behind the value");
            default:
                return ReadValue(first);
        }
    }

    private JsonToken ReadValue(byte first)
    {
        if (first is (byte)'{' or (byte)'[')
        {
            if (Depth == MaximumDepth)
            {
                throw new JsonFormatException($"it is nested more than {MaximumDepth} levels deep", _at, isTooDeep: true);
            }

            _at++;
            _isObject[++Depth] = first == (byte)'{';
            _expected = first == (byte)'{' ? Expected.NameOrClose : Expected.ItemOrClose;
            return JsonToken.Open;
        }

        _at = first == (byte)'"' ? JsonScan.EndOfText(buffer, _at, _end) : JsonScan.EndOfWord(buffer, _at, _end);
        _expected = Depth == 0 ? Expected.End : Expected.CommaOrClose;
        return JsonToken.Scalar;
    }

    private JsonToken Close(byte first)
    {
        var token = Take(first, _isObject[Depth] ? (byte)'}' : (byte)']', Expected.CommaOrClose, JsonToken.Close);
        if (--Depth == 0)
        {
            _expected = Expected.End;
        }

        return token;
    }

    private JsonToken Take(byte found, byte wanted, Expected next, JsonToken token)
    {
        if (found != wanted)
        {
            throw Failure($"'{(char)wanted}' is missing");
        }

        _at++;
        _expected = next;
        return token;
    }

    private JsonFormatException Failure(string reason) => new(reason, _at);
}
