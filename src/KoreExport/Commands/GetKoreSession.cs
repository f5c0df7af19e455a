using System.Management.Automation;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>Gets the default session of this runspace.</summary>
/// <remarks><para>Returns nothing where there is none. What it shows are public facts; secrets are not part of it.</para></remarks>
/// <example>
/// <title>Which platform am I connected to?</title>
/// <code>Get-KoreSession</code>
/// <para>Shows host, client id and algorithm.</para>
/// </example>
/// <example>
/// <title>Hand the session on to parallel work</title>
/// <code>$session = Get-KoreSession
/// $botIds | ForEach-Object -Parallel { Import-Module KoreExport; Start-KoreBotExport -BotId $_ -Session $using:session }</code>
/// <para>Each parallel block has a runspace of its own, without a default session and without modules; a module that is not installed is
/// imported by its path.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreSession")]
[OutputType(typeof(KoreSession))]
public sealed class GetKoreSession : KoreCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (DefaultSession.Current is { IsConnected: true } session)
        {
            WriteObject(session);
        }
    }
}
