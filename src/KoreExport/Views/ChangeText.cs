using System.Management.Automation;
using System.Text;
using KoreExport.Errors;

namespace KoreExport;

/// <summary>
/// What KoreExport.Format.ps1xml shows of a difference: a line that says what happened, and below it the lines that are gone and new.
/// Texts come from bots, so nothing in them may steer a terminal.
/// </summary>
public static class ChangeText
{
    private const int MaximumLines = 6;
    private const int MaximumLine = 200;

    private static readonly string[] FileLists =
        [nameof(KoreExpandedExport.Added), nameof(KoreExpandedExport.Modified), nameof(KoreExpandedExport.Removed)];

    /// <summary>A difference as in a change list.</summary>
    /// <param name="difference">A difference, or a copy of one that went through a file or a job.</param>
    /// <param name="style">$PSStyle where there is one: gives the colours, which PowerShell takes out where output is redirected.</param>
    public static string Lines(PSObject difference, object? style)
    {
        var change = Text(difference, "Change");
        var (sign, colour) = change switch
        {
            nameof(KoreChangeKind.Added) => ("+", "Green"),
            nameof(KoreChangeKind.Removed) => ("-", "Red"),
            nameof(KoreChangeKind.Renamed) or nameof(KoreChangeKind.Moved) => (">", "Cyan"),
            _ => ("~", "Yellow"),
        };
        var text = new StringBuilder();
        text.Append(Colour(style, colour)).Append(sign).Append(' ').Append(Text(difference, "Component")).Append(' ')
            .Append(Line(Text(difference, "Name"))).Append(Reset(style));
        var (before, after) = (Value(difference, "Before"), Value(difference, "After"));
        if (change == nameof(KoreChangeKind.Renamed))
        {
            return text.Append(" (was ").Append(Line(before)).Append(')').ToString();
        }

        if (Value(difference, "Property") is not { Length: > 0 } property)
        {
            return text.ToString();
        }

        text.Append(": ").Append(Line(property));
        if (change == nameof(KoreChangeKind.Moved))
        {
            return text.Append(" moved").ToString();
        }

        Append(text, style, before, after);
        return text.ToString();
    }

    /// <summary>How many files changed since the expansion before.</summary>
    /// <param name="expanded">An expanded export.</param>
    public static string Files(PSObject expanded) => string.Join(", ", FileLists
        .Select(
            name => (Count: LanguagePrimitives.GetEnumerable(expanded.Properties[name]?.Value)?.Cast<object>().Count() ?? 0, Name: name))
        .Where(static part => part.Count > 0)
        .Select(static part => $"{ViewText.Number(part.Count)} {part.Name.ToLowerInvariant()}"));

    /// <summary>The counts of a comparison, in words.</summary>
    /// <param name="comparison">A summary.</param>
    public static string Counts(PSObject comparison)
    {
        var parts = Enum.GetNames(typeof(KoreChangeKind))
            .Select(name => (Count: ViewText.Number(comparison.Properties[name]?.Value), Name: name))
            .Where(static part => part.Count is not (null or "" or "0"))
            .Select(static part => $"{part.Count} {part.Name.ToLowerInvariant()}")
            .ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : "no differences";
    }

    // The lines both have at the start and at the end say nothing.
    private static void Append(StringBuilder text, object? style, string? before, string? after)
    {
        var (older, newer) = (Split(before), Split(after));
        var shorter = Math.Min(older.Length, newer.Length);
        var start = 0;
        while (start < shorter && older[start] == newer[start])
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && older[older.Length - 1 - end] == newer[newer.Length - 1 - end])
        {
            end++;
        }

        Append(text, Colour(style, "Red"), '-', older, start, end, Reset(style));
        Append(text, Colour(style, "Green"), '+', newer, start, end, Reset(style));
    }

    private static void Append(StringBuilder text, string colour, char sign, string[] lines, int start, int end, string reset)
    {
        var count = lines.Length - start - end;
        for (var i = 0; i < Math.Min(count, MaximumLines); i++)
        {
            text.Append('\n').Append("    ").Append(colour).Append(sign).Append(' ').Append(Line(lines[start + i])).Append(reset);
        }

        if (count > MaximumLines)
        {
            text.Append('\n').Append("    ").Append(sign).Append(" (").Append(ViewText.Number(count - MaximumLines)).Append(" lines more)");
        }
    }

    private static string[] Split(string? text) => text is null ? [] : text.Replace("\r\n", "\n").Split('\n');

    private static string Line(string? text)
    {
        var safe = LogSanitizer.Neutralise(text ?? string.Empty);
        return safe.Length > MaximumLine ? safe.Substring(0, MaximumLine) + "…" : safe;
    }

    private static string Text(PSObject instance, string name) => Line(Value(instance, name));

    private static string? Value(PSObject instance, string name) => instance.Properties[name]?.Value?.ToString();

    private static string Colour(object? style, string name) =>
        !HasColours(style) ? string.Empty : Property(Property(style, "Foreground"), name)?.ToString() ?? string.Empty;

    private static string Reset(object? style) => HasColours(style) ? Property(style, "Reset")?.ToString() ?? string.Empty : string.Empty;

    // PowerShell takes colours out of files and texts, but not out of what a process writes into a pipe.
    private static bool HasColours(object? style) =>
        style is not null && (Property(style, "OutputRendering")?.ToString() == "Ansi" || !Console.IsOutputRedirected);

    private static object? Property(object? instance, string name) =>
        instance is null ? null : PSObject.AsPSObject(instance).Properties[name]?.Value;
}
