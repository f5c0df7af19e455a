using System.Globalization;

namespace KoreExport.Benchmarks;

/// <summary>How long and how rough a soak is.</summary>
internal sealed record SoakOptions
{
    public int Exports { get; init; } = 500;

    public int Statuses { get; init; } = 10_000;

    public double Faults { get; init; } = 0.05;

    public int Seed { get; init; } = 1;

    public int Throttle { get; init; } = 32;

    public static SoakOptions Read(string[] args)
    {
        var options = new SoakOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            options = args[i] switch
            {
                "--exports" => options with { Exports = int.Parse(value, CultureInfo.InvariantCulture) },
                "--statuses" => options with { Statuses = int.Parse(value, CultureInfo.InvariantCulture) },
                "--faults" => options with { Faults = double.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--throttle" => options with { Throttle = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException($"{args[i]} is not an option of soak."),
            };
        }

        return options;
    }
}
