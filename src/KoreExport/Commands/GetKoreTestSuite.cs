using System.Management.Automation;
using KoreExport.DirectExports;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Lists the batch test suites of bots.</summary>
/// <remarks><para>The app needs the scope Batch Tests Management.</para></remarks>
/// <example>
/// <title>What there is</title>
/// <code>Get-KoreTestSuite -BotId $botId</code>
/// <para>Lists the suites with their types; custom ones can be exported.</para>
/// </example>
/// <example>
/// <title>Export some of them</title>
/// <code>Get-KoreTestSuite -BotId $botId -Name 'Regression*' | Export-KoreTestSuite -Destination ./tests</code>
/// <para>Saves a file for each suite whose name begins so.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreTestSuite")]
[OutputType(typeof(KoreTestSuite))]
public sealed class GetKoreTestSuite : BotCmdlet
{
    private ExportContext _context = null!;

    /// <summary>Names of suites; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TestSuiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The languages to list suites for; a suite belongs to one. Comes with a bot that is piped in.</summary>
    /// <default>The bot's languages, as far as the account's list of bots tells them; otherwise the platform's choice</default>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Languages", "DefaultLanguage")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValidatePattern("^[A-Za-z0-9_-]*$")]
    public string[]? Language { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _context = SuiteLanguages.Finding(new ExportContext(Api));
    }

    private protected override string Activity => "Listing test suites of Kore.ai bots";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        var choice = new SuiteChoice(Name);
        var context = SuiteLanguages.For(_context, Language);
        foreach (var botId in BotId)
        {
            Run(botId, async (_, token) =>
                choice.Of(botId, await new TestSuiteClient(Api).ListAsync(context, BotIdRule.Parse(botId), token).ConfigureAwait(false)));
        }
    }
}
