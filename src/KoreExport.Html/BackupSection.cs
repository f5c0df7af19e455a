using System.Globalization;

namespace KoreExport.Html;

/// <summary>Writes what a test of backup sets found.</summary>
internal static class BackupSection
{
    public static void Write(TextWriter output, KoreBackupReport report)
    {
        output.Write("<section><h2>Backup</h2>\n");
        output.Write(report.Ok
            ? "<p class=\"good\"><strong>Everything is in order.</strong></p>\n"
            : $"<p class=\"bad\"><strong>Problems: {Number(report.Problems.Count)}</strong></p>\n");
        output.Write("<dl>");
        Fact(output, "Folders", string.Join(", ", report.Path));
        Fact(output, "Bots with a good export", Number(report.BotCount));
        Fact(output, "Good files", $"{Number(report.GoodFileCount)} of {Number(report.FileCount)}");
        Fact(output, "Bytes", Number(report.Size));
        Fact(output, "Longest without a new export", Time(report.OldestOn));
        Fact(output, "Newest export", Time(report.NewestOn));
        Fact(output, "Checked", Time(report.CheckedOn));
        if (report.Retired.Count > 0)
        {
            Fact(output, "Bots that the account has no more", string.Join(", ", report.Retired));
        }

        output.Write("</dl>\n");
        if (!report.Ok)
        {
            WriteProblems(output, report.Problems);
        }

        output.Write("</section>\n");
    }

    private static void WriteProblems(TextWriter output, IReadOnlyList<KoreBackupProblem> problems)
    {
        output.Write("<table class=\"sums wide\"><thead><tr>");
        foreach (var header in new[] { "Problem", "Bot", "Kind", "Last good export", "Message" })
        {
            output.Write($"<th class=\"text\" scope=\"col\">{header}</th>");
        }

        output.Write("</tr></thead>\n<tbody>");
        foreach (var problem in problems)
        {
            var bot = string.Join(" ", new[] { problem.Name, problem.BotId }.Where(static text => !string.IsNullOrEmpty(text)));
            output.Write("<tr>");
            Cell(output, problem.Problem.ToString());
            Cell(output, bot);
            Cell(output, $"{problem.Kind} {problem.Part}".Trim());
            Cell(output, problem.LastGoodOn is { } time ? Time(time) : string.Empty);
            Cell(output, problem.Message);
            output.Write("</tr>\n");
        }

        output.Write("</tbody></table>\n");
    }

    private static void Cell(TextWriter output, string text) => output.Write($"<td class=\"text\"><bdi>{HtmlText.Encode(text)}</bdi></td>");

    private static void Fact(TextWriter output, string name, string value) =>
        output.Write($"<dt>{name}</dt><dd><bdi>{HtmlText.Encode(value)}</bdi></dd>\n");

    private static string Time(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "none";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
