using System.Text;

namespace KoreExport.Verification;

/// <summary>Hashes as text.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Lower(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var value in bytes)
        {
            text.Append(Digits[value >> 4]).Append(Digits[value & 15]);
        }

        return text.ToString();
    }
}
