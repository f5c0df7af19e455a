using System.Globalization;

namespace KoreExport.Html;

/// <summary>Writes what restores did: which were verified, and of each one its steps and what to know of it.</summary>
internal static class RestoreSection
{
    private static readonly string[] Headers = ["Result", "Name", "Bot", "Restored from", "Time", "What to know"];

    public static void Write(TextWriter output, IReadOnlyList<KoreRestore> restores)
    {
        var bad = restores.Count(static one => !one.Verified);
        output.Write("<section><h2>Restores</h2>\n");
        output.Write(bad == 0
            ? $"<p class=\"good\"><strong>{Number(restores.Count)} restored, all verified.</strong></p>\n"
            : $"<p class=\"bad\"><strong>{Number(restores.Count)} restored, {Number(bad)} not verified.</strong></p>\n");
        output.Write("<table class=\"sums wide\"><thead><tr>");
        foreach (var header in Headers)
        {
            output.Write($"<th class=\"text\" scope=\"col\">{header}</th>");
        }

        output.Write("</tr></thead>\n<tbody>");
        foreach (var restore in restores.OrderBy(static one => one.Verified))
        {
            Write(output, restore);
        }

        output.Write("</tbody></table>\n</section>\n");
    }

    private static void Write(TextWriter output, KoreRestore restore)
    {
        string[] cells =
        [
            Result(restore),
            restore.Name ?? string.Empty,
            restore.BotId.Length > 0 ? restore.BotId : "none",
            restore.Path,
            restore.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        ];
        output.Write("<tr>");
        foreach (var cell in cells)
        {
            output.Write($"<td class=\"text\"><bdi>{HtmlText.Encode(cell)}</bdi></td>");
        }

        output.Write("<td class=\"text\">");
        output.Write(string.Join("<br>", Notes(restore).Select(static note => $"<bdi>{HtmlText.Encode(note)}</bdi>")));
        output.Write("</td></tr>\n");
    }

    private static string Result(KoreRestore restore) =>
        restore.Verified ? restore.Published ? "verified, published" : "verified"
        : restore.Steps.Any(static step => step.Outcome == KoreRestoreOutcome.Failed) ? "failed"
        : restore.Differences.Count > 0 ? $"differs in {Number(restore.Differences.Count)} places"
        : "not verified";

    private static IEnumerable<string> Notes(KoreRestore restore) =>
        restore.Steps
            .Where(static step => step.Outcome == KoreRestoreOutcome.Failed)
            .Select(static step => $"Failed at the step {step.Stage}: {step.Message}")
            .Concat(restore.Warnings)
            .Concat(restore.Omitted.Count > 0 ? [$"Left out: {string.Join(", ", restore.Omitted)}"] : []);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
