using System.Management.Automation;
using KoreExport.Sandboxes;

namespace KoreExport;

/// <summary>Stops sandboxes.</summary>
/// <remarks><para>Requests that are under way end at once. Its ports are free again.</para></remarks>
/// <example>
/// <title>One sandbox</title>
/// <code>$s | Stop-KoreSandbox</code>
/// <para>Stops that one.</para>
/// </example>
/// <example>
/// <title>All of this process</title>
/// <code>Stop-KoreSandbox</code>
/// <para>Stops whatever Start-KoreSandbox has started.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "KoreSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopKoreSandbox : KoreCmdlet
{
    /// <summary>The sandboxes to stop. Without it, all that run in this process.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public KoreSandbox[]? Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var sandbox in Sandbox ?? RunningSandboxes.All)
        {
            if (ShouldProcess(sandbox.ToString(), "Stop the Kore.ai sandbox"))
            {
                RunningSandboxes.Stop(sandbox);
            }
        }
    }
}
