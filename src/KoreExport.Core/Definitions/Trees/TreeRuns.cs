using System.Globalization;

namespace KoreExport.Definitions;

/// <summary>The order of items that are spread over files, as runs: "Book-flight 12" stands for twelve items of that file.</summary>
internal static class TreeRuns
{
    public static List<string> Write(IEnumerable<string> stems)
    {
        var runs = new List<string>();
        string? last = null;
        var count = 0;
        foreach (var stem in stems)
        {
            if (stem != last && last is not null)
            {
                runs.Add(Run(last, count));
                count = 0;
            }

            last = stem;
            count++;
        }

        if (last is not null)
        {
            runs.Add(Run(last, count));
        }

        return runs;
    }

    /// <summary>The file and the number, or null where it is no run.</summary>
    public static (string Stem, int Count)? Read(string run)
    {
        var blank = run.LastIndexOf(' ');
        return blank > 0 && int.TryParse(run.Substring(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (run.Substring(0, blank), count)
            : null;
    }

    private static string Run(string stem, int count) => stem + " " + count.ToString(CultureInfo.InvariantCulture);
}
