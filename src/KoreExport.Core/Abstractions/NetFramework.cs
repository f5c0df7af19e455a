using System.Runtime.InteropServices;

namespace KoreExport.Abstractions;

/// <summary>The runtime of Windows PowerShell, which has no load contexts and lacks some of what newer ones have.</summary>
internal static class NetFramework
{
    /// <summary>Whether this process runs on it.</summary>
    public static bool IsInUse { get; } = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);
}
