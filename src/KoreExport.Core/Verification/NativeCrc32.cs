using System.Runtime.InteropServices;
using System.Text;
using KoreExport.Abstractions;

namespace KoreExport.Verification;

/// <summary>
/// The checksum that System.IO.Compression computes with, in the library that .NET brings for it: with the processor's own instructions,
/// several times as fast as a table. .NET promises no name in it, so it is used only where it is there and counts right.
/// </summary>
internal static class NativeCrc32
{
    // The check value of the catalogue of CRC algorithms for CRC-32/ISO-HDLC.
    private const uint CheckValue = 0xCBF43926;

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether it can be used. .NET Framework has no such library.</summary>
    public static bool IsAvailable { get; } = !NetFramework.IsInUse && CountsRight();

    /// <summary>Continues a checksum.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return before;
        }

        ref var first = ref MemoryMarshal.GetReference(bytes);
        return IsWindows ? OnWindows(before, ref first, bytes.Length) : OnUnix(before, ref first, bytes.Length);
    }

    private static bool CountsRight()
    {
        try
        {
            return Append(0, Encoding.ASCII.GetBytes("123456789")) == CheckValue;
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [DllImport("System.IO.Compression.Native", EntryPoint = "CompressionNative_Crc32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint OnWindows(uint before, ref byte first, int count);

    [DllImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_Crc32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint OnUnix(uint before, ref byte first, int count);
}
