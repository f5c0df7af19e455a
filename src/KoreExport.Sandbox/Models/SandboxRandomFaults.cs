using KoreExport.Sandbox.Models;

namespace KoreExport;

/// <summary>
/// Faults at random. What happens follows from the seed, the bot's place in the list, the kind of call and how many calls of that kind the
/// bot has had, so that a run with another order between the bots still meets the same faults.
/// </summary>
public sealed class SandboxRandomFaults : SandboxFaultGroup
{
    private static readonly SandboxRandomFault[] Single =
    [
        SandboxRandomFault.ServerError, SandboxRandomFault.Reset, SandboxRandomFault.RateLimit, SandboxRandomFault.Truncated,
        SandboxRandomFault.Slow,
    ];

    private readonly object _gate = new();
    private readonly Dictionary<long, int> _calls = new();

    /// <summary>The share of calls and downloads that meet a fault, from 0 to 1.</summary>
    public double Rate { get => Get<double>(); set => Set(Share(value)); }

    /// <summary>Which faults are drawn.</summary>
    public int Seed { get => Get<int>(); set => Set(value); }

    /// <summary>The faults there are to draw from, each as likely as the others.</summary>
    public SandboxRandomFault Faults { get => Get(SandboxRandomFault.All); set => Set(value); }

    /// <summary>How late <see cref="SandboxRandomFault.Slow"/> is, by real time.</summary>
    public TimeSpan SlowDelay { get => Get(TimeSpan.FromSeconds(1)); set => Set(value); }

    /// <summary>
    /// The share of bots, from 0 to 1, whose exports fail. Always the same ones for the same seed, until this is set back to 0.
    /// </summary>
    public double FailingBotRate { get => Get<double>(); set => Set(Share(value)); }

    /// <summary>Draws a fault for a request.</summary>
    /// <param name="kind">The call.</param>
    /// <param name="botId">Its bot; null for none.</param>
    /// <param name="place">The place of its bot; -1 for none.</param>
    internal RandomDraw Draw(SandboxRequestKind kind, string? botId, int place)
    {
        var (rate, faults) = (Rate, Faults);
        if (rate <= 0 || !AppliesTo(botId))
        {
            return default;
        }

        var key = ((long)kind << 32) | (uint)place;
        int ordinal;
        lock (_gate)
        {
            _calls.TryGetValue(key, out ordinal);
            _calls[key] = ++ordinal;
        }

        var bits = Mix(Mix(Mix((ulong)Seed) ^ (ulong)key) ^ (ulong)ordinal);
        var among = Array.FindAll(Single, fault => (faults & fault) != 0);
        if (Fraction(bits) >= rate || among.Length == 0)
        {
            return default;
        }

        var second = Mix(bits);
        return new RandomDraw(among[(int)(second % (ulong)among.Length)], (uint)(second >> 32));
    }

    internal bool BotFails(string botId, int place)
    {
        var rate = FailingBotRate;
        return rate > 0 && AppliesTo(botId) && Fraction(Mix(Mix(~(ulong)Seed) ^ (ulong)place)) < rate;
    }

    private static double Share(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), "A share is a number from 0 to 1.");

    private static double Fraction(ulong bits) => (bits >> 11) / (double)(1UL << 53);

    // SplitMix64: System.Random does not promise the same numbers everywhere.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
