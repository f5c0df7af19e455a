using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace KoreExport.Html;

/// <summary>
/// Two texts line by line, the changed words of changed lines marked. Where texts are so long and so different that looking for their
/// common lines would take minutes, one is shown as gone and the other as new.
/// </summary>
internal static class SideBySideDiff
{
    // The search takes the square of the number of differences.
    private const int MaximumLines = 4_000;
    private const int MaximumLineLength = 4_000;

    // Lines that share next to nothing are easier to read without marks.
    private const double MinimumSame = 0.2;

    /// <summary>The rows, all lines of both texts.</summary>
    public static IReadOnlyList<DiffRow> Make(string before, string after)
    {
        var (older, newer) = (Unix(before), Unix(after));
        if (older.Count(static c => c == '\n') + newer.Count(static c => c == '\n') > MaximumLines)
        {
            var rows = new List<DiffRow>();
            AddPairs(rows, older.Split('\n'), newer.Split('\n'), new DiffBlock(0, Lines(older), 0, Lines(newer)));
            return rows;
        }

        return Align(Differ.Instance.CreateDiffs(older, newer, ignoreWhiteSpace: false, ignoreCase: false, LineChunker.Instance));
    }

    private static List<DiffRow> Align(DiffResult diff)
    {
        var rows = new List<DiffRow>();
        var (older, newer) = (0, 0);
        foreach (var block in diff.DiffBlocks)
        {
            AddSame(rows, diff.PiecesOld, ref older, ref newer, block.DeleteStartA);
            AddPairs(rows, diff.PiecesOld, diff.PiecesNew, block);
            (older, newer) = (block.DeleteStartA + block.DeleteCountA, block.InsertStartB + block.InsertCountB);
        }

        AddSame(rows, diff.PiecesOld, ref older, ref newer, diff.PiecesOld.Count);
        return rows;
    }

    private static void AddSame(List<DiffRow> rows, IReadOnlyList<string> lines, ref int older, ref int newer, int end)
    {
        for (; older < end; older++, newer++)
        {
            IReadOnlyList<DiffPiece> pieces = [new DiffPiece(lines[older], IsChanged: false)];
            rows.Add(new DiffRow(new DiffLine(older + 1, pieces), new DiffLine(newer + 1, pieces), IsChanged: false));
        }
    }

    private static void AddPairs(List<DiffRow> rows, IReadOnlyList<string> olderLines, IReadOnlyList<string> newerLines, DiffBlock block)
    {
        for (var i = 0; i < Math.Max(block.DeleteCountA, block.InsertCountB); i++)
        {
            var older = i < block.DeleteCountA ? olderLines[block.DeleteStartA + i] : null;
            var newer = i < block.InsertCountB ? newerLines[block.InsertStartB + i] : null;
            var (before, after) = Words(older, newer);
            rows.Add(new DiffRow(
                older is null ? null : new DiffLine(block.DeleteStartA + i + 1, before),
                newer is null ? null : new DiffLine(block.InsertStartB + i + 1, after),
                IsChanged: true));
        }
    }

    private static (IReadOnlyList<DiffPiece> Before, IReadOnlyList<DiffPiece> After) Words(string? older, string? newer)
    {
        if (older is { Length: > 0 and <= MaximumLineLength } && newer is { Length: > 0 and <= MaximumLineLength })
        {
            var diff = Differ.Instance.CreateDiffs(older, newer, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance);
            var before = Pieces(diff.PiecesOld, diff.DiffBlocks.Select(static block => (block.DeleteStartA, block.DeleteCountA)));
            var after = Pieces(diff.PiecesNew, diff.DiffBlocks.Select(static block => (block.InsertStartB, block.InsertCountB)));
            if (Same(before) >= MinimumSame * older.Length || Same(after) >= MinimumSame * newer.Length)
            {
                return (before, after);
            }
        }

        return ([new DiffPiece(older ?? string.Empty, IsChanged: false)], [new DiffPiece(newer ?? string.Empty, IsChanged: false)]);
    }

    private static List<DiffPiece> Pieces(IReadOnlyList<string> chunks, IEnumerable<(int Start, int Count)> changed)
    {
        var pieces = new List<DiffPiece>();
        var position = 0;
        foreach (var (start, count) in changed.Append((Start: chunks.Count, Count: 0)))
        {
            Add(position, start, isChanged: false);
            Add(start, start + count, isChanged: true);
            position = start + count;
        }

        return pieces;

        void Add(int from, int to, bool isChanged)
        {
            if (to > from)
            {
                pieces.Add(new DiffPiece(string.Concat(chunks.Skip(from).Take(to - from)), isChanged));
            }
        }
    }

    private static int Same(List<DiffPiece> pieces) =>
        pieces.Where(static piece => !piece.IsChanged).Sum(static piece => piece.Text.Trim().Length);

    private static int Lines(string text) => text.Count(static c => c == '\n') + 1;

    private static string Unix(string text) => text.Replace("\r\n", "\n");
}
