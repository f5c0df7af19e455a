using System.Runtime.ExceptionServices;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Models;

namespace KoreExport.DirectExports;

/// <summary>Exports what the platform answers at once: a bot's variables, its test suites, the account's roles. One for all that a cmdlet does, so that it warns once.</summary>
internal sealed class DirectExporter
{
    /// <summary>The language that test suites are asked for where nobody says another.</summary>
    public const string DefaultLanguage = "en";

    private readonly DirectExportClient _api;
    private int _warned;

    public DirectExporter(ExportClient api) => _api = new DirectExportClient(api);

    private TimeSpan Now => _api.Api.Session.Clock.Elapsed;

    /// <summary>Saves everything of a kind: a file for each test suite and type of role, one for variables.</summary>
    /// <param name="kind">Variable, TestSuite or Role.</param>
    /// <param name="botId">The bot; without meaning for roles.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<KoreSavedExport>> SaveAsync(KoreExportKind kind, string botId, SaveOptions options, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case KoreExportKind.Variable:
                return [(await SaveVariablesAsync(botId, options, cancellationToken).ConfigureAwait(false)).Saved];
            case KoreExportKind.TestSuite:
                return await SaveTestSuitesAsync(botId, DefaultLanguage, null, options, cancellationToken).ConfigureAwait(false);
            case KoreExportKind.Role:
                var admin = await SaveRolesAsync(KoreRoleType.Admin, options, cancellationToken).ConfigureAwait(false);
                var bot = await SaveRolesAsync(KoreRoleType.Bot, options, cancellationToken).ConfigureAwait(false);
                return [admin.Saved, bot.Saved];
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is exported as a job.");
        }
    }

    /// <summary>Saves a bot's variables.</summary>
    public async Task<(KoreSavedExport Saved, IReadOnlyList<KoreBotVariable> Variables)> SaveVariablesAsync(string botId, SaveOptions options, CancellationToken cancellationToken)
    {
        var id = BotId.Check(botId);
        var file = new DirectExportFile { Kind = KoreExportKind.Variable, BotId = id, Name = FileName(id, "variables"), Since = Now };
        var body = await _api.GetVariablesAsync(id, cancellationToken).ConfigureAwait(false);
        var variables = DirectExportParser.ReadVariables(body.Json, id);
        if (variables.Any(static variable => variable.IsSecured) && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            _api.Api.Log.Warning("Some variables are secured: the platform exports them with empty values. Keep those values elsewhere, or an import of the file leaves them empty.");
        }

        return (await Saver(options).SaveAsync(file, body.Bytes, cancellationToken).ConfigureAwait(false), variables);
    }

    /// <summary>Saves the account's roles of a type.</summary>
    public async Task<(KoreSavedExport Saved, IReadOnlyList<KoreRole> Roles)> SaveRolesAsync(KoreRoleType type, SaveOptions options, CancellationToken cancellationToken)
    {
        var word = DirectExportClient.Word(type);
        var file = new DirectExportFile { Kind = KoreExportKind.Role, Part = word, Name = $"roles.{word}", Since = Now };
        var body = await _api.GetRolesAsync(type, cancellationToken).ConfigureAwait(false);
        return (await Saver(options).SaveAsync(file, body.Bytes, cancellationToken).ConfigureAwait(false), DirectExportParser.ReadRoles(body.Json));
    }

    /// <summary>A bot's test suites, in the platform's order.</summary>
    public Task<IReadOnlyList<KoreTestSuite>> ListTestSuitesAsync(string botId, string language, CancellationToken cancellationToken) =>
        _api.GetTestSuitesAsync(BotId.Check(botId), language, cancellationToken);

    /// <summary>Saves a bot's test suites, a file each. What one suite meets does not keep the others; it is thrown at the end.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="language">The language they are asked for.</param>
    /// <param name="choose">Chooses among those the bot has; null for all that can be exported.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<KoreSavedExport>> SaveTestSuitesAsync(
        string botId, string language, Func<IReadOnlyList<KoreTestSuite>, IReadOnlyList<KoreTestSuite>>? choose, SaveOptions options, CancellationToken cancellationToken)
    {
        var all = await ListTestSuitesAsync(botId, language, cancellationToken).ConfigureAwait(false);
        var chosen = choose?.Invoke(all) ?? Exportable(all);
        if (options.Path is not null && chosen.Count > 1)
        {
            throw KoreErrors.OptionInvalid($"-Path names one file, but bot {botId} has {chosen.Count} such test suites.", "Use -Destination with a folder, or name one suite.");
        }

        var saved = new List<KoreSavedExport>();
        KoreException? first = null;
        foreach (var suite in chosen)
        {
            try
            {
                saved.Add(await SaveTestSuiteAsync(suite, options, cancellationToken).ConfigureAwait(false));
            }
            catch (KoreException failure)
            {
                first ??= failure;
                _api.Api.Log.Verbose($"Test suite '{LogSanitizer.Sanitize(suite.Name)}' of bot {suite.BotId}: {failure.Message}");
            }
        }

        if (first is not null)
        {
            ExceptionDispatchInfo.Capture(first).Throw();
        }

        return saved;
    }

    /// <summary>Saves one test suite.</summary>
    public async Task<KoreSavedExport> SaveTestSuiteAsync(KoreTestSuite suite, SaveOptions options, CancellationToken cancellationToken)
    {
        var file = new DirectExportFile
        {
            Kind = KoreExportKind.TestSuite,
            BotId = suite.BotId,
            Id = suite.Id,
            Part = suite.Name,
            Name = FileName(suite.BotId, $"testsuite.{SuiteFileName.For(suite.Name)}"),
            Since = Now,
        };
        var link = await _api.GetTestSuiteLinkAsync(suite, cancellationToken).ConfigureAwait(false);
        return await Saver(options).SaveAsync(file, link, token => _api.GetTestSuiteLinkAsync(suite, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those that the platform can export, each name once: it tells them apart by it.</summary>
    /// <param name="suites">All there are.</param>
    /// <param name="isNamed">Whether somebody asked for this very suite: then the platform is asked too, whatever type it is.</param>
    public IReadOnlyList<KoreTestSuite> Exportable(IEnumerable<KoreTestSuite> suites, Predicate<KoreTestSuite>? isNamed = null)
    {
        var result = new List<KoreTestSuite>();
        foreach (var suite in suites)
        {
            if (!suite.IsExportable && isNamed?.Invoke(suite) != true)
            {
                _api.Api.Log.Verbose($"Test suite '{LogSanitizer.Sanitize(suite.Name)}' of bot {suite.BotId} is left out: the platform exports custom suites only, and this one is '{suite.Type}'.");
            }
            else if (!result.Exists(other => other.Name.Equals(suite.Name, StringComparison.Ordinal)))
            {
                result.Add(suite);
            }
        }

        return result;
    }

    private static string FileName(string botId, string what) => (SavePath.IsReserved(botId) ? "_" : string.Empty) + $"{botId}.{what}";

    private DirectExportSaver Saver(SaveOptions options) => new(_api.Api, options);
}
