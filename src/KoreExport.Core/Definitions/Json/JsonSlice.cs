namespace KoreExport.Definitions;

/// <summary>
/// A value inside JSON that was checked before (<see cref="JsonTokenizer.Check"/>): where its bytes are, and nothing else. Members and
/// items are found by walking, so that a definition takes no more memory than its file.
/// </summary>
internal readonly struct JsonSlice(byte[] buffer, int start, int length)
{
    /// <summary>The buffer that holds it.</summary>
    public byte[] Buffer { get; } = buffer;

    /// <summary>Where it begins.</summary>
    public int Start { get; } = start;

    /// <summary>How many bytes it has.</summary>
    public int Length { get; } = length;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Text => Buffer.AsSpan(Start, Length);

    public bool IsObject => Buffer[Start] == (byte)'{';

    public bool IsArray => Buffer[Start] == (byte)'[';

    public bool IsText => Buffer[Start] == (byte)'"';

    public bool IsScalar => !IsObject && !IsArray;

    private int End => Start + Length;

    /// <summary>Checks the bytes and returns the value in them, a byte order mark and white space around it left out.</summary>
    public static JsonSlice Parse(byte[] buffer, int start, int length)
    {
        var mark = HasMark(buffer, start, length) ? 3 : 0;
        JsonTokenizer.Check(buffer, start + mark, length - mark);
        return Inside(buffer, start + mark, start + length);
    }

    public static JsonSlice Parse(byte[] buffer) => Parse(buffer, 0, buffer.Length);

    /// <summary>The value in bytes that were checked before.</summary>
    public static JsonSlice Unchecked(byte[] buffer) => Inside(buffer, HasMark(buffer, 0, buffer.Length) ? 3 : 0, buffer.Length);

    /// <summary>Whether the bytes begin with the byte order mark of UTF-8.</summary>
    public static bool HasMark(byte[] buffer, int start, int length) =>
        length >= 3 && buffer[start] == 0xEF && buffer[start + 1] == 0xBB && buffer[start + 2] == 0xBF;

    /// <summary>What a text says, or null where it is none.</summary>
    public string? GetText() => IsText ? JsonText.Decode(Text) : null;

    /// <summary>The members in their order, names as they are written; empty where it is no object.</summary>
    public IEnumerable<(JsonSlice Name, JsonSlice Value)> Members()
    {
        if (!IsObject)
        {
            yield break;
        }

        for (var at = SkipSpace(Start + 1); Buffer[at] != (byte)'}'; )
        {
            var name = ValueAt(at);
            at = SkipSpace(SkipSpace(name.End) + 1);
            var value = ValueAt(at);
            yield return (name, value);
            at = SkipSpace(value.End);
            at = Buffer[at] == (byte)',' ? SkipSpace(at + 1) : at;
        }
    }

    /// <summary>The items in their order; empty where it is no array.</summary>
    public IEnumerable<JsonSlice> Items()
    {
        if (!IsArray)
        {
            yield break;
        }

        for (var at = SkipSpace(Start + 1); Buffer[at] != (byte)']'; )
        {
            var value = ValueAt(at);
            yield return value;
            at = SkipSpace(value.End);
            at = Buffer[at] == (byte)',' ? SkipSpace(at + 1) : at;
        }
    }

    /// <summary>Whether it is a container with nothing in it.</summary>
    public bool IsEmptyContainer() => !IsScalar && Buffer[SkipSpace(Start + 1)] is (byte)'}' or (byte)']';

    /// <summary>The first member of that name.</summary>
    public JsonSlice? Member(string name)
    {
        foreach (var (key, value) in Members())
        {
            if (key.Is(name))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>What the first member of that name says, where it is a text.</summary>
    public string? TextOf(string name) => Member(name)?.GetText();

    /// <summary>Whether it is the text <paramref name="text"/>.</summary>
    public bool Is(string text)
    {
        if (!IsText || Length < text.Length + 2)
        {
            return false;
        }

        if (Length != text.Length + 2)
        {
            // Escapes and characters beyond ASCII take more bytes than characters.
            return JsonText.Decode(Text) == text;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Buffer[Start + 1 + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    private static JsonSlice Inside(byte[] buffer, int start, int end)
    {
        while (start < end && buffer[start] <= (byte)' ')
        {
            start++;
        }

        return new JsonSlice(buffer, start, JsonScan.EndOfValue(buffer, start, end) - start);
    }

    private JsonSlice ValueAt(int at) => new(Buffer, at, JsonScan.EndOfValue(Buffer, at, End) - at);

    private int SkipSpace(int at)
    {
        while (Buffer[at] <= (byte)' ')
        {
            at++;
        }

        return at;
    }
}
