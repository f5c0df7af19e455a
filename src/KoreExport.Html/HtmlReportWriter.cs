using System.Globalization;
using KoreExport.Reports;

namespace KoreExport.Html;

/// <summary>Writes a report as one page: no script, nothing from elsewhere, and a policy that refuses both.</summary>
internal sealed class HtmlReportWriter : IHtmlReportWriter
{
    /// <inheritdoc/>
    public void Write(HtmlReport report, TextWriter output, CancellationToken cancellationToken)
    {
        var title = HtmlText.Encode(report.Title);
        var made = report.CreatedOn.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        output.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        output.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageStyle.Policy}\">\n");
        output.Write(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n");
        output.Write("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
        output.Write($"<title>{title}</title>\n<style>{PageStyle.Text}</style>\n</head>\n<body>\n");
        output.Write($"<header><h1><bdi>{title}</bdi></h1><p class=\"quiet\">Made by KoreExport on {made} UTC</p></header>\n<main>\n");
        foreach (var backup in report.BackupReports)
        {
            BackupSection.Write(output, backup);
        }

        if (report.Restores.Count > 0)
        {
            RestoreSection.Write(output, report.Restores);
        }

        if (report.Differences.Count > 0)
        {
            new DifferenceSections(output, report.Differences, cancellationToken).Write();
        }
        else if (report.BackupReports.Count + report.Restores.Count == 0)
        {
            output.Write("<p>Nothing differs.</p>\n");
        }

        output.Write("</main>\n</body>\n</html>\n");
    }
}
