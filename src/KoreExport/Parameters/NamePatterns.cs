using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Names that somebody asked for. Each is taken as it stands and for the wildcards in it.</summary>
internal sealed class NamePatterns
{
    private readonly List<(string Text, WildcardPattern Pattern)> _names;
    private readonly HashSet<string> _missing;

    public NamePatterns(IReadOnlyCollection<string> names)
    {
        _names = names.Select(static name => (name, Pattern(name))).ToList();
        _missing = new(names.Where(static name => !HasWildcards(name)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names without wildcards that nothing had so far.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>A pattern for the text; where it is none that can be read, such as "a[b", it stands for itself.</summary>
    public static WildcardPattern Pattern(string text) => Read(text) ?? Create(WildcardPattern.Escape(text));

    /// <summary>Whether a text may stand for several names.</summary>
    public static bool HasWildcards(string text) => WildcardPattern.ContainsWildcardCharacters(text) && Read(text) is not null;

    /// <summary>Whether any of the texts, a thing's names, was asked for.</summary>
    public bool Match(params string[] texts)
    {
        var found = false;
        foreach (var text in texts)
        {
            _ = _missing.Remove(text);
            found |= Has(text);
        }

        return found;
    }

    /// <summary>Whether a text was asked for; does not count for <see cref="Missing"/>, and may be asked on several threads.</summary>
    public bool Has(string text) =>
        _names.Exists(name => name.Text.Equals(text, StringComparison.OrdinalIgnoreCase) || name.Pattern.IsMatch(text));

    private static WildcardPattern Create(string text) => new(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private static WildcardPattern? Read(string text)
    {
        try
        {
            var pattern = Create(text);

            // It is read when it is first used.
            _ = pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
