using System.Security.Cryptography;
using System.Text;

namespace KoreExport.Sandbox.Bots;

/// <summary>Ids and bytes that follow from a bot and what they are for, so that a made bot is the same at every run.</summary>
internal static class DeterministicId
{
    [ThreadStatic]
    private static SHA256? _sha;

    /// <summary>A UUID that follows from a bot and what it is for.</summary>
    public static string Uuid(string botId, string purpose)
    {
        var bytes = new byte[16];
        Array.Copy(Hash(botId, purpose), bytes, bytes.Length);
        return new Guid(bytes).ToString();
    }

    /// <summary>Up to 64 hexadecimal digits that follow from a bot and what they are for.</summary>
    public static string Hex(string botId, string purpose, int digits) =>
        BitConverter.ToString(Hash(botId, purpose)).Replace("-", "").ToLowerInvariant().Substring(0, digits);

    /// <summary>Bytes that follow from a bot and what they are for.</summary>
    public static byte[] Hash(string botId, string purpose)
    {
        // A bot has hundreds of ids, and an account thousands of bots.
        _sha ??= SHA256.Create();
        return _sha.ComputeHash(Encoding.UTF8.GetBytes(botId + " " + purpose));
    }
}
