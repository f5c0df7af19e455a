using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KoreExport.Sessions;

/// <summary>The default session of each runspace. A parallel block or a job has its own runspace and so none of ours.</summary>
internal static class DefaultSession
{
    private static readonly ConditionalWeakTable<Runspace, Slot> Slots = new();

    /// <summary>The session of the present runspace, or null.</summary>
    public static KoreSession? Current
    {
        get => Runspace.DefaultRunspace is { } runspace && Slots.TryGetValue(runspace, out var slot) ? slot.Session : null;
        set
        {
            if (Runspace.DefaultRunspace is { } runspace)
            {
                Slots.GetOrCreateValue(runspace).Session = value;
            }
        }
    }

    /// <summary>Closes and forgets the present runspace's session.</summary>
    public static void Clear()
    {
        Current?.Dispose();
        Current = null;
    }

    private sealed class Slot
    {
        public KoreSession? Session { get; set; }
    }
}
