namespace KoreExport.Definitions;

/// <summary>Writes JSON token by token in a given layout. Tokens go out as they came in: numbers and escapes keep their text.</summary>
internal sealed class JsonLayoutWriter(Stream output, JsonLayout layout)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly bool _hasExceptions = layout.Exceptions.Count > 0;
    private int _used;
    private int _index;
    private int _depth;
    private JsonToken _previous = JsonToken.Start;

    /// <summary>Begins an object or an array.</summary>
    public void Open(char bracket)
    {
        BeginValue();
        Token(JsonToken.Open, bracket);
        _depth++;
    }

    /// <summary>Ends the object or the array that was begun last.</summary>
    public void Close(char bracket)
    {
        _depth--;
        Token(JsonToken.Close, bracket);
    }

    /// <summary>Writes a member's name, given as its token.</summary>
    public void Name(ReadOnlySpan<byte> token)
    {
        BeginValue();
        Gap(JsonToken.Name);
        Append(token);
        Token(JsonToken.Colon, ':');
    }

    /// <summary>Writes a member's name.</summary>
    public void Name(string name) => Name(JsonText.Encode(name));

    /// <summary>Writes a text, a number or a word, given as its token.</summary>
    public void Scalar(ReadOnlySpan<byte> token)
    {
        BeginValue();
        Gap(JsonToken.Scalar);
        Append(token);
    }

    /// <summary>Writes a text.</summary>
    public void String(string text) => Scalar(JsonText.Encode(text));

    /// <summary>Writes a value as it is, laid out anew.</summary>
    public void Value(JsonSlice value)
    {
        if (value.IsScalar)
        {
            Scalar(value.Text);
            return;
        }

        var tokens = new JsonTokenizer(value.Buffer, value.Start, value.Length);
        while (tokens.Read())
        {
            switch (tokens.Token)
            {
                case JsonToken.Open:
                    Open((char)tokens.Text[0]);
                    break;
                case JsonToken.Close:
                    Close((char)tokens.Text[0]);
                    break;
                case JsonToken.Name:
                    Name(tokens.Text);
                    break;
                case JsonToken.Scalar:
                    Scalar(tokens.Text);
                    break;
            }
        }
    }

    /// <summary>Writes what stands behind the value, and hands everything to the stream.</summary>
    public void Complete()
    {
        Gap(JsonToken.End);
        Flush();
    }

    private void BeginValue()
    {
        if (_previous is JsonToken.Scalar or JsonToken.Close)
        {
            Token(JsonToken.Comma, ',');
        }
    }

    private void Token(JsonToken token, char text)
    {
        Gap(token);
        if (_used == _buffer.Length)
        {
            Flush();
        }

        _buffer[_used++] = (byte)text;
    }

    private void Gap(JsonToken token)
    {
        if (_index == 0 && layout.HasMark)
        {
            Append([0xEF, 0xBB, 0xBF]);
        }

        Append(_hasExceptions && layout.Exceptions.TryGetValue(_index, out var own) ? own : layout.Gap(_previous, token, _depth));
        _previous = token;
        _index++;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == _buffer.Length)
            {
                Flush();
            }

            var count = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes.Slice(0, count).CopyTo(_buffer.AsSpan(_used));
            _used += count;
            bytes = bytes.Slice(count);
        }
    }

    private void Flush()
    {
        output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
