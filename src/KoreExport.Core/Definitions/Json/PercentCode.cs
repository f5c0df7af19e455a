using System.Text;

namespace KoreExport.Definitions;

/// <summary>ECMAScript's encodeURIComponent and decodeURIComponent, with which the platform stores code and some texts.</summary>
internal static class PercentCode
{
    private const string Digits = "0123456789ABCDEF";
    private const string Unreserved = "-_.!~*'()";
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the text can be decoded and gives, encoded again, the very same text.</summary>
    public static bool TryDecodeExactly(string text, out string decoded) =>
        TryDecode(text, out decoded) && TryEncode(decoded, out var again) && again == text;

    /// <summary>decodeURIComponent; false where that would throw: an incomplete percent-code, or codes that are no UTF-8.</summary>
    public static bool TryDecode(string text, out string decoded)
    {
        decoded = text;
        if (text.IndexOf('%') < 0)
        {
            return true;
        }

        var result = new StringBuilder(text.Length);
        var bytes = new byte[text.Length / 3];
        for (var i = 0; i < text.Length; )
        {
            if (text[i] != '%')
            {
                result.Append(text[i++]);
                continue;
            }

            var count = 0;
            for (; i < text.Length && text[i] == '%'; i += 3)
            {
                if (i + 2 >= text.Length || Value(text[i + 1]) is not { } high || Value(text[i + 2]) is not { } low)
                {
                    return false;
                }

                bytes[count++] = (byte)((high << 4) | low);
            }

            try
            {
                result.Append(Strict.GetString(bytes, 0, count));
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        decoded = result.ToString();
        return true;
    }

    /// <summary>encodeURIComponent; false where that would throw: half of a surrogate pair.</summary>
    public static bool TryEncode(string text, out string encoded)
    {
        encoded = text;
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(text);
        }
        catch (ArgumentException)
        {
            return false;
        }

        var result = new StringBuilder(bytes.Length + (bytes.Length / 2));
        foreach (var value in bytes)
        {
            if (value < 0x80 && (IsLetterOrDigit(value) || Unreserved.IndexOf((char)value) >= 0))
            {
                result.Append((char)value);
            }
            else
            {
                result.Append('%').Append(Digits[value >> 4]).Append(Digits[value & 15]);
            }
        }

        encoded = result.ToString();
        return true;
    }

    private static bool IsLetterOrDigit(byte value) =>
        value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z');

    private static int? Value(char digit) =>
        digit switch
        {
            >= '0' and <= '9' => digit - '0',
            >= 'a' and <= 'f' => digit - 'a' + 10,
            >= 'A' and <= 'F' => digit - 'A' + 10,
            _ => null,
        };
}
