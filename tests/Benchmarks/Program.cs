using KoreExport.Benchmarks;

// What takes long or measures time, and so is no test. Each verb prints its figures and ends with 0 if what it promises held.
return args is ["soak", .. var rest]
    ? await Soak.RunAsync(SoakOptions.Read(rest))
    : args is ["definitions", .. var sizes]
        ? await DefinitionBenchmark.RunAsync(sizes)
        : args is ["sets", .. var bots]
        ? SetBenchmark.Run(bots)
        : Usage();

static int Usage()
{
    Console.Error.WriteLine(
        "usage: dotnet run -c Release --project tests/Benchmarks -- soak [--exports 500] [--statuses 10000] [--faults 0.05] [--seed 1] "
            + "[--throttle 32]");
    Console.Error.WriteLine("       dotnet run -c Release --project tests/Benchmarks -- definitions [30 60 120]");
    Console.Error.WriteLine("       dotnet run -c Release --project tests/Benchmarks -- sets [3000]");
    return 2;
}
