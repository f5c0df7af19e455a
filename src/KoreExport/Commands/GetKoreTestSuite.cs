using System.Management.Automation;
using KoreExport.DirectExports;
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
    /// <summary>Names of suites; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TestSuiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The language to list suites for. Comes with a bot that is piped in.</summary>
    /// <default>en</default>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DefaultLanguage")]
    [AllowNull]
    [AllowEmptyString]
    [ValidatePattern("^[A-Za-z0-9_-]*$")]
    public string? Language { get; set; }

    private protected override string Activity => "Listing test suites of Kore.ai bots";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        var choice = new SuiteChoice(Name);
        var language = SuiteChoice.LanguageOr(Language);
        foreach (var botId in BotId)
        {
            Run(botId, async (_, token) =>
                choice.Of(botId, await new TestSuiteClient(Api).ListAsync(BotIdRule.Parse(botId), language, token).ConfigureAwait(false)));
        }
    }
}
