using System.Security.Cryptography;
using System.Text;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>
/// What is one and the same thing from one night to the next, so that a newer file takes the place of an older one. Exports with
/// different options are different things: neither is a copy of the other, and neither's success makes good the other's failure.
/// </summary>
/// <param name="Host">The platform.</param>
/// <param name="BotId">The bot; empty for what belongs to the account.</param>
/// <param name="Kind">What is exported.</param>
internal sealed record BackupSeries(string Host, string BotId, KoreExportKind Kind)
{
    private const int MaximumText = 40;

    /// <summary>The app it was exported with, where it belongs to the account: nothing else tells one account from another.</summary>
    public string? ClientId { get; init; }

    /// <summary>Which one, where there are several of a kind: a test suite's name, a type of role.</summary>
    public string? Part { get; init; }

    /// <summary>What was asked for; null where the kind has no options, or nobody knows them.</summary>
    public string? Options { get; init; }

    /// <summary>
    /// What tells the series from others of its bot and kind in the names of its files: letters, digits and '-' of what it is about, and a
    /// piece of a hash that keeps apart what then looks the same. Null for the one that nothing special was asked of.
    /// </summary>
    public string? Label()
    {
        var isOfAccount = BackupKinds.BelongsToAccount(Kind);
        if (Part is null && !isOfAccount && Options == BackupKinds.DefaultOptionsOf(Kind))
        {
            return null;
        }

        var identity = isOfAccount ? string.Join("\n", Part, Options, Host, ClientId) : string.Join("\n", Part, Options);
        using var sha = SHA256.Create();
        var hash = Hex.Lower(sha.ComputeHash(Encoding.UTF8.GetBytes(identity))).Substring(0, 8);
        var text = Plain(Part ?? Options ?? "unknown");
        return text.Length > 0 ? $"{text}-{hash}" : hash;
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in text)
        {
            if (character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            {
                plain.Append(character);
            }
            else if (plain.Length > 0 && plain[plain.Length - 1] != '-')
            {
                plain.Append('-');
            }

            if (plain.Length == MaximumText)
            {
                break;
            }
        }

        return plain.ToString().Trim('-');
    }
}
