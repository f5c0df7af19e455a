using System.Collections;

namespace KoreExport.Parameters;

/// <summary>Completes <c>-HostUri</c> with the platform's regions (vendor documentation) and with KORE_HOST.</summary>
internal sealed class HostCompleter : KoreCompleter
{
    private static readonly Suggestion[] Regions =
    [
        new("https://platform.kore.ai", "platform.kore.ai: United States"),
        new("https://de-platform.kore.ai", "de-platform.kore.ai: Germany"),
        new("https://eu-platform.kore.ai", "eu-platform.kore.ai: Europe"),
        new("https://jp-platform.kore.ai", "jp-platform.kore.ai: Japan"),
        new("https://bots.kore.ai", "bots.kore.ai: United States, the older name"),
    ];

    private protected override IEnumerable<Suggestion> Suggest(IDictionary bound, string word) =>
        Environment.GetEnvironmentVariable("KORE_HOST") is { Length: > 0 } host && !Regions.Any(region => region.Text == host)
            ? Regions.Prepend(new Suggestion(host, host + ": from KORE_HOST"))
            : Regions;
}
