using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Help;

/// <summary>A topic of its own, such as about_KoreExport: Markdown in the repository, plain text where PowerShell shows it.</summary>
/// <param name="Name">The topic's name, which is also the file's.</param>
/// <param name="Markdown">What the file says.</param>
internal sealed partial record AboutTopic(string Name, string Markdown)
{
    // Get-Help lists a topic with the fifth line of its file, and cuts that off where the window ends.
    private const int LongestSynopsis = 75;

    private string[] Lines => Markdown.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The topics of a folder, by name.</summary>
    public static IReadOnlyList<AboutTopic> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "about_*.md").Order(StringComparer.Ordinal)
            .Select(file => new AboutTopic(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];

    /// <summary>The name of the file that Get-Help looks for.</summary>
    public string FileName => Name + ".help.txt";

    /// <summary>Whether the topic speaks of a cmdlet.</summary>
    public bool Mentions(string cmdlet) => IsNamed(cmdlet, Markdown);

    /// <summary>Whether a text has a name that is not only a part of a longer one.</summary>
    public static bool IsNamed(string name, string text) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])");

    /// <summary>What keeps the topic from being shown as it should be, a sentence for each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Lines[0] != "# " + Name)
        {
            yield return $"{Name}: the first line is not '# {Name}'";
        }

        if (Synopsis() is not { Length: > 0 and <= LongestSynopsis })
        {
            yield return $"{Name}: after the first line there is no sentence of at most {LongestSynopsis} characters "
                + "that says what it is about";
        }

        // Windows PowerShell reads the file in the code page of the system.
        if (Beyond().Match(Markdown) is { Success: true } found)
        {
            yield return $"{Name}: '{found.Value}' is not ASCII";
        }

        if (Lines.Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2 != 0)
        {
            yield return $"{Name}: a block of code does not end";
        }
    }

    /// <summary>The topic as Get-Help shows it.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"TOPIC\n    {Name}\n\nSHORT DESCRIPTION\n    {Synopsis()}\n\nLONG DESCRIPTION\n");
        MarkdownText.Append(text, Lines.SkipWhile(line => !IsText(line)).SkipWhile(IsText));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static bool IsText(string line) => line.Length > 0 && !line.StartsWith('#');

    private string Synopsis() => MarkdownText.Plain(string.Join(' ', Lines.SkipWhile(line => !IsText(line)).TakeWhile(IsText)));

    [GeneratedRegex(@"[^\x00-\x7F]")]
    private static partial Regex Beyond();
}
