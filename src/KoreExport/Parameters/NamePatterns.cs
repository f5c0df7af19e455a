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
        _missing = new(names.Where(static name => !WildcardPattern.ContainsWildcardCharacters(name)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names without wildcards that nothing had so far.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    public static WildcardPattern Pattern(string text) => new(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    /// <summary>Whether any of the texts, a thing's names, was asked for.</summary>
    public bool Match(params string[] texts)
    {
        var found = false;
        foreach (var text in texts)
        {
            _ = _missing.Remove(text);
            found |= _names.Exists(name => name.Text.Equals(text, StringComparison.OrdinalIgnoreCase) || name.Pattern.IsMatch(text));
        }

        return found;
    }
}
