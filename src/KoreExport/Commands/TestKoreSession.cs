using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Asks the platform once whether host and credentials work.</summary>
/// <remarks>
/// <para>Returns true or false. What is wrong is said in a warning: host, credentials, or scope. Nothing is started on the platform.</para>
/// <para>With -BotId the status of that bot's exports is asked for. Without it, that of a bot that cannot exist, which tells whether the
/// token is taken; an app of the Bot Builder answers as to a wrong secret then, so name its bot.</para>
/// </remarks>
/// <example>
/// <title>Before a nightly run</title>
/// <code>if (-not (Test-KoreSession -BotId $botId)) { throw 'Kore.ai is not ready for the backup.' }</code>
/// <para>Stops before anything is started. The warning in the log says why.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "KoreSession")]
[OutputType(typeof(bool))]
public sealed class TestKoreSession : KoreSessionCmdlet
{
    private const string NoSuchBot = "st-00000000-0000-0000-0000-000000000000";

    /// <summary>A bot that the app should be able to export.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? BotId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var botId = TerminateOnError(() => BotIdRule.Parse(BotId ?? NoSuchBot));
        WriteObject(Await(token => IsTakenAsync(botId, token)));
    }

    private async Task<bool> IsTakenAsync(BotIdRule botId, CancellationToken cancellationToken)
    {
        try
        {
            var kind = JobExportDescriptor.Bot;
            await Api.GetStatusAsync(kind, botId, requestId: null, retry: false, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KoreException failure) when (failure.ErrorId == KoreErrorId.BotNotFound && BotId is null)
        {
            return true;
        }
        catch (KoreException failure) when (failure.ErrorId == KoreErrorId.RequestRejected && failure.StatusCode is 400 or 404)
        {
            // The token was taken, or the platform would have said 401. How it answers for a bot that was never exported is not documented.
            ((IKoreLog)Queue).Verbose($"The platform took the credentials and answered: {failure.Message}");
            return true;
        }
        catch (KoreException failure)
        {
            // The user asked about no bot and would wonder whose id this is.
            var message = failure.Message.Replace($" for bot {NoSuchBot}", string.Empty);
            ((IKoreLog)Queue).Warning($"{failure.ErrorId}: {message} {failure.RecommendedAction}");
            return false;
        }
    }
}
