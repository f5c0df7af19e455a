using System.Text;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>
/// Takes secrets that nobody asked for out of an answer before anything else sees it: the list of bots holds every app's client secret in
/// clear (<c>jwtApps[].clientSecret</c>). They are overwritten in the bytes themselves, so that no parser makes a copy.
/// </summary>
internal static class SecretRedactor
{
    private static readonly byte[] Mask = Encoding.ASCII.GetBytes($"\"{LogSanitizer.Mask}\"");
    private static readonly byte[] Nothing = [(byte)'0'];

    /// <summary>Overwrites the value of each property that is known to hold secrets, or is named like one, with stars.</summary>
    /// <param name="json">The answer; where it is not whole JSON nothing of it is left, because nobody can tell what it holds.</param>
    public static void Redact(byte[] json)
    {
        var start = json.Length >= 3 && json[0] == 0xEF && json[1] == 0xBB && json[2] == 0xBF ? 3 : 0;
        try
        {
            var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(json, start, json.Length - start));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && IsSecret(reader.GetString()!))
                {
                    reader.Read();
                    var from = start + (int)reader.TokenStartIndex;
                    reader.Skip();
                    var to = start + (int)reader.BytesConsumed;
                    json.AsSpan(from, to - from).Fill((byte)' ');

                    // An empty value is too short for the mask.
                    var mask = to - from >= Mask.Length ? Mask : Nothing;
                    mask.CopyTo(json, from);
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is not UTF-8.
            Array.Clear(json, 0, json.Length);
        }
    }

    /// <summary>Whether a field of that name is not to be kept.</summary>
    public static bool IsSecret(string name) =>
        name.Equals("jwtApps", StringComparison.OrdinalIgnoreCase)
        || Contains(name, "secret") || Contains(name, "password") || Contains(name, "privateKey");

    private static bool Contains(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
