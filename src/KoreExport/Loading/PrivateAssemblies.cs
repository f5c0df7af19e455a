using System.Reflection;
using KoreExport.Abstractions;
using KoreExport.Reports;
using KoreExport.Sessions;

namespace KoreExport.Loading;

/// <summary>
/// Loads KoreExport.Jwt with the token library, and KoreExport.Html with DiffPlex, both apart from other modules. Az, Graph and PnP bring
/// their own Microsoft.IdentityModel, and in the default load context whoever comes first wins and the others break.
/// </summary>
internal static class PrivateAssemblies
{
    private const string ContextName = "KoreExport";
    private const string Desktop = "desktop";
    private const string Html = "html";
    private const string HtmlAssembly = "KoreExport.Html";
    private const string WriterType = "KoreExport.Html.HtmlReportWriter";
    private const string JwtAssembly = "KoreExport.Jwt";
    private const string FactoryType = "KoreExport.Jwt.JwtTokenFactory";

    private static readonly string Folder = Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!;
    private static readonly Lazy<IKoreTokenFactory> Factory = new(
        static () => Create<IKoreTokenFactory>(NetFramework.IsInUse ? Desktop : "core", JwtAssembly, FactoryType));

    private static readonly Lazy<IHtmlReportWriter> Writer = new(static () => Create<IHtmlReportWriter>(Html, HtmlAssembly, WriterType));

    private static int _isWarm;

    /// <summary>The one that makes tokens.</summary>
    public static IKoreTokenFactory TokenFactory => Factory.Value;

    /// <summary>
    /// Signs something on another thread, for nobody: to load and compile the token library takes longer than all tokens of a session, and
    /// whoever imports the module is about to need one.
    /// </summary>
    public static void WarmUp()
    {
        if (Interlocked.Exchange(ref _isWarm, 1) == 0)
        {
            _ = Task.Run(static () =>
            {
                using var secret = SecretText.FromText(new string('0', 64));
                var nobody = KoreCredential.FromSecret(nameof(WarmUp), secret);
                return TokenFactory.Create(new TokenRequest(nobody, DateTimeOffset.UtcNow, TokenRequest.DefaultLifetime));
            });
        }
    }

    /// <summary>The one that writes pages.</summary>
    public static IHtmlReportWriter HtmlReportWriter => Writer.Value;

    /// <summary>
    /// On .NET Framework, finds our dependencies when nobody else does: System.Text.Json from now on, the rest on first use.
    /// </summary>
    public static void ResolveOnDesktop() => AppDomain.CurrentDomain.AssemblyResolve += ResolveFromDesktopFolder;

    /// <summary>Undoes <see cref="ResolveOnDesktop"/>.</summary>
    public static void StopResolving() => AppDomain.CurrentDomain.AssemblyResolve -= ResolveFromDesktopFolder;

    private static string DependenciesFor(string part) => Path.Combine(Folder, "dependencies", part);

    private static T Create<T>(string part, string name, string type)
    {
        var assembly = NetFramework.IsInUse
            ? Assembly.LoadFrom(Path.Combine(DependenciesFor(part), name + ".dll"))
            : LoadIntoOwnContext(part, name);
        return (T)Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!)!;
    }

    // netstandard2.0 does not know AssemblyLoadContext; PowerShell 7 always has it.
    private static Assembly LoadIntoOwnContext(string part, string name)
    {
        var type = Type.GetType("System.Runtime.Loader.AssemblyLoadContext, System.Runtime.Loader", throwOnError: true)!;
        var context = Activator.CreateInstance(type, ContextName, false)!;
        var load = type.GetMethod("LoadFromAssemblyPath", [typeof(string)])!;

        // All of them at once: a context looks among what it has loaded before it asks the default one, so that no reference between
        // them can end at another module's copy.
        var loaded = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.GetFiles(DependenciesFor(part), "*.dll"))
        {
            loaded[Path.GetFileNameWithoutExtension(file)] = (Assembly)load.Invoke(context, [file])!;
        }

        return loaded[name];
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

        var file = new[] { Desktop, Html }.Select(part => Path.Combine(DependenciesFor(part), name + ".dll")).FirstOrDefault(File.Exists);
        return file is null ? null : Assembly.LoadFrom(file);
    }

    private static bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase);
}
