using System.Globalization;
using System.Text.RegularExpressions;
using KoreExport.Tests.Pester;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace KoreExport.Tests.Help;

/// <summary>The YAML examples are YAML, and say the same number of shards wherever they say one. tests/Pester runs the scripts.</summary>
public sealed partial class ExampleTests
{
    private static readonly string Folder = Path.Combine(PesterFiles.Root, "src", "KoreExport", "examples");

    public static TheoryData<string> YamlFiles => [.. Directory.GetFiles(Folder, "*.y*ml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Yaml_is_well_formed_and_holds_no_secret(string file)
    {
        Assert.NotEmpty(Load(file).Documents);
        var text = File.ReadAllText(Path.Combine(Folder, file));
        Assert.Contains("KORE_CLIENT_SECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\t", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("cs-[0-9a-f]{8}-", text);
    }

    [Theory]
    [InlineData("github-actions.yml", "KORE_MODULE_VERSION: '{0}'")]
    [InlineData("azure-pipelines.yml", "value: {0}\n")]
    [InlineData("kubernetes.yaml", "value: '{0}'")]
    [InlineData("azure-automation.ps1", "RequiredVersion = '{0}'")]
    public void Each_engine_pins_this_version_exports_shards_checks_reports_and_thins_out(string file, string pin)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");
        var version = ManifestVersion().Match(File.ReadAllText(Path.Combine(PesterFiles.Root, "KoreExport.psd1"))).Groups[1].Value;
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, pin, version), text, StringComparison.Ordinal);
        Assert.Contains("backup.ps1 -Destination", text, StringComparison.Ordinal);
        Assert.Contains("ShardIndex", text, StringComparison.Ordinal);
        Assert.Contains("report.html", text, StringComparison.Ordinal);
        Assert.Matches("If (a shard|one) dies|a pod goes on dying", text);
        Assert.Matches("-KeepDaily|[Rr]etention", text);
    }

    [Fact]
    public void GitHub_runs_as_many_shards_as_it_says()
    {
        var root = Load("github-actions.yml").Documents[0].RootNode;
        var shards = (YamlSequenceNode)At(root, "jobs", "export", "strategy", "matrix", "shard");
        Assert.Equal(Number(At(root, "env", "SHARD_COUNT")), shards.Count());
        Assert.Equal(Enumerable.Range(0, shards.Count()).Select(i => $"{i}"), shards.Select(Text));
        Assert.Equal("export", Text(At(root, "jobs", "verify", "needs")));
    }

    [Fact]
    public void Azure_DevOps_runs_as_many_shards_as_it_says()
    {
        var root = Load("azure-pipelines.yml").Documents[0].RootNode;
        var count = ((YamlSequenceNode)At(root, "variables")).Single(
            variable => ((YamlMappingNode)variable).Children.TryGetValue("name", out var name) && Text(name) == "shardCount");
        var job = ((YamlSequenceNode)At(((YamlSequenceNode)At(root, "stages"))[0], "jobs"))[0];
        var matrix = (YamlMappingNode)At(job, "strategy", "matrix");
        Assert.Equal(Number(At(count, "value")), matrix.Children.Count);
        Assert.Equal(
            Enumerable.Range(0, matrix.Children.Count).Select(i => $"{i}"),
            matrix.Children.Values.Select(shard => Text(At(shard, "shardIndex"))));
    }

    [Fact]
    public void Kubernetes_runs_as_many_shards_as_it_says()
    {
        var job = At(Load("kubernetes.yaml").Documents[1].RootNode, "spec", "jobTemplate", "spec");
        Assert.Equal("Indexed", Text(At(job, "completionMode")));
        var container = ((YamlSequenceNode)At(job, "template", "spec", "containers"))[0];
        var count = ((YamlSequenceNode)At(container, "env")).Single(variable => Text(At(variable, "name")) == "SHARD_COUNT");
        Assert.Equal(Text(At(job, "completions")), Text(At(count, "value")));
        Assert.Equal(Text(At(job, "completions")), Text(At(job, "parallelism")));
    }

    private static YamlStream Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Folder, file));
        yaml.Load(reader);
        return yaml;
    }

    private static YamlNode At(YamlNode node, params string[] keys) =>
        keys.Aggregate(node, (current, key) => ((YamlMappingNode)current).Children[new YamlScalarNode(key)]);

    private static int Number(YamlNode node) => int.Parse(Text(node), CultureInfo.InvariantCulture);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"(?m)^\s*ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ManifestVersion();
}
