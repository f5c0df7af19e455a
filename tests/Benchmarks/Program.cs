using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KoreExport.Benchmarks;

// What takes long or measures time, and so is no test. Each verb prints its figures and ends with 0 if what it promises held.
return args switch
{
    ["soak", .. var rest] => await Soak.RunAsync(SoakOptions.Read(rest)),
    ["definitions", .. var sizes] => await DefinitionBenchmark.RunAsync(sizes),
    ["sets", .. var bots] => SetBenchmark.Run(bots),
    ["engine"] => EngineBenchmarks.Run(),
    ["serve", .. var rest] => await BenchmarkServer.RunAsync(rest),
    ["make", .. var rest] => MadeFiles.Run(rest),
    ["statuses", var host, var id, var secret, var bot] => await StatusLoad.RunAsync(host, id, secret, bot),
    ["sha256", var folder] => HashAll(folder),
    _ => Usage(),
};

// The limit of whoever checks files: SHA-256 of all of them on all cores, in seconds.
static int HashAll(string folder)
{
    var clock = Stopwatch.StartNew();
    Parallel.ForEach(
        Directory.EnumerateFiles(folder, "*.zip", SearchOption.AllDirectories),
        static path => SHA256.HashData(File.ReadAllBytes(path)));
    Console.WriteLine(clock.Elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- engine");
    Console.Error.WriteLine("       dotnet run -c Release --project tests/Benchmarks -- definitions [30 60 120]");
    Console.Error.WriteLine("       dotnet run -c Release --project tests/Benchmarks -- sets [3000]");
    Console.Error.WriteLine(
        "       dotnet run -c Release --project tests/Benchmarks -- soak [--exports 500] [--statuses 10000] [--faults 0.05] [--seed 1] "
        + "[--throttle 32]");
    Console.Error.WriteLine("Whole jobs beside other tools: ./build.ps1 -Task Benchmark");
    return 2;
}
