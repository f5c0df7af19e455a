using KoreExport.Bots;
using KoreExport.Exports;

namespace KoreExport.Parameters;

/// <summary>In which languages test suites are asked for.</summary>
internal static class SuiteLanguages
{
    /// <summary>A context for a whole run that finds out the languages of a bot where nobody says them.</summary>
    public static ExportContext Finding(ExportContext context) =>
        context with { FindLanguages = new BotLanguages(new BotClient(context.Api)).FindAsync };

    /// <summary>The context for one bot, with what was said of its languages.</summary>
    public static ExportContext For(ExportContext context, string?[]? languages) =>
        context with { Languages = languages?.Where(static one => !string.IsNullOrEmpty(one)).Select(static one => one!).ToList() ?? [] };
}
