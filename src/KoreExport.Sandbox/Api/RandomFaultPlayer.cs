using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Api;

/// <summary>Plays the random faults that come in place of an answer, of calls and downloads alike.</summary>
internal sealed class RandomFaultPlayer
{
    private readonly SandboxFaults _faults;

    public RandomFaultPlayer(SandboxFaults faults) => _faults = faults;

    /// <summary>Plays what was drawn for a request.</summary>
    /// <returns>True where the request has been dealt with.</returns>
    public async Task<bool> PlayInsteadAsync(Exchange exchange)
    {
        switch (exchange.Draw.Fault)
        {
            case SandboxRandomFault.ServerError:
                await exchange.SendAsync(ServerError(exchange.Draw.Detail)).ConfigureAwait(false);
                return true;
            case SandboxRandomFault.RateLimit:
                await exchange.SendAsync(ErrorTable.RateLimit(_faults.Api, SandboxApiFaults.PerMinuteMessage)).ConfigureAwait(false);
                return true;
            case SandboxRandomFault.Reset:
                exchange.Drop();
                return true;
            case SandboxRandomFault.Slow:
                await Task.Delay(_faults.Random.SlowDelay, exchange.Stopping).ConfigureAwait(false);
                return false;
            default:
                return false;
        }
    }

    // The platform answers JSON, the gateway in front of it HTML.
    private static Answer ServerError(uint detail) => (detail % 3) switch
    {
        0 => ErrorTable.ServerError(500, "Internal Server Error"),
        1 => Answer.Html(502, "Bad Gateway"),
        _ => Answer.Html(503, "Service Unavailable"),
    };
}
