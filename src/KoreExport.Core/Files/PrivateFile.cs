using System.Linq.Expressions;
using System.Runtime.InteropServices;

namespace KoreExport.Files;

/// <summary>
/// Keeps what is saved readable by its owner alone on Unix, because exports hold API keys and variable values. On Windows the folder's
/// own access rules are inherited.
/// </summary>
internal static class PrivateFile
{
    private const uint FileMode = 0x180; // 0600
    private const uint FolderMode = 0x1C0; // 0700

    private static readonly Func<string, FileStream> Create = FindRestricted() ?? CreateAndRestrict;

    /// <summary>Creates a file that must not exist yet; at no moment can anybody else open it.</summary>
    public static FileStream CreateFile(string path) => Create(path);

    /// <summary>Creates a folder and those above it that are missing; folders that exist keep their mode.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(path);
        Restrict(path, FolderMode);
    }

    private static FileStream CreateAndRestrict(string path)
    {
        var stream = new FileStream(
            path, System.IO.FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1, useAsync: true);
        Restrict(path, FileMode);
        return stream;
    }

    // FileStreamOptions.UnixCreateMode exists from .NET 7 on, and so wherever PowerShell runs on Unix. Without it there is a moment
    // between creation and chmod in which others can open the file, and keep it open.
    private static Func<string, FileStream>? FindRestricted()
    {
        var options = typeof(FileStream).Assembly.GetType("System.IO.FileStreamOptions");
        var mode = options?.GetProperty("UnixCreateMode");
        var constructor = options is null ? null : typeof(FileStream).GetConstructor([typeof(string), options]);
        if (options is null || mode is null || constructor is null || RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return null;
        }

        var chosen = Activator.CreateInstance(options)!;
        mode.SetValue(chosen, Enum.ToObject(Nullable.GetUnderlyingType(mode.PropertyType)!, FileMode));
        Set("Mode", System.IO.FileMode.CreateNew);
        Set("Access", FileAccess.ReadWrite);
        Set("Share", FileShare.Read);
        Set("BufferSize", 1);
        Set("Options", FileOptions.Asynchronous);

        var path = Expression.Parameter(typeof(string));
        return Expression.Lambda<Func<string, FileStream>>(Expression.New(constructor, path, Expression.Constant(chosen)), path).Compile();

        void Set(string name, object value) => options.GetProperty(name)!.SetValue(chosen, value);
    }

    private static void Restrict(string path, uint mode)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // Some file systems (FAT, SMB shares) have no modes; saving there is the user's choice and not an error.
            _ = ChangeMode(path, mode);
        }
    }

    [DllImport(
        "libc", EntryPoint = "chmod", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(string path, uint mode);
}
