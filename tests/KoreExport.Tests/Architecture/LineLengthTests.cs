using System.Globalization;
using System.Text.RegularExpressions;
using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Architecture;

/// <summary>No line of the sources is longer than .editorconfig says, so that two of them fit beside each other.</summary>
public sealed partial class LineLengthTests
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".ps1", ".psm1", ".psd1", ".ps1xml", ".md", ".targets", ".props", ".csproj", ".nuspec", ".yml", ".yaml",
    };

    private static readonly HashSet<string> Outputs = ["bin", "obj", "out", "en-US", "TestResults", ".git", ".vs", ".idea"];

    [Fact]
    public void No_line_is_longer_than_the_editors_are_told()
    {
        var limit = int.Parse(
            Limit().Match(File.ReadAllText(Path.Combine(PesterFiles.Root, ".editorconfig"))).Groups[1].Value, CultureInfo.InvariantCulture);
        var files = Sources(PesterFiles.Root).ToList();
        Assert.Contains(files, file => Path.GetFileName(file) == "LineLengthTests.cs");
        Assert.Empty(files.SelectMany(file => TooLong(file, limit)));
    }

    [Theory]
    [InlineData("a b", 2, false)]
    [InlineData("a b", 3, true)]
    [InlineData("| a | b |", 2, true)]
    [InlineData("    https://kore.ai/a", 8, true)]
    [InlineData("x = \"\"\"{\"a\": 1}\"\"\";", 8, true)]
    [InlineData("<A>$([System.IO.File]::ReadAllText('a b'))</A>", 8, true)]
    public void What_cannot_be_broken_may_be_longer(string line, int limit, bool isFine) => Assert.Equal(isFine, IsFine(line, limit));

    private static IEnumerable<string> TooLong(string file, int limit)
    {
        var name = Path.GetRelativePath(PesterFiles.Root, file).Replace('\\', '/');
        return File.ReadLines(file)
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(line => !IsFine(line.Line, limit))
            .Select(line => $"{name}:{line.Number} has {line.Line.Length} characters");
    }

    // Rows of a table, texts as they stand, and what has no place to break it at.
    private static bool IsFine(string line, int limit) =>
        line.Length <= limit
        || line.StartsWith('|')
        || line.Contains("\"\"\"", StringComparison.Ordinal)
        || line.Contains("$([", StringComparison.Ordinal)
        || !line.Trim().Contains(' ', StringComparison.Ordinal);

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Extensions.Contains(Path.GetExtension(file)))
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(below => !Outputs.Contains(Path.GetFileName(below)) && new DirectoryInfo(below).LinkTarget is null)
            .SelectMany(Sources));

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Limit();
}
