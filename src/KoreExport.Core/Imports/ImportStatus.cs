using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Http;

namespace KoreExport.Imports;

/// <summary>One answer about an import or a publishing. What the log says is told, and never taken for the result.</summary>
/// <param name="Id">The request's id; empty where there is none.</param>
/// <param name="Word">The platform's own word.</param>
internal sealed record ImportStatus(string Id, string Word)
{
    private const int MaximumLines = 20000;

    private static readonly Regex Number = new(@"\d{1,9}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public KoreExportState State { get; init; }

    /// <summary>The bot that was imported into, once that succeeded.</summary>
    public string? BotId { get; init; }

    /// <summary>Why it failed, where the platform says so.</summary>
    public string? Reason { get; init; }

    /// <summary>The components in the log.</summary>
    public IReadOnlyList<KoreImportedComponent> Imported { get; init; } = [];

    /// <summary>How far it is, in percent, where the platform says so.</summary>
    public double? Percent { get; init; }

    /// <summary>Reads an answer.</summary>
    public static ImportStatus Read(JsonElement root)
    {
        var word = LogSanitizer.Sanitize(root.Text("status"));
        var state = word.Trim().Equals("successful", StringComparison.OrdinalIgnoreCase)
            ? KoreExportState.Succeeded : ExportStatusParser.Read(word);
        var lines = root.Items("statusLogs").Objects().Take(MaximumLines).ToList();
        return new ImportStatus(root.Sanitized("_id") ?? string.Empty, word)
        {
            State = state,
            BotId = root.Sanitized("streamId"),
            Reason = state == KoreExportState.Failed ? ReasonIn(root, lines) : null,
            Imported = Components(root, lines),
            Percent = root.Fraction("percentageComplete"),
        };
    }

    /// <summary>The number in the platform's sentence about what it imported, such as "124 utterances copied successfully".</summary>
    public static int? CountIn(string? message) =>
        Number.Match(message ?? string.Empty) is { Success: true, Value: var digits }
            ? int.Parse(digits, CultureInfo.InvariantCulture) : null;

    // The first line is about the request itself.
    private static List<KoreImportedComponent> Components(JsonElement root, List<JsonElement> lines)
    {
        var components = lines
            .Where(static line => line.Text("taskType") is { Length: > 0 } type && type != "importRequest")
            .GroupBy(static line => LogSanitizer.Sanitize(line.Text("taskType")), StringComparer.Ordinal)
            .Select(static group => new KoreImportedComponent(group.Key, group.Count(Succeeded), group.Count(Failed)))
            .ToList();
        if (components.Count == 0 && CountIn(root.Text("message")) is { } count)
        {
            components.Add(new KoreImportedComponent("Utterances", count, 0));
        }

        return components;
    }

    private static bool Succeeded(JsonElement line) => ExportStatusParser.Read(line.Text("status")) == KoreExportState.Succeeded;

    private static bool Failed(JsonElement line) => ExportStatusParser.Read(line.Text("status")) == KoreExportState.Failed;

    // The body of a failure is not documented: these are the places where a reason has been seen or would be put.
    private static string? ReasonIn(JsonElement root, List<JsonElement> lines)
    {
        var message =
            root.Text("message") ?? root.Text("failureReason") ?? root.Text("reason") ?? root.Text("error") ?? root.Text("errorMessage");
        var failed = lines.Where(Failed).Take(5)
            .Select(static line => $"{line.Text("taskType")} {line.Text("taskName")} failed {line.Text("message")}".Trim());
        var parts =
            failed.Prepend(message ?? string.Empty).Select(LogSanitizer.Sanitize).Where(static part => part.Length > 0).Distinct().ToList();
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
