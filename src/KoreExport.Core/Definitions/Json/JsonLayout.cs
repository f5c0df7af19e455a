using System.Text;

namespace KoreExport.Definitions;

/// <summary>
/// How JSON is laid out: what stands between two tokens. The platform writes as <c>JSON.stringify(x, null, 4)</c> does; files that went
/// through other hands deviate, and each deviation is kept as the number of the token it stands before.
/// </summary>
internal sealed class JsonLayout
{
    private readonly List<byte[]> _lines = [];
    private readonly byte[] _afterColon;

    private JsonLayout(string indent, string newLine, string afterColon, bool hasMark)
    {
        (Indent, NewLine, AfterColon, HasMark) = (indent, newLine, afterColon, hasMark);
        _afterColon = Encoding.ASCII.GetBytes(afterColon);
    }

    /// <summary>The platform's own: four blanks, LF, no byte order mark, no final new line.</summary>
    public static JsonLayout Platform { get; } = new("    ", "\n", " ", hasMark: false);

    public string Indent { get; }

    public string NewLine { get; }

    public string AfterColon { get; }

    /// <summary>Whether a byte order mark stands before all.</summary>
    public bool HasMark { get; }

    /// <summary>What stands before a token in spite of the rule; tokens are counted from 0, and the end of the text is one.</summary>
    public SortedDictionary<int, byte[]> Exceptions { get; } = [];

    public bool IsPlatform =>
        Indent == Platform.Indent && NewLine == Platform.NewLine && AfterColon == Platform.AfterColon && !HasMark && Exceptions.Count == 0;

    public static JsonLayout Create(string indent, string newLine, string afterColon, bool hasMark) =>
        new(indent, newLine, afterColon, hasMark);

    /// <summary>Checks the JSON and finds its layout, so that a writer with the result gives the same bytes again.</summary>
    public static JsonLayout Detect(byte[] buffer, int length)
    {
        var mark = JsonSlice.HasMark(buffer, 0, length) ? 3 : 0;
        var layout = Guess(buffer, mark, length - mark);
        var tokens = new JsonTokenizer(buffer, mark, length - mark);
        for (var index = 0; ; index++)
        {
            var more = tokens.Read();
            var depth = tokens.Token == JsonToken.Open ? tokens.Depth - 1 : tokens.Depth;
            if (!tokens.Gap.SequenceEqual(layout.Gap(tokens.Previous, tokens.Token, depth)))
            {
                layout.Exceptions.Add(index, tokens.Gap.ToArray());
            }

            if (!more)
            {
                return layout;
            }
        }
    }

    /// <summary>What stands between two tokens by the rule.</summary>
    public ReadOnlySpan<byte> Gap(JsonToken previous, JsonToken token, int depth)
    {
        if (previous == JsonToken.Colon)
        {
            return _afterColon;
        }

        return
            token is JsonToken.Comma or JsonToken.Colon or JsonToken.End
            || previous == JsonToken.Start
            || (previous == JsonToken.Open && token == JsonToken.Close)
            ? default
            : Line(depth);
    }

    private static JsonLayout Guess(byte[] buffer, int start, int length)
    {
        var tokens = new JsonTokenizer(buffer, start, length);
        string? line = null;
        while (tokens.Read())
        {
            if (tokens.Previous == JsonToken.Open && tokens.Token != JsonToken.Close && line is null)
            {
                line = JsonText.GetString(tokens.Gap);
            }

            if (tokens.Previous == JsonToken.Colon && line is not null)
            {
                var indent = line.TrimStart('\r', '\n');
                return new JsonLayout(indent, line.Substring(0, line.Length - indent.Length), JsonText.GetString(tokens.Gap), start > 0);
            }
        }

        return new JsonLayout(Platform.Indent, Platform.NewLine, Platform.AfterColon, start > 0);
    }

    private byte[] Line(int depth)
    {
        for (var i = _lines.Count; i <= depth; i++)
        {
            _lines.Add(Encoding.ASCII.GetBytes(NewLine + string.Concat(Enumerable.Repeat(Indent, i))));
        }

        return _lines[depth];
    }
}
