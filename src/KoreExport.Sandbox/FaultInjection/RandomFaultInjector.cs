using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.FaultInjection;

/// <summary>Injects the random faults that come in place of a response, of calls and downloads alike.</summary>
internal sealed class RandomFaultInjector(SandboxFaults faults)
{
    /// <summary>Injects what was drawn for a request.</summary>
    /// <returns>True where the request has been dealt with.</returns>
    public async Task<bool> HandleAsync(Exchange exchange)
    {
        switch (exchange.Draw.Fault)
        {
            case SandboxRandomFault.ServerError:
                await exchange.SendAsync(ServerError(exchange.Draw.Detail)).ConfigureAwait(false);
                return true;
            case SandboxRandomFault.RateLimit:
                await exchange.SendAsync(ErrorResponses.RateLimit(faults.Api, SandboxApiFaults.PerMinuteMessage)).ConfigureAwait(false);
                return true;
            case SandboxRandomFault.Reset:
                exchange.Drop();
                return true;
            case SandboxRandomFault.Slow:
                await Task.Delay(faults.Random.SlowDelay, exchange.Stopping).ConfigureAwait(false);
                return false;
            default:
                return false;
        }
    }

    // The platform answers JSON, the gateway in front of it HTML.
    private static Response ServerError(uint detail) => (detail % 3) switch
    {
        0 => ErrorResponses.ServerError(500, "Internal Server Error"),
        1 => Response.Html(502, "Bad Gateway"),
        _ => Response.Html(503, "Service Unavailable"),
    };
}
