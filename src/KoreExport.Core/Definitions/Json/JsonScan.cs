namespace KoreExport.Definitions;

/// <summary>Finds where texts, numbers and words of JSON end.</summary>
internal static class JsonScan
{
    private static readonly byte[][] Words = ["true"u8.ToArray(), "false"u8.ToArray(), "null"u8.ToArray()];

    /// <summary>Behind the closing quotation mark of the text that begins at <paramref name="at"/>.</summary>
    public static int EndOfText(byte[] buffer, int at, int end)
    {
        for (var i = at + 1; i < end; i++)
        {
            var value = buffer[i];
            if (value == (byte)'"')
            {
                return i + 1;
            }

            if (value < (byte)' ')
            {
                throw new JsonFormatException("a text holds a control character that is not escaped", i);
            }

            if (value == (byte)'\\')
            {
                i = EndOfEscape(buffer, i, end) - 1;
            }
        }

        throw new JsonFormatException("a text does not end", at);
    }

    /// <summary>Behind the number, <c>true</c>, <c>false</c> or <c>null</c> that begins at <paramref name="at"/>.</summary>
    public static int EndOfWord(byte[] buffer, int at, int end)
    {
        var rest = buffer.AsSpan(at, end - at);
        foreach (var word in Words)
        {
            if (rest.StartsWith(word))
            {
                return at + word.Length;
            }
        }

        var i = at;
        if (i < end && buffer[i] == (byte)'-')
        {
            i++;
        }

        // No leading zeros: "01" is two numbers, and so a mistake.
        i = i < end && buffer[i] == (byte)'0' ? i + 1 : Digits(buffer, i, end);
        if (i < end && buffer[i] == (byte)'.')
        {
            i = Digits(buffer, i + 1, end);
        }

        if (i < end && (buffer[i] | 0x20) == (byte)'e')
        {
            i++;
            i = Digits(buffer, i < end && buffer[i] is (byte)'+' or (byte)'-' ? i + 1 : i, end);
        }

        return i;
    }

    /// <summary>Behind the value that begins at <paramref name="at"/>, in JSON that was checked before.</summary>
    public static int EndOfValue(byte[] buffer, int at, int end)
    {
        if (buffer[at] == (byte)'"')
        {
            return EndOfCheckedText(buffer, at);
        }

        if (buffer[at] is not ((byte)'{' or (byte)'['))
        {
            return EndOfWord(buffer, at, end);
        }

        for (var depth = 0; ; at++)
        {
            switch (buffer[at])
            {
                case (byte)'"':
                    at = EndOfCheckedText(buffer, at) - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--depth == 0)
                    {
                        return at + 1;
                    }

                    break;
            }
        }
    }

    /// <summary>Behind the closing quotation mark, in JSON that was checked before.</summary>
    public static int EndOfCheckedText(byte[] buffer, int at)
    {
        for (at++; ; at++)
        {
            at += buffer.AsSpan(at).IndexOfAny((byte)'"', (byte)'\\');
            if (buffer[at] == (byte)'"')
            {
                return at + 1;
            }

            at++;
        }
    }

    private static int Digits(byte[] buffer, int at, int end)
    {
        var i = at;
        while (i < end && buffer[i] is >= (byte)'0' and <= (byte)'9')
        {
            i++;
        }

        return i > at ? i : throw new JsonFormatException("a value is missing or misspelt", at);
    }

    private static int EndOfEscape(byte[] buffer, int at, int end)
    {
        var letter = at + 1 < end ? buffer[at + 1] : (byte)0;
        if (letter != (byte)'u')
        {
            return @"""\/bfnrt".IndexOf((char)letter) >= 0 ? at + 2 : throw new JsonFormatException("a text holds an unknown escape", at);
        }

        for (var i = at + 2; i < at + 6; i++)
        {
            if (i >= end || !IsHex(buffer[i]))
            {
                throw new JsonFormatException("a text holds an incomplete \\u escape", at);
            }
        }

        return at + 6;
    }

    private static bool IsHex(byte value) =>
        value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f') or (>= (byte)'A' and <= (byte)'F');
}
