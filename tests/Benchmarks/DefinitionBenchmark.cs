using System.Diagnostics;
using KoreExport.Definitions;

namespace KoreExport.Benchmarks;

/// <summary>Expands and compares definitions of 30, 60 and 120 MB, each in a process of its own, and tells time and memory.</summary>
internal static class DefinitionBenchmark
{
    private const int Changes = 100;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["expand", var path, var folder])
        {
            return Report(() =>
                $"{ExportExpander.Expand(new ExpandOptions { SourcePath = path, Destination = folder }, default).FileCount} files");
        }

        if (arguments is ["compare", var before, var after])
        {
            return Report(() =>
                $"{ExportComparer.Compare(new() { ReferencePath = before, DifferencePath = after }, default).Count()} differences");
        }

        var folderOfAll = Directory.CreateTempSubdirectory("kore-definitions-").FullName;
        try
        {
            var isGood = true;
            foreach (var size in arguments.Length > 0 ? arguments.Select(int.Parse) : [30, 60, 120])
            {
                isGood &= await MeasureAsync(folderOfAll, size);
            }

            return isGood ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folderOfAll, recursive: true);
        }
    }

    private static async Task<bool> MeasureAsync(string folder, int megabytes)
    {
        var dialogs = SyntheticDefinition.DialogsFor(megabytes);
        var path = Path.Combine(folder, "botDefinition.json");
        var changed = Path.Combine(folder, "changed.json");
        new SyntheticDefinition(dialogs, changes: 0).Write(path);
        new SyntheticDefinition(dialogs, Changes).Write(changed);
        Console.WriteLine($"{new FileInfo(path).Length >> 20} MB, {dialogs} dialogs");
        var expanded = await RunAloneAsync("expand", path, Path.Combine(folder, "tree" + megabytes));
        var compared = await RunAloneAsync("compare", path, changed);
        return expanded.Code == 0 && compared.Code == 0 && compared.Output.Contains($" {Changes} differences", StringComparison.Ordinal);
    }

    private static int Report(Func<string> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"  {clock.Elapsed.TotalSeconds:f1} s, {process.TotalProcessorTime.TotalSeconds:f1} s of processor time, "
                + $"{process.PeakWorkingSet64 >> 20} MB at most, {result}");
        return 0;
    }

    private static async Task<(int Code, string Output)> RunAloneAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DefinitionBenchmark).Assembly.Location);
        }

        start.ArgumentList.Add("definitions");
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Console.Write($"  {arguments[0]}:{output}");
        return (process.ExitCode, output);
    }
}
