using System.Management.Automation;
using KoreExport.Errors;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>Ends a session: closes its connections and forgets its secret.</summary>
/// <remarks><para>Nothing is sent: the platform keeps no sessions. What still runs with the session fails.</para></remarks>
/// <example>
/// <title>At the end of a script</title>
/// <code>Disconnect-KoreSession</code>
/// <para>Ends the default session of this runspace.</para>
/// </example>
/// <example>
/// <title>A session in a variable</title>
/// <code>$test | Disconnect-KoreSession</code>
/// <para>Ends that session and leaves the default one as it is, unless it is the same.</para>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "KoreSession")]
[OutputType(typeof(void))]
public sealed class DisconnectKoreSession : KoreCmdlet
{
    /// <summary>The session to end. Without it, the default session of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [KoreSessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public KoreSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Session ?? DefaultSession.Current;
        if (session is null)
        {
            Queue.Note("There is no default session to disconnect.");
            return;
        }

        if (!session.IsOriginal)
        {
            WriteFailure(KoreErrors.SessionDeserialised(), session);
            return;
        }

        session.Dispose();
        if (ReferenceEquals(session, DefaultSession.Current))
        {
            DefaultSession.Current = null;
        }
    }
}
