using System.Reflection;
using System.Text.RegularExpressions;
using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Help;

/// <summary>about_KoreExport_Errors lists the whole vocabulary: every id there is, with the categories that the sources give it.</summary>
public sealed partial class ErrorTopicTests
{
    private static readonly IReadOnlyDictionary<string, string> Ids = typeof(KoreErrorId)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);

    private static readonly IReadOnlyList<Match> Rows = Row().Matches(File.ReadAllText(Path.Combine(Folder, "about_KoreExport_Errors.md")));

    /// <summary>Where the topics are.</summary>
    internal static string Folder => Path.Combine(PesterFiles.Root, "src", "KoreExport", "about");

    [Fact]
    public void Every_id_is_listed_once_and_no_other()
        => Assert.Equal(Ids.Values.Order(StringComparer.Ordinal), Rows.Select(row => row.Groups["id"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_has_the_categories_that_the_sources_give_it()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(PesterFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var given = sources.SelectMany(path => Error().Matches(File.ReadAllText(path)))
            .ToLookup(error => Ids[error.Groups["id"].Value], error => error.Groups["category"].Value);

        Assert.All(Rows, row =>
        {
            var listed = row.Groups["category"].Value.Split(" or ");
            var expressions = given[row.Groups["id"].Value].ToList();
            var named = expressions.SelectMany(
                expression => Category().Matches(expression).Select(category => category.Groups[1].Value)).ToHashSet();
            Assert.Subset(listed.ToHashSet(), named);

            // Where a category comes from elsewhere, the sources beside the id do not tell all.
            var isComplete = expressions.Count > 0 && expressions.TrueForAll(Category().IsMatch);
            Assert.All(
                listed,
                category =>
                    Assert.True(named.Contains(category) || (!isComplete && Enum.IsDefined(Enum.Parse<KoreErrorCategory>(category)))));
        });
    }

    [Fact]
    public void Each_says_what_it_means_and_what_to_do_in_sentences()
        => Assert.All(Rows, row => Assert.Matches(@"^[A-Z`].*\. \| .*\. $", row.Groups["rest"].Value));

    [GeneratedRegex(@"(?m)^\| `(?<id>Kore\w+)` \| (?<category>[^|]+?) \| (?<rest>.+)\|$")]
    private static partial Regex Row();

    // The id and, after it, the expression for the category.
    [GeneratedRegex(@"KoreErrorId\.(?<id>\w+),\s*(?<category>[^,""]+)")]
    private static partial Regex Error();

    [GeneratedRegex(@"KoreErrorCategory\.(\w+)")]
    private static partial Regex Category();
}
