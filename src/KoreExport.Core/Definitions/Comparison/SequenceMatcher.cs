namespace KoreExport.Definitions;

/// <summary>Finds what two sequences have in common, in the same order (longest common subsequence).</summary>
internal static class SequenceMatcher
{
    // Beyond this, only beginning and end are aligned.
    private const long MaximumCells = 4_000_000;

    /// <summary>Pairs of numbers that belong together, rising on both sides.</summary>
    public static List<(int Before, int After)> Match(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var result = new List<(int, int)>();
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            result.Add((start, start));
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[before.Count - 1 - end] == after[after.Count - 1 - end])
        {
            end++;
        }

        var rows = before.Count - start - end;
        var columns = after.Count - start - end;
        if (rows > 0 && columns > 0 && (long)rows * columns <= MaximumCells)
        {
            Middle(before, after, start, rows, columns, result);
        }

        for (var i = end; i > 0; i--)
        {
            result.Add((before.Count - i, after.Count - i));
        }

        return result;
    }

    private static void Middle(
        IReadOnlyList<string> before,
        IReadOnlyList<string> after,
        int start,
        int rows,
        int columns,
        List<(int, int)> result)
    {
        var lengths = new int[rows + 1, columns + 1];
        for (var row = rows - 1; row >= 0; row--)
        {
            for (var column = columns - 1; column >= 0; column--)
            {
                lengths[row, column] =
                    before[start + row] == after[start + column]
                        ? lengths[row + 1, column + 1] + 1
                        : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
            }
        }

        for (int row = 0, column = 0; row < rows && column < columns; )
        {
            if (before[start + row] == after[start + column])
            {
                result.Add((start + row++, start + column++));
            }
            else if (lengths[row + 1, column] >= lengths[row, column + 1])
            {
                row++;
            }
            else
            {
                column++;
            }
        }
    }
}
