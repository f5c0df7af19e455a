using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// Names for what is not finished: <c>.&lt;name&gt;.&lt;machine&gt;-&lt;process id&gt;-&lt;random&gt;.partial</c>. Hidden on Unix, and
/// whoever finds one later can tell whether its writer still lives.
/// </summary>
internal static class TemporaryName
{
    public const string Extension = ".partial";

    /// <summary>From then on nobody writes it any more: no request and no download may stand still for that long.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromDays(1);

    private const int ShortestRandom = 4;

    // What .NET says of a file that is not there.
    private static readonly DateTimeOffset NeverWritten = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly int ProcessId = ReadProcessId();
    private static readonly string Machine = Hash(MachineIdentity());

    /// <summary>A path in the same folder, so that the final rename stays on one file system.</summary>
    public static string For(string finalPath) => For(finalPath, Machine, ProcessId);

    /// <summary>The same, for another owner.</summary>
    public static string For(string finalPath, string machine, int processId)
    {
        var name = Path.GetFileName(finalPath);

        // Long names leave no room for ours; 255 bytes is the limit of most file systems. Of one character UTF-8 makes three at most.
        var length = Math.Min(name.Length, Encoding.UTF8.GetByteCount(name) > 100 ? 33 : 100);
        var head = name.Substring(0, length > 0 && char.IsHighSurrogate(name[length - 1]) ? length - 1 : length);
        var random = Guid.NewGuid().ToString("N").Substring(0, 12);
        var owner = $"{machine}-{processId.ToString(CultureInfo.InvariantCulture)}-{random}";
        return Path.Combine(Path.GetDirectoryName(finalPath)!, $".{head}.{owner}{Extension}");
    }

    /// <summary>
    /// One that is no longer than the final name, for a path that leaves no room for more. Below thirteen characters it does without the
    /// extension, and nobody will know what it was if it is left behind.
    /// </summary>
    public static string Short(string finalPath)
    {
        var length = Path.GetFileName(finalPath).Length;
        var extension = length > Extension.Length + ShortestRandom ? Extension : string.Empty;
        var random = Guid.NewGuid().ToString("N");
        var name = "." + random.Substring(0, Math.Min(random.Length, Math.Max(1, length - extension.Length - 1))) + extension;
        return Path.Combine(Path.GetDirectoryName(finalPath)!, name);
    }

    /// <summary>
    /// Whether a name or path was too long. .NET Framework says that the folder is not there, although it was made just before.
    /// </summary>
    public static bool IsTooLong(Exception failure) => failure is PathTooLongException or DirectoryNotFoundException;

    /// <summary>Whether a file or folder has such a name.</summary>
    public static bool Is(string path)
    {
        var name = Path.GetFileName(path);
        return name.Length > Extension.Length + 1 && name[0] == '.' && name.EndsWith(Extension, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether the writer has surely ended: a process of this machine, since its last start, that is gone; or nobody wrote to it for a day.
    /// Whatever cannot be told counts as alive, and so does what has got its name in the meantime.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="lastWritten">When it was last written to.</param>
    /// <param name="now">The time.</param>
    public static bool IsDead(string path, DateTimeOffset lastWritten, DateTimeOffset now) =>
        lastWritten > NeverWritten
        && (now - lastWritten > DeadAfter || (Owner(path) is { } owner && owner.Machine == Machine && !IsRunning(owner.ProcessId)));

    private static (string Machine, int ProcessId)? Owner(string path)
    {
        var owner = Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.').Split('-');
        return owner.Length == 3 && int.TryParse(owner[1], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            ? (owner[0], processId)
            : null;
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static int ReadProcessId()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }

    // A process id says something within one start of one machine only and, on Linux, within one container: two of them can have the
    // same host name, but the first process of each was started at a moment of its own.
    private static string MachineIdentity()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return Environment.MachineName;
        }

        try
        {
            var start = File.ReadAllText("/proc/1/stat");
            var fields = start.Substring(start.LastIndexOf(')') + 1).Split(' ');
            return $"{Environment.MachineName} {File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {fields[20]}";
        }
        catch (Exception hidden) when (PartialFile.IsFileProblem(hidden) || hidden is IndexOutOfRangeException)
        {
            // Then nobody can be told apart, and only a day's age counts.
            return Guid.NewGuid().ToString();
        }
    }

    private static string Hash(string identity)
    {
        using var sha = SHA256.Create();
        return Hex.Lower(sha.ComputeHash(Encoding.UTF8.GetBytes(identity))).Substring(0, 8);
    }
}
