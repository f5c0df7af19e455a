using System.Management.Automation;

namespace KoreExport;

/// <summary>
/// Colours of words in views, by what they mean. They are $PSStyle's, and PowerShell takes them out where the output is redirected or
/// plain text is asked for. Windows PowerShell has no $PSStyle and shows plain words.
/// </summary>
public static class ViewColor
{
    private const string Good = "Green";
    private const string Attention = "Yellow";
    private const string Bad = "Red";

    private static readonly Dictionary<string, string> Colors = new(StringComparer.Ordinal)
    {
        [nameof(KoreExportState.Succeeded)] = Good,
        [nameof(KoreExportState.Running)] = Attention,
        [nameof(KoreExportState.Failed)] = Bad,
        [nameof(KoreBackupOutcome.Saved)] = Good,
        [nameof(KoreBackupProblemKind.Missing)] = Bad,
        [nameof(KoreBackupProblemKind.Damaged)] = Bad,
        [nameof(KoreBackupProblemKind.Absent)] = Bad,
        [nameof(KoreBackupProblemKind.Stale)] = Attention,
        [nameof(KoreBackupProblemKind.Foreign)] = Attention,
        [nameof(KoreBackupProblemKind.ClockSkew)] = Attention,
        [bool.TrueString] = Good,
        [bool.FalseString] = Bad,
    };

    /// <summary>A word in the colour of what it means; plain where it has none.</summary>
    /// <param name="meaning">A state, an outcome, a sort of problem, or whether all is well.</param>
    /// <param name="style">$PSStyle; null where there is none.</param>
    /// <param name="text">The text; the meaning itself where that is null.</param>
    public static string? Paint(string? meaning, object? style, string? text = null)
    {
        text ??= meaning;
        var foreground = style is null ? null : PSObject.AsPSObject(style).Properties["Foreground"]?.Value;
        return meaning is not null && foreground is not null && Colors.TryGetValue(meaning, out var color)
            ? $"{Property(foreground, color)}{text}{Property(style!, "Reset")}"
            : text;
    }

    /// <summary>The status code of a request that was answered with an error.</summary>
    /// <param name="statusCode">The status code.</param>
    /// <param name="style">$PSStyle; null where there is none.</param>
    public static string? PaintStatusCode(int statusCode, object? style)
    {
        var meaning = statusCode >= 500 ? nameof(KoreExportState.Failed) : statusCode >= 400 ? nameof(KoreExportState.Running) : null;
        return Paint(meaning, style, ViewText.Number(statusCode));
    }

    private static string? Property(object instance, string name) => PSObject.AsPSObject(instance).Properties[name]?.Value?.ToString();
}
