using System.Management.Automation;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>A cmdlet that talks to the platform.</summary>
public abstract class KoreSessionCmdlet : KoreCmdlet
{
    private ExportClient? _api;

    /// <summary>The session to use: what Connect-KoreSession -PassThru gave. Without it the runspace's default session is used.</summary>
    [Parameter]
    [KoreSessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public KoreSession? Session { get; set; }

    private protected ExportClient Api => _api ??= new ExportClient(ResolveSession(), Queue);

    /// <summary>Fails at once, and once, where there is no session that works.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _ = TerminateOnError(() => Api);
    }

    private KoreSession ResolveSession()
    {
        var session = Session ?? DefaultSession.Current ?? throw KoreErrors.SessionMissing();
        session.ThrowIfUnusable();
        return session;
    }
}
