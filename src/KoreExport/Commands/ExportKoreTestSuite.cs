using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Exports batch test suites of bots to verified files.</summary>
/// <remarks>
/// <para>There is a file for each suite. The platform exports custom suites only: others are left out unless they are named.</para>
/// <para>The files lie in the bot's folder and are named after time and suite; of the suite's name only plain letters and digits remain,
/// with a piece of its hash. The property Part of the output has the name itself.</para>
/// <para>The app needs the scope Batch Tests Management.</para>
/// </remarks>
/// <example>
/// <title>All suites of a bot</title>
/// <code>Export-KoreTestSuite -BotId $botId -Destination ./tests</code>
/// <para>Saves a file for each.</para>
/// </example>
/// <example>
/// <title>One suite</title>
/// <code>Export-KoreTestSuite -BotId $botId -Name 'Regression' -Path ./regression.json -Force</code>
/// <para>Replaces regression.json once the new file is whole.</para>
/// </example>
/// <example>
/// <title>The whole account</title>
/// <code>Get-KoreBot | Export-KoreTestSuite -Destination ./tests</code>
/// <para>Asks for each bot's suites in that bot's languages.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreTestSuite", SupportsShouldProcess = true, DefaultParameterSetName = SuiteSet)]
[OutputType(typeof(KoreSavedExport))]
public sealed class ExportKoreTestSuite : DirectExportCmdlet
{
    // The default, so that a suite that is piped in is not taken for the id of its bot.
    private const string SuiteSet = "Suite";
    private const string BotSet = "Bot";

    private bool _isLimited;

    /// <summary>Suites as Get-KoreTestSuite returns them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SuiteSet)]
    [ValidateNotNullOrEmpty]
    public KoreTestSuite[]? InputObject { get; set; }

    /// <summary>The bots: ids, or objects with a BotId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BotSet)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [AllowEmptyString]
    public string[] BotId { get; set; } = [];

    /// <summary>Names of suites; wildcards are allowed. A name without wildcards that a bot does not have is an error.</summary>
    /// <default>All that the platform can export</default>
    [Parameter(ParameterSetName = BotSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TestSuiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The languages to ask for suites in; a suite belongs to one. Comes with a bot that is piped in.</summary>
    /// <default>The bot's languages, as far as the account's list of bots tells them; otherwise the platform's choice</default>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = BotSet)]
    [Alias("Languages", "DefaultLanguage")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValidatePattern("^[A-Za-z0-9_-]*$")]
    public string[]? Language { get; set; }

    /// <summary>The folder to save into; it is created where it is missing. Wildcards in it are taken literally.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Destination { get; set; }

    // No sets of its own: with four of them, what is piped in would fit two.

    /// <summary>The file to save to, for a single suite. Not together with -Destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string? Path { get; set; }

    /// <summary>
    /// Replaces scheme, host and port of the download link by the session's, for installations whose links show an internal host.
    /// </summary>
    [Parameter]
    public SwitchParameter DownloadFromSessionHost { get; set; }

    /// <summary>Follows a link to a private address although the platform is a public host.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateDownloadHost { get; set; }

    private protected override string Activity => "Exporting test suites of Kore.ai bots";

    private protected override SaveOptions Options => base.Options with
    {
        DownloadFromSessionHost = DownloadFromSessionHost,
        AllowPrivateDownloadHost = AllowPrivateDownloadHost,
    };

    private protected override ExportContext CreateContext() => SuiteLanguages.Finding(base.CreateContext());

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // Later there are also the languages of bots that are piped in, which are all there are.
        _isLimited = MyInvocation.BoundParameters.ContainsKey(nameof(Language));
    }

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var suite in InputObject ?? [])
        {
            if (ShouldProcess($"{suite.Name} of {suite.BotId}", $"Export test suite to {Target}"))
            {
                InvokeForItem(suite.BotId, () => Start(suite));
            }
        }

        foreach (var botId in BotId)
        {
            if (ShouldProcess(botId, $"Export test suites to {Target}"))
            {
                InvokeForItem(botId, () => Start(BotIdRule.Parse(botId)));
            }
        }
    }

    private void Start(KoreTestSuite suite) => Export(
        new BackupJob(BotIdRule.Parse(suite.BotId), KoreExportKind.TestSuite) { Part = suite.Part, IsWhole = false },
        async (context, token) =>
            context.Saved(await ExportDescriptors.TestSuite.SaveAsync(context, suite, token).ConfigureAwait(false)));

    private void Start(BotIdRule bot)
    {
        var (choice, languages) = (new SuiteChoice(Name), Language);
        var job = new BackupJob(bot, KoreExportKind.TestSuite) { IsWhole = Name is null && !_isLimited };
        Export(job, (context, token) => ExportDescriptors.TestSuite.ExportAsync(
            SuiteLanguages.For(context, languages),
            bot,
            all => TestSuiteExportDescriptor.Exportable(choice.Of(bot.Value, all), Api.Log, choice.Names),
            token));
    }
}
