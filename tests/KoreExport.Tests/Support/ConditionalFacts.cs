using System.Diagnostics;
using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>A test of modes and links that only Unix has.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes" : null;
}

/// <summary>A test that needs a file system of its own: a small one in memory.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly string? Obstacle = Find();

    public SmallDiskFactAttribute() => Skip = Obstacle;

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "mounting a small disk needs Linux and root";
        }

        try
        {
            using var disk = SmallDisk.Mount("64k");
            return null;
        }
        catch (IOException problem)
        {
            return $"mounting a small disk is not possible here ({problem.Message})";
        }
    }
}

/// <summary>A disk in memory, mounted at a new folder until it is disposed of.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static SmallDisk Mount(string size)
    {
        var folder = Directory.CreateTempSubdirectory("kore-disk-").FullName;
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
            return new SmallDisk(folder);
        }
        catch (IOException)
        {
            Directory.Delete(folder);
            throw;
        }
    }

    /// <summary>From here on nobody can write to it, root neither.</summary>
    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Folder);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static void Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new IOException(error.Trim());
            }
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException(missing.Message);
        }
    }
}

/// <summary>A test that needs git.</summary>
public sealed class GitFactAttribute : FactAttribute
{
    private static readonly string? Obstacle = Find();

    public GitFactAttribute() => Skip = Obstacle;

    private static string? Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "git is not installed";
        }
    }
}
