namespace KoreExport.Bots;

/// <summary>One answer of the list of bots.</summary>
internal sealed class BotPage
{
    public BotPage(int length, IReadOnlyList<KoreBot> bots, long? total, bool? availableMore)
    {
        Length = length;
        Bots = bots;
        Total = total;
        AvailableMore = availableMore;
    }

    /// <summary>How many entries it has, usable or not.</summary>
    public int Length { get; }

    /// <summary>Those that can be used.</summary>
    public IReadOnlyList<KoreBot> Bots { get; }

    /// <summary>How many bots the account has, if that is said.</summary>
    public long? Total { get; }

    /// <summary>Whether there are more behind this page, if that is said.</summary>
    public bool? AvailableMore { get; }
}
