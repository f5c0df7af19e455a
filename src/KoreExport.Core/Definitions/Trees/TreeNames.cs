using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Definitions;

/// <summary>
/// The names in a tree. They are readable, valid on Windows, macOS and Linux alike, and depend on nothing but what they name: not on its
/// place in the export, nor on the system. A path below the destination has at most 139 characters: 41 for the bot's folder, 20 for
/// folders in it, 76 for the file.
/// </summary>
internal static class TreeNames
{
    public const string Manifest = "kore-export.json";
    public const string Volatile = "volatile.json";
    public const string Bot = "bot.json";
    public const string Attributes = ".gitattributes";

    /// <summary>There while files are being put into their places: the tree is not to be trusted.</summary>
    public const string Unfinished = "kore-export.unfinished";

    public const int MaximumFolder = 41;
    public const int MaximumStem = 44;
    public const int MaximumLabel = 26;
    private const int HashLength = 8;

    /// <summary>A text as a part of a file name: letters, digits, '_' and '-'; never a name that Windows keeps for itself.</summary>
    public static string Slug(string text, int maximum = MaximumStem)
    {
        var result = new StringBuilder();
        foreach (var character in Compose(text.Length > 1000 ? text.Substring(0, 1000) : text))
        {
            if (IsWordCharacter(character))
            {
                result.Append(character);
            }
            else if (result.Length > 0 && result[result.Length - 1] != '-')
            {
                result.Append('-');
            }
        }

        var slug = Cut(result.ToString().Trim('-'), maximum);
        return slug.Length == 0 ? "_"
            : SavePath.IsReserved(slug) ? slug + "_"
            : slug;
    }

    /// <summary>The folder of a bot. A name that had to be changed or cut gets a hash: two bots never share a folder.</summary>
    public static string Folder(string name)
    {
        var slug = Slug(name, MaximumFolder);
        return slug == name ? slug : Cut(slug, MaximumFolder - HashLength - 1) + "~" + Hash(name);
    }

    /// <summary>
    /// The stems for components of one folder. Where several would have the same, letters' case aside, each of them gets a hash of its
    /// identity: none is first.
    /// </summary>
    public static string[] Stems(IReadOnlyList<(string Name, string Identity, Func<string> Content)> components)
    {
        var stems = components.Select(static component => Slug(component.Name)).ToArray();
        foreach (var group in Groups(stems, Enumerable.Range(0, stems.Length)))
        {
            var identities = group.GroupBy(index => components[index].Identity, StringComparer.Ordinal);
            foreach (var same in identities)
            {
                var alone = same.Count() == 1;
                foreach (var index in same)
                {
                    var text = alone ? same.Key : same.Key + "\n" + components[index].Content();
                    stems[index] = Cut(stems[index], MaximumStem - HashLength - 5) + "~" + Hash(text);
                }
            }

            // The very same component twice: here nothing but the order is left.
            foreach (var twin in Groups(stems, group))
            {
                for (var i = 1; i < twin.Count; i++)
                {
                    stems[twin[i]] += "-" + (i + 1).ToString(CultureInfo.InvariantCulture);
                }
            }
        }

        return stems;
    }

    /// <summary>Eight hex digits that stand for a text.</summary>
    public static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return Hex.Lower(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Substring(0, HashLength);
    }

    /// <summary>Cuts a text without cutting a character in two.</summary>
    public static string Cut(string text, int maximum) => text.Length <= maximum ? text : text.Substring(0, maximum).TrimEnd('-');

    private static List<List<int>> Groups(string[] stems, IEnumerable<int> indexes) =>
        [
            .. indexes
                .GroupBy(index => stems[index].ToUpperInvariant(), StringComparer.Ordinal)
                .Where(static group => group.Skip(1).Any())
                .Select(static group => group.ToList()),
        ];

    private static string Compose(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            // Emoji and rare letters need two characters; half of one cannot be composed.
            whole.Append(char.IsSurrogate(character) ? ' ' : character);
        }

        return whole.ToString().Normalize(NormalizationForm.FormC);
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetterOrDigit(character)
        || character is '_' or '-'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
