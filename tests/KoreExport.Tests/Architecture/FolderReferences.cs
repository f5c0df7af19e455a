using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KoreExport.Tests.Architecture;

/// <summary>
/// Finds which folder of a project uses which. The compiler itself says what a name in the sources means, so that constants and
/// <c>nameof</c>, which leave no trace in an assembly, count as well. Documentation does not count.
/// </summary>
internal sealed class FolderReferences
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly string[] UnknownName = ["CS0103", "CS0234", "CS0246", "CS1061"];

    private readonly CSharpCompilation _compilation;

    private FolderReferences(string name, IEnumerable<(string Path, string Text)> sources)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = sources.Append(("", ImplicitUsings)).Select(source => CSharpSyntaxTree.ParseText(source.Item2, options, source.Item1));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != name)
            .Select(path => MetadataReference.CreateFromFile(path));
        _compilation = CSharpCompilation.Create(name, trees, platform, new(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>A use of a type of another folder.</summary>
    public sealed record Reference(string From, string To, string File, string Type);

    /// <summary>The names that mean nothing to the compiler here; with one of them <see cref="Find"/> cannot be trusted.</summary>
    public IEnumerable<string> UnknownNames =>
        _compilation.GetDiagnostics().Where(one => UnknownName.Contains(one.Id)).Select(one => one.ToString());

    /// <summary>Reads the sources of a project. Under its own name, so that it sees what other projects show it alone.</summary>
    public static FolderReferences OfProject(string folder) => new(Path.GetFileName(folder), Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))
        .Where(source => FolderOf(source.Item1) is not ("obj" or "bin")));

    /// <summary>Takes sources as they are given.</summary>
    public static FolderReferences OfSources(params (string Path, string Text)[] sources) => new("Sources", sources);

    /// <summary>The uses of types of other folders, each once.</summary>
    public IReadOnlyList<Reference> Find() =>
        _compilation.SyntaxTrees.SelectMany(Uses).Where(use => use.From != use.To).Distinct().ToList();

    /// <summary>The topmost folder of a path; "" for a file beside the folders.</summary>
    public static string FolderOf(string path) => path.Contains('/') ? path[..path.IndexOf('/')] : "";

    private IEnumerable<Reference> Uses(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (Declared(model.GetSymbolInfo(name)) is { } type)
            {
                yield return new Reference(FolderOf(tree.FilePath), FolderOf(FileOf(type)), tree.FilePath, type.Name);
            }
        }
    }

    private static INamedTypeSymbol? Declared(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        return type is { DeclaringSyntaxReferences.IsEmpty: false } ? type : null;
    }

    private static string FileOf(INamedTypeSymbol type) => type.DeclaringSyntaxReferences[0].SyntaxTree.FilePath;
}
