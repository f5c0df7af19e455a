using System.Globalization;
using System.Text;

namespace KoreExport.Tests.Definitions;

/// <summary>
/// Makes JSON that nobody would write: a definition whose members are those of the platform or none at all, with duplicate and empty
/// names, reserved ones, slashes, emoji, 300 characters, huge numbers, half surrogates, every escape, invalid UTF-8 and percent-codes of
/// all sorts; laid out as the platform does, or by chance.
/// </summary>
internal sealed class RandomDefinition(int seed, int size)
{
    private static readonly string[] Members =
    [
        "dialogs",
        "dialogComponents",
        "patterns",
        "sentences",
        "knowledgeTasks",
        "smallTalk",
        "scenes",
        "sceneComponents",
        "botEvents",
        "localeData",
        "advancedNLSettings",
        "mlParams",
        "forms",
        "contentVariables",
        "exportOptions",
        "traits",
        "encryptedHash",
        "supportedLanguages",
        "unknown",
        "other",
        "_id",
        "refId",
        "",
        "$file",
        "con",
        "a/b",
        "..",
        "\\u0064ialogs",
        "\ufeffdialogs",
        "Dialogs",
        "volatile",
        "bot",
    ];

    private static readonly string[] Names =
    [
        "_id",
        "refId",
        "name",
        "lname",
        "type",
        "text",
        "script",
        "localeData",
        "message",
        "nodes",
        "nodeId",
        "taskId",
        "taskName",
        "sentence",
        "language",
        "question",
        "faqs",
        "groups",
        "groupId",
        "groupName",
        "botUtterances",
        "components",
        "dialogLinks",
        "sceneId",
        "lMod",
        "createdOn",
        "state",
        "nlMeta",
        "tasks",
        "nlpData",
        "settings",
        "channel",
        "value",
        "answer",
        "key",
        "",
        "$file",
        "$value",
        "$id:x",
        "$name:y",
        "$volatile",
        "$unknown",
        "\\u0024file",
        "\ufeffname",
        "snc-1",
        "a\\/b",
        "😀",
        "ä",
        "a\\u0308",
        "\\ud83d",
    ];

    private static readonly string[] Texts =
    [
        "",
        "con",
        "COM1",
        "nul.txt",
        "a/b\\\\c",
        "..",
        ".",
        " ",
        "x ",
        "X",
        "x",
        "😀",
        "👩‍👩‍👧",
        "\\ud800",
        "\\udc00x",
        "\\u0000",
        "\\u001f",
        "\\n",
        "line\\nline",
        "\\r\\n",
        "\\/",
        "\\u00e9",
        "é",
        "e\\u0301",
        "\\u2028",
        "\u2028",
        "\u00a0",
        "\ufeffmark",
        "uxmap",
        "basic",
        "default",
        "dc-1",
        "dc-2",
        "snc-1",
        "sn-1",
        "en",
        "de",
        "var%20a%20%3D%201%3B",
        "100%",
        "%zz",
        "%C3%A4",
        "%c3%a4",
        "%ED%A0%80",
        "a%0Ab",
        "plain text",
        "<<<<<<< ours\\n=======\\n>>>>>>> theirs",
        "tab\\there",
        "$id:dc-1",
        "ref-1",
        "ref-2",
        "ref-3",
        "漢字の名前",
        "name.with.dots",
        "name~12345678",
        "\\\"quoted\\\"",
        "\\b\\f",
        "-",
        "---",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "1",
        "1.0",
        "1e400",
        "-1.5E-300",
        "123456789012345678901234567890",
        "0.1000",
        "1E+2",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private bool _isPlatform;

    /// <summary>The bytes.</summary>
    public byte[] Create()
    {
        _isPlatform = _random.Next(4) > 0;
        Write(0, Members, _random.Next(1, 8), isObject: true);
        _text.Append(_isPlatform || _random.Next(2) == 0 ? "" : "\n");
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        if (_random.Next(10) == 0)
        {
            bytes = [0xEF, 0xBB, 0xBF, .. bytes];
        }

        // No longer UTF-8, but still JSON to whoever does not look.
        var at = Array.IndexOf(bytes, (byte)0xC3);
        if (at >= 0 && _random.Next(8) == 0)
        {
            bytes[at] = 0xFF;
        }

        return bytes;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {seed}, size {size}");

    private void Value(int depth)
    {
        var kind = _random.Next(depth > 8 ? 6 : 12);
        switch (kind)
        {
            case < 4:
                Text();
                break;
            case 4:
                _text.Append(Numbers[_random.Next(Numbers.Length)]);
                break;
            case 5:
                _text.Append(new[] { "true", "false", "null" }[_random.Next(3)]);
                break;
            default:
                Write(depth, Names, _random.Next(0, Math.Max(2, size - depth)), isObject: kind < 9);
                break;
        }
    }

    private void Write(int depth, string[] names, int count, bool isObject)
    {
        _text.Append(isObject ? '{' : '[');
        for (var i = 0; i < count; i++)
        {
            _text.Append(i > 0 ? Space() + "," : "");
            Line(depth + 1);
            if (isObject)
            {
                _text
                    .Append('"')
                    .Append(names[_random.Next(names.Length)])
                    .Append('"')
                    .Append(Space())
                    .Append(':')
                    .Append(_isPlatform ? " " : Space());
            }

            if (depth == 0)
            {
                Kind(depth + 1);
            }
            else
            {
                Value(depth + 1);
            }
        }

        if (count > 0)
        {
            Line(depth);
        }

        _text.Append(isObject ? '}' : ']');
    }

    // Mostly what a kind looks like: an array of objects.
    private void Kind(int depth)
    {
        if (_random.Next(3) == 0)
        {
            Value(depth);
            return;
        }

        var count = _random.Next(0, size);
        _text.Append('[');
        for (var i = 0; i < count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Line(depth + 1);
            Write(depth + 1, Names, _random.Next(0, 8), isObject: true);
        }

        if (count > 0)
        {
            Line(depth);
        }

        _text.Append(']');
    }

    private void Text()
    {
        _text.Append('"');
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            _text.Append(Texts[_random.Next(Texts.Length)]);
        }

        _text.Append(_random.Next(20) == 0 ? new string('n', 300) : "").Append('"');
    }

    private void Line(int depth) => _text.Append(_isPlatform ? "\n" + new string(' ', depth * 4) : Space());

    private string Space() => _isPlatform ? "" : new[] { "", " ", "\n", "\r\n", "\t", "  \n  " }[_random.Next(6)];
}
