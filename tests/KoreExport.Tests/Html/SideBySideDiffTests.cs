using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using KoreExport.Html;
using Xunit;

namespace KoreExport.Tests.Html;

public sealed class SideBySideDiffTests
{
    [Fact]
    public void A_changed_line_stands_beside_what_it_was_with_the_changed_word_marked()
    {
        var row = Assert.Single(SideBySideDiff.Make("a\nlimit = 100;\nc", "a\nlimit = 250;\nc"), row => row.IsChanged);
        Assert.Equal(2, row.Before!.Number);
        Assert.Equal([new DiffPiece("limit = ", false), new DiffPiece("100", true), new DiffPiece(";", false)], row.Before.Pieces);
        Assert.Equal([new DiffPiece("limit = ", false), new DiffPiece("250", true), new DiffPiece(";", false)], row.After!.Pieces);
    }

    [Fact]
    public void A_new_line_has_nothing_beside_it_and_counts()
    {
        var rows = SideBySideDiff.Make("a\nc", "a\nb\nc");
        Assert.Equal([1, null, 2], rows.Select(row => row.Before?.Number));
        Assert.Equal([1, 2, 3], rows.Select(row => row.After?.Number));
    }

    [Fact]
    public void Both_texts_are_whole_whatever_they_are()
    {
        var line = Gen.Elements("", " ", "a", "b b", "if (x) { y }", "\uD83D\uDE00 ü", "\uD800", "x\ty");
        var text = line.ArrayOf().Select(lines => string.Join("\n", lines)).ToArbitrary();
        Prop.ForAll(text, text, (before, after) =>
        {
            var rows = SideBySideDiff.Make(before, after);
            return Text(rows.Select(row => row.Before)) == before && Text(rows.Select(row => row.After)) == after
                && rows.All(row => row.IsChanged || Line(row.Before) == Line(row.After));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Long_texts_that_have_nothing_in_common_do_not_take_minutes()
    {
        var watch = Stopwatch.StartNew();
        var rows = SideBySideDiff.Make(Lines("a", 60_000), Lines("b", 60_000));
        Assert.Equal(60_000, rows.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    private static string Lines(string word, int count) => string.Join("\n", Enumerable.Range(0, count).Select(i => word + i));

    private static string Text(IEnumerable<DiffLine?> lines) => string.Join("\n", lines.OfType<DiffLine>().Select(Line));

    private static string Line(DiffLine? line) => string.Concat(line!.Pieces.Select(piece => piece.Text));
}
