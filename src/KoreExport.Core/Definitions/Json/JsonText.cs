using System.Text;

namespace KoreExport.Definitions;

/// <summary>
/// Texts as JSON has them. Writing follows ECMAScript's JSON.stringify (QuoteJSONString), as the platform does: only the quotation mark,
/// the backslash, control characters and lone surrogates are escaped.
/// </summary>
internal static class JsonText
{
    private const string Hex = "0123456789abcdef";
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>What the token says, quotation marks included in <paramref name="token"/>. Bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> token)
    {
        var text = GetString(token.Slice(1, token.Length - 2));
        return text.IndexOf('\\') < 0 ? text : Unescape(text);
    }

    /// <summary>The token for a text, with its quotation marks.</summary>
    public static byte[] Encode(string text)
    {
        var result = new StringBuilder(text.Length + 16).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(character).Append(text[++i]);
            }
            else if (character < ' ' || char.IsSurrogate(character))
            {
                AppendEscape(result, character);
            }
            else if (character is '"' or '\\')
            {
                result.Append('\\').Append(character);
            }
            else
            {
                result.Append(character);
            }
        }

        return Utf8.GetBytes(result.Append('"').ToString());
    }

    /// <summary>What the token says, where writing that would give the very same bytes: only such texts may leave their place.</summary>
    public static bool TryDecodeExactly(ReadOnlySpan<byte> token, out string text)
    {
        text = Decode(token);
        return token.SequenceEqual(Encode(text));
    }

    /// <summary>UTF-8 as text.</summary>
    public static string GetString(ReadOnlySpan<byte> bytes) => Utf8.GetString(bytes.ToArray());

    private static void AppendEscape(StringBuilder result, char character)
    {
        var letter = character switch
        {
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        result.Append('\\').Append(letter);
        if (letter == 'u')
        {
            result
                .Append(Hex[character >> 12])
                .Append(Hex[(character >> 8) & 15])
                .Append(Hex[(character >> 4) & 15])
                .Append(Hex[character & 15]);
        }
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            var letter = text[++i];
            if (letter == 'u')
            {
                result.Append((char)Convert.ToInt32(text.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                result.Append(
                    letter switch
                    {
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        _ => letter,
                    });
            }
        }

        return result.ToString();
    }
}
