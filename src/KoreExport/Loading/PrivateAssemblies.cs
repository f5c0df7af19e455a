using System.Reflection;
using System.Runtime.InteropServices;
using KoreExport.Sessions;

namespace KoreExport.Loading;

/// <summary>
/// Loads KoreExport.Jwt and the token library with it, on first use and apart from other modules. Az, Graph and PnP bring their own
/// Microsoft.IdentityModel, and in the default load context whoever comes first wins and the others break.
/// </summary>
internal static class PrivateAssemblies
{
    private const string ContextName = "KoreExport";
    private const string JwtAssembly = "KoreExport.Jwt";
    private const string FactoryType = "KoreExport.Jwt.JwtTokenFactory";

    private static readonly string Folder = Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!;
    private static readonly Lazy<IKoreTokenFactory> Factory = new(CreateFactory);

    /// <summary>Whether this is Windows PowerShell: .NET Framework, without load contexts.</summary>
    public static bool IsDesktop { get; } = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <summary>The one that makes tokens.</summary>
    public static IKoreTokenFactory TokenFactory => Factory.Value;

    /// <summary>
    /// On .NET Framework, finds our dependencies when nobody else does: System.Text.Json from now on, the rest on first use.
    /// </summary>
    public static void ResolveOnDesktop() => AppDomain.CurrentDomain.AssemblyResolve += ResolveFromDesktopFolder;

    /// <summary>Undoes <see cref="ResolveOnDesktop"/>.</summary>
    public static void StopResolving() => AppDomain.CurrentDomain.AssemblyResolve -= ResolveFromDesktopFolder;

    private static string DependenciesFor(string edition) => Path.Combine(Folder, "dependencies", edition);

    private static IKoreTokenFactory CreateFactory()
    {
        var jwt = IsDesktop
            ? Assembly.LoadFrom(Path.Combine(DependenciesFor("desktop"), JwtAssembly + ".dll"))
            : LoadIntoOwnContext();
        return (IKoreTokenFactory)Activator.CreateInstance(jwt.GetType(FactoryType, throwOnError: true)!)!;
    }

    // netstandard2.0 does not know AssemblyLoadContext; PowerShell 7 always has it.
    private static Assembly LoadIntoOwnContext()
    {
        var type = Type.GetType("System.Runtime.Loader.AssemblyLoadContext, System.Runtime.Loader", throwOnError: true)!;
        var context = Activator.CreateInstance(type, ContextName, false)!;
        var load = type.GetMethod("LoadFromAssemblyPath", [typeof(string)])!;

        // All of them at once: a context looks among what it has loaded before it asks the default one, so that no reference between
        // them can end at another module's copy.
        var loaded = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.GetFiles(DependenciesFor("core"), "*.dll"))
        {
            loaded[Path.GetFileNameWithoutExtension(file)] = (Assembly)load.Invoke(context, [file])!;
        }

        return loaded[JwtAssembly];
    }

    private static Assembly? ResolveFromDesktopFolder(object? sender, ResolveEventArgs request)
    {
        // Only for ourselves: what other modules lack is theirs to bring.
        if (request.RequestingAssembly is { } asker && !IsOurs(asker))
        {
            return null;
        }

        // An assembly that was loaded from another folder does not find the engine, although that is loaded already.
        var name = new AssemblyName(request.Name).Name;
        var engine = typeof(KoreSession).Assembly;
        if (name == engine.GetName().Name)
        {
            return engine;
        }

        var file = Path.Combine(DependenciesFor("desktop"), name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    private static bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase);
}
