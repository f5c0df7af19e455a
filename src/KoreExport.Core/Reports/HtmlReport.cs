namespace KoreExport.Reports;

/// <summary>What a page is made of.</summary>
internal sealed record HtmlReport
{
    /// <summary>What the page is called.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>When the page was made, UTC.</summary>
    public DateTimeOffset CreatedOn { get; init; }

    /// <summary>The differences, in the order of the page.</summary>
    public IReadOnlyList<KoreDifference> Differences { get; init; } = [];

    /// <summary>Restores, for instance those of a drill.</summary>
    public IReadOnlyList<KoreRestore> Restores { get; init; } = [];

    /// <summary>The reports of tested backups.</summary>
    public IReadOnlyList<KoreBackupReport> BackupReports { get; init; } = [];
}

/// <summary>Writes pages. The one implementation lives in KoreExport.Html, which is loaded apart from the rest.</summary>
internal interface IHtmlReportWriter
{
    /// <summary>Writes one page that needs nothing else, in ASCII, so that it can be stored in any encoding.</summary>
    void Write(HtmlReport report, TextWriter output, CancellationToken cancellationToken);
}
