using System.Management.Automation;
using KoreExport.Exports;
using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>Waits until exports are finished.</summary>
/// <remarks>
/// <para>Waits for all exports at the same time and returns each as soon as it is finished. One that failed, was hidden by a newer export or took too long ends in one error; the others still come out.</para>
/// <para>Asks quickly at first and then more slowly, within the platform's limits. Server errors, broken connections and rate limits while waiting are waited out. The id of each answer is compared with the export's: an older one means not yet, a newer one means that somebody else's export hides this one, and its file is never taken.</para>
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
    private readonly TaskCompletionSource<KoreExportJob> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _enough = new();
    private BackgroundItems? _items;
    private Progress? _progress;
    private CancellationTokenSource? _waits;

    /// <summary>Returns the first export that finishes, and nothing of the others.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _items = new BackgroundItems(Queue);
        _progress = new Progress(this, "Waiting for Kore.ai exports");
        _waits = CancellationTokenSource.CreateLinkedTokenSource(StopToken, _enough.Token);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        InvokeForItem(BotId, () =>
        {
            foreach (var export in GetInput())
            {
                InvokeForItem(export, () => Start(export));
            }
        });
        Queue.RunPending();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            if (Any)
            {
                _items!.RunUntilFirst(_first.Task);
                _enough.Cancel();
            }

            _items!.RunToEnd(() => _progress!.Show(_items.Finished, _items.Count));
        }
        finally
        {
            _progress!.Complete();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // First cancels, and reaches the waits through the linked source.
        base.Dispose(disposing);
        _waits?.Dispose();
        _enough.Dispose();
    }

    private void Start(KoreExportJob export)
    {
        var identity = ExportIdentity.Of(export);
        var token = _waits!.Token;
        var poller = new ExportPoller(Api, identity, CreateWaitOptions(), answer => Report(identity, answer));
        Report(identity, null);
        _items!.Start(() => poller.WaitAsync(token), finished => Write(identity, finished), failure => Fail(identity, failure), token);
    }

    private void Report(ExportIdentity identity, KoreExportJob? answer)
    {
        var status = answer?.Status is { Length: > 0 } word ? word : "waiting";
        _progress!.Set(identity.Id, $"{status}: {identity.Bot}", answer?.Percent);
    }

    private void Write(ExportIdentity identity, KoreExportJob finished)
    {
        _progress!.Remove(identity.Id);
        if (!Any || _first.TrySetResult(finished))
        {
            WriteObject(finished);
        }
    }

    private void Fail(ExportIdentity identity, Exception failure)
    {
        _progress!.Remove(identity.Id);
        WriteFailure(failure, identity.Bot.Value);
    }
}
