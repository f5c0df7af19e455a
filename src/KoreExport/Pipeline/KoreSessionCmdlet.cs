using System.Management.Automation;
using KoreExport.Api;
using KoreExport.Binding;
using KoreExport.Errors;
using KoreExport.Sessions;

namespace KoreExport.Pipeline;

/// <summary>A cmdlet that talks to the platform.</summary>
public abstract class KoreSessionCmdlet : KoreCmdlet
{
    private KoreApi? _api;

    /// <summary>The session to use: what Connect-KoreSession -PassThru gave. Without it the runspace's default session is used.</summary>
    [Parameter]
    [KoreSessionTransformation]
    [ValidateNotNull]
    public KoreSession? Session { get; set; }

    private protected KoreApi Api => _api ??= new KoreApi(ResolveSession(), Queue);

    /// <summary>Fails at once, and once, where there is no session that works.</summary>
    protected override void BeginProcessing() => _ = OrTerminate(() => Api);

    private KoreSession ResolveSession()
    {
        var session = Session ?? DefaultSession.Current ?? throw KoreErrors.SessionMissing();
        session.ThrowIfUnusable();
        return session;
    }
}
