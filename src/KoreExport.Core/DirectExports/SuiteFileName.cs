using System.Security.Cryptography;
using System.Text;
using KoreExport.Verification;

namespace KoreExport.DirectExports;

/// <summary>
/// The name of a test suite as a part of a file's name. Its author chose it, so nothing of it but plain letters and digits gets there; a
/// piece of its hash keeps apart what then looks the same.
/// </summary>
internal static class SuiteFileName
{
    private const int MaximumLength = 40;

    public static string For(string name)
    {
        var plain = new StringBuilder();
        foreach (var character in name)
        {
            if (character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            {
                plain.Append(character);
            }
            else if (plain.Length > 0 && plain[plain.Length - 1] != '-')
            {
                plain.Append('-');
            }

            if (plain.Length == MaximumLength)
            {
                break;
            }
        }

        using var sha = SHA256.Create();
        var hash = Hex.Lower(sha.ComputeHash(Encoding.UTF8.GetBytes(name))).Substring(0, 8);
        var head = plain.ToString().Trim('-');
        return head.Length > 0 ? $"{head}-{hash}" : hash;
    }
}
