using System.Globalization;

namespace KoreExport.Html;

/// <summary>Writes differences: a table of counts, and then bot by bot and component by component what changed.</summary>
internal sealed class DifferenceSections(TextWriter output, IReadOnlyList<KoreDifference> differences, CancellationToken cancellationToken)
{
    // A browser is slow with more, and nobody reads them.
    private const int MaximumShown = 3_000;

    private static readonly KoreChangeKind[] Kinds = (KoreChangeKind[])Enum.GetValues(typeof(KoreChangeKind));

    private readonly List<IGrouping<string, KoreDifference>> _bots =
    [
        .. differences.GroupBy(static one => one.BotId ?? string.Empty, StringComparer.Ordinal),
    ];

    /// <summary>Writes all sections.</summary>
    public void Write()
    {
        WriteCounts();
        var shown = 0;
        for (var i = 0; i < _bots.Count && shown < MaximumShown; i++)
        {
            output.Write($"<section id=\"bot{Text(i + 1)}\"><h2>{NameOf(_bots[i].Key)}</h2>\n");
            foreach (var component in _bots[i].GroupBy(static one => one.Component, StringComparer.Ordinal))
            {
                output.Write($"<h3>{HtmlText.Encode(component.Key)} ({Text(component.Count())})</h3>\n");
                foreach (var difference in component.Take(MaximumShown - shown))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    shown++;
                    Write(difference);
                }
            }

            output.Write("</section>\n");
        }

        if (differences.Count > shown)
        {
            output.Write($"<p>{Text(differences.Count - shown)} differences more are counted above and not shown.</p>\n");
        }
    }

    private static string NameOf(string botId) => botId.Length > 0 ? $"<bdi>{HtmlText.Encode(botId)}</bdi>" : "(bot not known)";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void WriteCounts()
    {
        output.Write("<div class=\"scroll\"><table class=\"sums\"><thead><tr><th scope=\"col\">Bot</th>");
        foreach (var kind in Kinds)
        {
            output.Write($"<th scope=\"col\">{kind}</th>");
        }

        output.Write("</tr></thead>\n<tbody>");
        for (var i = 0; i < _bots.Count; i++)
        {
            output.Write($"<tr><td><a href=\"#bot{Text(i + 1)}\">{NameOf(_bots[i].Key)}</a></td>");
            foreach (var kind in Kinds)
            {
                output.Write($"<td>{Text(_bots[i].Count(one => one.Change == kind))}</td>");
            }

            output.Write("</tr>\n");
        }

        output.Write("</tbody></table></div>\n");
    }

    private void Write(KoreDifference difference)
    {
        var kind = difference.Change.ToString();
        var head =
            $"<span class=\"kind {kind.ToLowerInvariant()}\">{kind}</span> <strong><bdi>{HtmlText.Encode(difference.Name)}</bdi></strong>"
            + (difference.Property is { } property ? $" <bdi>{HtmlText.Encode(property)}</bdi>" : string.Empty)
            + (difference.Language is { } language ? $" <bdi>({HtmlText.Encode(language)})</bdi>" : string.Empty)
            + $"<span class=\"where\"><bdi>{HtmlText.Encode(difference.Path)}</bdi></span>";
        if (difference is { Before: null, After: null })
        {
            output.Write($"<div class=\"change\"><p>{head}</p></div>\n");
            return;
        }

        output.Write($"<details class=\"change\" open><summary>{head}</summary>\n");
        switch (difference)
        {
            case { Before: { } before, After: { } after }:
                DiffTable.WritePair(output, before, after);
                break;
            case { After: { } added }:
                DiffTable.WriteOne(output, added, isNew: true);
                break;
            default:
                DiffTable.WriteOne(output, difference.Before!, isNew: false);
                break;
        }

        output.Write("</details>\n");
    }
}
