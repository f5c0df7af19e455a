using System.Management.Automation;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>Waits until exports are finished.</summary>
/// <remarks>
/// <para>Waits for up to 256 exports at the same time (-ThrottleLimit) and returns each as soon as it is finished. One that failed, was
/// hidden by a newer export or took too long ends in one error; the others still come out.</para>
/// <para>Polls quickly at first and then more slowly, within the platform's limits. Server errors, broken connections and rate limits while
/// waiting are waited out. The id of each answer is compared with the export's: an older one means not yet, a newer one means that somebody
/// else's export hides this one, and its file is never taken.</para>
/// </remarks>
/// <example>
/// <title>One export</title>
/// <code>$done = Start-KoreBotExport -BotId $botId | Wait-KoreExport -TimeoutSec 1800</code>
/// <para>Waits for at most half an hour.</para>
/// </example>
/// <example>
/// <title>The first of several</title>
/// <code>$exports | Wait-KoreExport -Any</code>
/// <para>Returns the first one that finishes and leaves the others running.</para>
/// </example>
/// <example>
/// <title>An export from another process</title>
/// <code>Wait-KoreExport -BotId $botId -Id ber-a59b2599-0000-0000-a3ad-3109e08e427a -Kind Bot</code>
/// <para>All it takes is the bot, the id of the request and its kind.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "KoreExport", DefaultParameterSetName = ExportSet)]
[OutputType(typeof(KoreBotExport), typeof(KoreMlExport))]
public sealed class WaitKoreExport : ExportInputCmdlet
{
    private bool _isDone;

    /// <summary>Waits for as many as there may be: a wait costs next to nothing.</summary>
    public WaitKoreExport() => ThrottleLimit = 256;

    /// <summary>Returns the first export that finishes, and nothing of the others.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    private protected override string Activity => "Waiting for Kore.ai exports";

    /// <inheritdoc/>
    private protected override void AddItems() => InvokeForItem(BotId, () =>
    {
        foreach (var export in GetInput())
        {
            InvokeForItem(export, () => Start(ExportIdentity.Of(export)));
        }
    });

    private void Start(ExportIdentity identity) => Runner.Add(
        identity.Bot.Value,
        (progress, token) =>
        {
            progress(ExportProgress.Waiting(null));
            return new ExportPoller(Api, identity, WaitOptions, answer => progress(ExportProgress.Waiting(answer))).WaitAsync(token);
        },
        Write,
        failure => WriteFailure(failure, identity.Bot.Value));

    private void Write(KoreExportJob finished)
    {
        if (_isDone)
        {
            return;
        }

        WriteObject(finished);
        if (Any)
        {
            _isDone = true;
            Runner.Cancel();
        }
    }
}
