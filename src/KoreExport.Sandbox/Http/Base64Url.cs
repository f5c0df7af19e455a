namespace KoreExport.Sandbox.Http;

/// <summary>The base64url of RFC 7515, without padding.</summary>
internal static class Base64Url
{
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Decodes.</summary>
    /// <exception cref="FormatException">The text is not base64url; padding and the letters of plain base64 are not either.</exception>
    public static byte[] Decode(string text)
    {
        if (text.IndexOfAny(['+', '/', '=']) >= 0)
        {
            throw new FormatException("Not base64url.");
        }

        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
