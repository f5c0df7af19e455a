using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Architecture;

public sealed class FolderOrderTests
{
    public static TheoryData<string> Projects => [.. ProjectFolders.TopDown.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_the_folders_below_it(string project)
    {
        var references = FolderReferences.OfProject(SourcesOf(project));
        Assert.Empty(references.UnknownNames);
        var found = references.Find();
        var folders = ProjectFolders.TopDown[project];
        Assert.Empty(Upward(folders, found));

        // Upside down it would fail.
        Assert.NotEmpty(Upward([.. folders.Reverse()], found));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_place(string project)
    {
        var folders = Directory.EnumerateFiles(SourcesOf(project), "*.cs", SearchOption.AllDirectories)
            .Select(path => FolderReferences.FolderOf(Path.GetRelativePath(SourcesOf(project), path).Replace('\\', '/')))
            .Distinct()
            .Except(["", "bin", "obj"]);
        Assert.Equal(ProjectFolders.TopDown[project].Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("private Api.Handler? _handler;")]
    [InlineData("public string Name => nameof(Api.Handler);")]
    [InlineData("public int Limit => Api.Handler.Limit;")]
    [InlineData("public void Run() => _ = new List<Api.Handler>();")]
    [InlineData("public int Call(Models.Options options) => options.Handler.GetHashCode() + options.Handler.Count;")]
    [InlineData("[Obsolete(Api.Handler.Message)] public void Old() { }")]
    public void A_reference_that_goes_up_is_found(string member)
    {
        var references = FolderReferences.OfSources(
            ("Api/Handler.cs", """
                namespace KoreExport.Api;
                internal sealed class Handler
                {
                    public const int Limit = 1; public const string Message = ""; public int Count; public Models.Options? Options;
                }
                """),
            ("Http/Client.cs", $$"""namespace KoreExport.Http; internal sealed class Client { {{member}} }"""),
            ("Models/Options.cs", "namespace KoreExport.Models; internal sealed class Options { public Api.Handler Handler = new(); }"));
        Assert.Empty(references.UnknownNames);
        Assert.Contains("Http/Client.cs uses Handler of Api", Upward(["Api", "Http", "Models"], references.Find()));
        var turned = Upward(["Http", "Models", "Api"], references.Find());
        Assert.DoesNotContain(turned, line => line.StartsWith("Http", StringComparison.Ordinal));
    }

    private static string SourcesOf(string project) => Path.Combine(PesterFiles.Root, "src", project);

    private static List<string> Upward(string[] topDown, IEnumerable<FolderReferences.Reference> references)
    {
        return references.Where(one => Place(one.To) < Place(one.From)).Select(one => $"{one.File} uses {one.Type} of {one.To}").ToList();

        int Place(string folder) => folder.Length == 0 ? topDown.Length : Array.IndexOf(topDown, folder);
    }
}
