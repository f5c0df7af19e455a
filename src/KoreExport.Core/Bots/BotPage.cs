namespace KoreExport.Bots;

/// <summary>One answer of the list of bots.</summary>
/// <param name="Length">How many entries it has, usable or not.</param>
/// <param name="Bots">Those that can be used.</param>
/// <param name="Total">How many bots the account has, if that is said.</param>
/// <param name="AvailableMore">Whether there are more behind this page, if that is said.</param>
internal sealed record BotPage(int Length, IReadOnlyList<KoreBot> Bots, long? Total, bool? AvailableMore);
