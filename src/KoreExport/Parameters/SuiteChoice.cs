using KoreExport.Errors;

namespace KoreExport.Parameters;

/// <summary>Chooses among a bot's test suites by name. A name that is there as it stands counts before the wildcards it may hold.</summary>
internal sealed class SuiteChoice
{
    private readonly string[]? _names;

    public SuiteChoice(string[]? names) => _names = names;

    /// <summary>The suites that were named; a name without wildcards that the bot does not have is an error.</summary>
    public IReadOnlyList<KoreTestSuite> Of(string botId, IReadOnlyList<KoreTestSuite> all)
    {
        if (_names is null)
        {
            return all;
        }

        var chosen = new HashSet<KoreTestSuite>();
        foreach (var name in _names)
        {
            var found = Named(all, name);
            if (found.Count == 0 && !NamePatterns.HasWildcards(name))
            {
                throw KoreErrors.TestSuiteNotFound(botId, name);
            }

            chosen.UnionWith(found);
        }

        return all.Where(chosen.Contains).ToList();
    }

    /// <summary>Whether the suite was named as it stands, so that nobody else decides to leave it out.</summary>
    public bool Names(KoreTestSuite suite) => _names?.Contains(suite.Name, StringComparer.OrdinalIgnoreCase) == true;

    private static List<KoreTestSuite> Named(IReadOnlyList<KoreTestSuite> all, string name)
    {
        var same = all.Where(suite => suite.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (same.Count > 0)
        {
            return same;
        }

        var pattern = NamePatterns.Pattern(name);
        return all.Where(suite => pattern.IsMatch(suite.Name)).ToList();
    }
}
