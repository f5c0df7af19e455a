using System.Management.Automation.Runspaces;

namespace KoreExport.Sandboxes;

/// <summary>The sandboxes of this process, each with the runspace that started it, so that none outlives the module there.</summary>
internal static class RunningSandboxes
{
    private static readonly List<(KoreSandbox Sandbox, Guid? Runspace)> Running = [];

    /// <summary>All that run, oldest first.</summary>
    public static IReadOnlyList<KoreSandbox> All
    {
        get
        {
            lock (Running)
            {
                return Running.Select(static one => one.Sandbox).ToList();
            }
        }
    }

    private static Guid? ThisRunspace => Runspace.DefaultRunspace?.InstanceId;

    public static void Add(KoreSandbox sandbox)
    {
        lock (Running)
        {
            Running.Add((sandbox, ThisRunspace));
        }
    }

    public static void Stop(KoreSandbox sandbox)
    {
        lock (Running)
        {
            Running.RemoveAll(one => ReferenceEquals(one.Sandbox, sandbox));
        }

        sandbox.Dispose();
    }

    /// <summary>For the module's removal from this runspace: those of others go on.</summary>
    public static void StopThoseOfThisRunspace()
    {
        List<KoreSandbox> ours;
        lock (Running)
        {
            ours = Running.Where(static one => one.Runspace == ThisRunspace).Select(static one => one.Sandbox).ToList();
        }

        foreach (var sandbox in ours)
        {
            Stop(sandbox);
        }
    }
}
