using System.Collections.Concurrent;
using KoreExport.Definitions;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Definitions;

public sealed class ExportExpanderRealExportTests(ITestOutputHelper output)
{
    [RealExportsFact]
    public void Real_exports_come_back_to_the_byte()
    {
        var failures = new ConcurrentBag<string>();
        Parallel.ForEach(RealExports.Files, file =>
        {
            using var folder = new DefinitionFolder();
            try
            {
                var tree = folder.Expand(file).Path;
                var merged = Path.Combine(folder.Root, "merged");
                ExportMerger.Merge(tree, merged, force: false, CancellationToken.None);
                var back = RealExports.IsZip(file) ? ZipDefinition(merged) : File.ReadAllBytes(merged);
                if (!RealExports.Definition(file).AsSpan().SequenceEqual(back)
                    || DefinitionFolder.Compare(file, tree, includeVolatile: true).Count > 0)
                {
                    failures.Add($"{file}: not the same");
                }
            }
            catch (KoreException failure)
            {
                failures.Add($"{file}: {failure.Message}");
            }
        });
        output.WriteLine($"{RealExports.Files.Count} exports, {failures.Count} do not come back");
        Assert.Empty(failures);

        static byte[] ZipDefinition(string zip) =>
            DefinitionFolder.Entries(zip).First(static entry => SourceEntry.IsDefinitionName(entry.Key)).Value;
    }

    /// <summary>What is volatile is decided here in another way: without the module, by names alone.</summary>
    [RealExportPairsFact]
    public void Consecutive_exports_that_differ_in_nothing_but_what_changes_by_itself_compare_as_equal()
    {
        int volatileOnly = 0,
            equal = 0,
            changed = 0;
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(RealExports.Pairs, pair =>
        {
            var (before, after) = (RealExports.Definition(pair.Before), RealExports.Definition(pair.After));
            var members = StableDefinition.Differences(before, after);
            var count = CompareDefinitions(before, after);
            Interlocked.Add(ref volatileOnly, members.Count == 0 ? 1 : 0);
            Interlocked.Add(ref equal, count == 0 ? 1 : 0);
            Interlocked.Add(ref changed, count > 0 ? 1 : 0);
            if (members.Count == 0 != (count == 0))
            {
                var names = string.Join(", ", members);
                wrong.Add($"{pair.Before} and {Path.GetFileName(pair.After)}: {count} differences, changed by names: {names}");
            }
        });
        output.WriteLine(
            $"{RealExports.Pairs.Count} pairs: {volatileOnly} with nothing but volatile changes; "
            + $"{equal} compare as equal, {changed} do not");
        wrong.ToList().ForEach(output.WriteLine);
        Assert.Empty(wrong);
    }

    private static int CompareDefinitions(byte[] before, byte[] after)
    {
        using var folder = new DefinitionFolder();
        return DefinitionFolder
            .Compare(folder.Zip("1.zip", ("botDefinition.json", before)), folder.Zip("2.zip", ("botDefinition.json", after)))
            .Count;
    }
}
