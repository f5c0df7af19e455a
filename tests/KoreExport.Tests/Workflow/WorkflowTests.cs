using System.Text.RegularExpressions;
using KoreExport.Tests.Pester;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace KoreExport.Tests.Workflow;

/// <summary>Nobody runs the workflow before it is pushed, so these tests look whether what it calls is there.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Script = File.ReadAllText(PathOf(".ci/run"));

    private static readonly Dictionary<string, YamlMappingNode> Jobs = Load();

    /// <summary>What the workflow, .ci/run and build.ps1 have a shell run.</summary>
    public static TheoryData<string> Commands =>
        [.. Jobs.Values.SelectMany(Steps).Select(step => Text(step, "run")).OfType<string>().SelectMany(Lines)
        .Concat(Lines(Script).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal)).Select(line => line.Split(" || ")[0]))
        .Concat(TaskCommand().Matches(File.ReadAllText(PathOf("build.ps1"))).Select(match => $"dotnet {match.Groups["arguments"].Value}"))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_there(string command)
    {
        var words = command.Split(' ');
        switch (words)
        {
            case ["bash", ".ci/run", .. var parts]:
                Assert.NotEmpty(parts);
                Assert.All(parts, part => Assert.Contains(part, Parts()));
                break;
            case ["dotnet", "tool", "restore"]:
                Assert.Contains("\"powershell\"", File.ReadAllText(PathOf(".config/dotnet-tools.json")), StringComparison.Ordinal);
                break;
            case ["dotnet", "pwsh", "-NoProfile", "-File", var file, ..]:
                Assert.True(File.Exists(PathOf(file)), $"{command}: there is no {file}.");
                break;
            case ["dotnet", "nuget", "push", var package, ..]:
                Assert.Matches("""^"out/KoreExport\.\$\{GITHUB_REF_NAME#v\}\.nupkg"$""", package);
                break;
            case ["dotnet", "restore" or "build" or "test" or "pack", var project, ..]:
                Assert.True(File.Exists(PathOf(project)), $"{command}: there is no {project}.");
                break;
            case ["dotnet", "run", "--project", var folder, ..]:
                Assert.Single(Directory.GetFiles(PathOf(folder), "*.csproj"));
                break;
            default:
                Assert.Fail($"Nobody checks whether this is there: {command}");
                break;
        }
    }

    [Fact]
    public void Every_part_of_the_script_is_a_function_and_runs_somewhere()
    {
        Assert.All(Parts(), part => Assert.Matches($@"(?m)^{(part == "test" ? "test_build" : part)}\(\) \{{$", Script));
        var called = Jobs.Values.SelectMany(Steps).SelectMany(step => (Text(step, "run") ?? "").Split(' '));
        Assert.Empty(Parts().Except(called));
    }

    [Fact]
    public void What_is_tested_and_published_is_what_was_built_once()
    {
        Assert.Equal(["build", "publish", "test"], Jobs.Keys.Order(StringComparer.Ordinal));
        Assert.Single(Jobs.Values.SelectMany(Steps), step => (Text(step, "run") ?? "").Split(' ').Contains("build"));
        var uploaded = Steps(Jobs["build"]).Select(Artifact("upload-artifact")).OfType<string>().Single();
        foreach (var name in (string[])["test", "publish"])
        {
            Assert.Contains("build", Names(Jobs[name].Children["needs"]));
            Assert.Equal([uploaded], Steps(Jobs[name]).Select(Artifact("download-artifact")).OfType<string>());
        }

        Assert.Contains("test", Names(Jobs["publish"].Children["needs"]));
        Assert.Contains("refs/tags/v", Text(Jobs["publish"], "if"), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_system_and_both_editions_are_tested()
    {
        var legs = (YamlSequenceNode)At(Jobs["test"], "strategy", "matrix", "include");
        var tested = legs.Cast<YamlMappingNode>().Select(leg => $"{Text(leg, "os")} {Text(leg, "powershell")}".Trim()).Distinct();
        Assert.Equal(
            ["macos-latest", "ubuntu-latest", "windows-latest", "windows-latest powershell"], tested.Order(StringComparer.Ordinal));
        var variables = ((YamlMappingNode)At(Jobs["test"], "env")).Children.Keys.SelectMany(Names);
        Assert.All(variables, name => Assert.Contains(name, TestSources(), StringComparison.Ordinal));
    }

    [Fact]
    public void Each_secret_is_given_to_one_step_alone()
    {
        var secrets = SecretName().Matches(File.ReadAllText(PathOf(".github/workflows/ci.yml")))
            .Select(match => match.Groups["name"].Value);
        Assert.Equal(["POWERSHELL_GALLERY_KEY", "SIGNING_CERTIFICATE", "SIGNING_PASSWORD"], secrets.Order(StringComparer.Ordinal));
        var given = Steps(Jobs["publish"]).SelectMany(step => step.AllNodes.OfType<YamlScalarNode>()).Select(node => node.Value!);
        Assert.Equal(3, given.Count(value => value.StartsWith("${{ secrets.", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_signed_is_what_is_published()
    {
        var run = Steps(Jobs["publish"]).Select(step => Text(step, "run") ?? "").ToList();
        var signed = run.FindIndex(static line => line.Contains(".ci/sign.ps1", StringComparison.Ordinal));
        Assert.InRange(signed, 0, run.FindIndex(static line => line.Contains("nuget push", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public void Each_library_that_is_shipped_is_in_the_notices()
    {
        var notices = Lines(File.ReadAllText(PathOf("src/KoreExport/THIRD-PARTY-NOTICES.txt")))
            .Select(line => line.Split(' ')[0])
            .ToHashSet(StringComparer.Ordinal);
        var shipped = Directory.EnumerateFiles(PathOf("bin/dependencies"), "*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => !name.StartsWith("KoreExport", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(shipped);
        Assert.All(shipped, name => Assert.Contains(name, notices));
    }

    private static IEnumerable<string> Parts() =>
        ScriptCase().Matches(Script).SelectMany(match => match.Groups["names"].Value.Split('|', StringSplitOptions.TrimEntries));

    // A backslash at the end of a line joins the next one to it.
    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal)
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string TestSources() =>
        string.Concat(Directory.EnumerateFiles(PathOf("tests/KoreExport.Tests/Pester"), "*.cs").Select(File.ReadAllText));

    private static Dictionary<string, YamlMappingNode> Load()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(PathOf(".github/workflows/ci.yml"));
        yaml.Load(reader);
        var jobs = (YamlMappingNode)At(yaml.Documents[0].RootNode, "jobs");
        return jobs.Children.ToDictionary(job => ((YamlScalarNode)job.Key).Value!, job => (YamlMappingNode)job.Value);
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) => ((YamlSequenceNode)At(job, "steps")).Cast<YamlMappingNode>();

    // The name of what a step hands on or takes, and null for other steps.
    private static Func<YamlMappingNode, string?> Artifact(string action)
        => step =>
            Text(step, "uses")?.StartsWith($"actions/{action}@", StringComparison.Ordinal) == true
                ? Text((YamlMappingNode)At(step, "with"), "name")
                : null;

    private static IEnumerable<string> Names(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>().Select(name => name.Value!);

    private static YamlNode At(YamlNode node, params string[] keys)
        => keys.Aggregate(node, (current, key) => ((YamlMappingNode)current).Children[new YamlScalarNode(key)]);

    private static string? Text(YamlMappingNode node, string key)
        => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value : null;

    private static string PathOf(string path) => Path.Combine(PesterFiles.Root, path);

    [GeneratedRegex(@"\$\{\{ secrets\.(?<name>\w+)")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(?m)^\s+(?<names>[a-z |]+)\) command=")]
    private static partial Regex ScriptCase();

    [GeneratedRegex(@"\{ Invoke-DotNet (?<arguments>.+?) \}")]
    private static partial Regex TaskCommand();
}
