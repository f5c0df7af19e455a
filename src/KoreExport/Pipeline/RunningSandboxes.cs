using System.Collections.Generic;
using System.Linq;

namespace KoreExport.Pipeline;

/// <summary>The sandboxes of this process, so that none outlives the module.</summary>
internal static class RunningSandboxes
{
    private static readonly List<KoreSandbox> Running = [];

    /// <summary>All that run, oldest first.</summary>
    public static IReadOnlyList<KoreSandbox> All
    {
        get
        {
            lock (Running)
            {
                return Running.ToList();
            }
        }
    }

    public static void Add(KoreSandbox sandbox)
    {
        lock (Running)
        {
            Running.Add(sandbox);
        }
    }

    public static void Stop(KoreSandbox sandbox)
    {
        lock (Running)
        {
            Running.Remove(sandbox);
        }

        sandbox.Dispose();
    }

    public static void StopAll()
    {
        foreach (var sandbox in All)
        {
            Stop(sandbox);
        }
    }
}
