using KoreExport.Abstractions;

namespace KoreExport.Exports;

/// <summary>A started export that can be asked where it stands. Asks once each time; when to ask is the poller's business.</summary>
internal sealed class ExportOperation
{
    private readonly ExportClient _api;

    public ExportOperation(ExportClient api, ExportIdentity identity)
    {
        _api = api;
        Identity = identity;
    }

    public ExportIdentity Identity { get; }

    public Clock Clock => _api.Session.Clock;

    public IKoreLog Log => _api.Log;

    /// <summary>The platform's present answer, and whether it is about this export.</summary>
    public async Task<ExportObservation> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.GetStatusAsync(Identity.BotId, Identity.Kind, Identity.Id, retry: false, cancellationToken).ConfigureAwait(false);
        if (answer.Id.Length > 0)
        {
            _api.Session.Remember(answer.Kind.ToString(), answer.BotId, answer.Id);
        }

        return new ExportObservation(answer, Identity.Match(answer));
    }
}

/// <summary>One look at an export.</summary>
internal readonly struct ExportObservation
{
    public ExportObservation(KoreExportJob answer, ExportMatch match)
    {
        Answer = answer;
        Match = match;
    }

    public KoreExportJob Answer { get; }

    public ExportMatch Match { get; }
}
