using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.DirectExports;

/// <summary>A bot's batch test suites, a file each.</summary>
internal sealed class TestSuiteExportDescriptor : DirectExportDescriptor
{
    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.TestSuite;

    /// <inheritdoc/>
    public override string FileWord => "testsuite";

    /// <inheritdoc/>
    public override bool HasParts => true;

    /// <inheritdoc/>
    public override Task ExportAsync(ExportContext context, BotId? bot, CancellationToken cancellationToken) =>
        ExportAsync(context, bot!.Value, suites => Exportable(suites, context.Api.Log), cancellationToken);

    /// <summary>Saves those of a bot's suites that are chosen.</summary>
    /// <param name="context">How, and where to.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="choose">Chooses among those the bot has.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ExportAsync(
        ExportContext context,
        BotId bot,
        Func<IReadOnlyList<KoreTestSuite>, IReadOnlyList<KoreTestSuite>> choose,
        CancellationToken cancellationToken)
    {
        var chosen = choose(await new TestSuiteClient(context.Api).ListAsync(context, bot, cancellationToken).ConfigureAwait(false));
        if (context.Save.Path is not null && chosen.Count > 1)
        {
            throw KoreErrors.OptionInvalid(
                $"-Path names one file, but bot {bot} has {chosen.Count} such test suites.",
                "Use -Destination with a folder, or name one suite.");
        }

        await ExportPartsAsync(context, chosen, static suite => suite.Part, suite => SaveAsync(context, suite, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Saves one test suite.</summary>
    public async Task<KoreSavedExport> SaveAsync(ExportContext context, KoreTestSuite suite, CancellationToken cancellationToken)
    {
        var bot = BotId.Parse(suite.BotId);
        var file = Begin(context, bot) with { Id = suite.Id, Part = suite.Part };
        var ticket = await new TestSuiteClient(context.Api).GetTicketAsync(bot, suite, cancellationToken).ConfigureAwait(false);

        // The documentation does not say what the file is; the platform imports suites as JSON and as CSV.
        var isCsv = ticket.Link.Split('?')[0].EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        file = isCsv ? file with { Extension = "csv" } : file;
        return await context.CreateSaver().SaveAsync(file, ticket, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those that the platform can export, each name of a language once: it tells them apart by it.</summary>
    /// <param name="suites">All there are.</param>
    /// <param name="log">Told which are left out.</param>
    /// <param name="isNamed">Whether somebody asked for this very suite: then the platform is asked too, whatever type it is.</param>
    public static IReadOnlyList<KoreTestSuite> Exportable(
        IEnumerable<KoreTestSuite> suites, IKoreLog log, Predicate<KoreTestSuite>? isNamed = null)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<KoreTestSuite>();
        foreach (var suite in suites)
        {
            if (!suite.IsExportable && isNamed?.Invoke(suite) != true)
            {
                log.Verbose(
                    $"Test suite '{LogSanitizer.Sanitize(suite.Name)}' of bot {suite.BotId} is left out: the platform exports custom "
                    + $"suites only, and this one is '{suite.Type}'.");
            }
            else if (names.Add(suite.Part))
            {
                result.Add(suite);
            }
        }

        return result;
    }
}
