using System.Xml.Linq;
using KoreExport.Help;
using Xunit;

namespace KoreExport.Tests.Help;

/// <summary>The help file that comes out of the sample cmdlets.</summary>
public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly string ThisAssembly = typeof(HelpTests).Assembly.Location;
    private static readonly string[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
    private static readonly IReadOnlyList<CmdletHelp> Cmdlets = HelpFile.Read(ThisAssembly, References);
    private static readonly XDocument Written = XDocument.Parse(MamlWriter.ToText(MamlWriter.Write(Cmdlets)));

    private static XElement Start => Cmdlet("Start-Sample");

    [Fact]
    public void Cmdlets_come_by_name()
        => Assert.Equal(
            ["Get-BareSample", "Remove-Sample", "Start-Sample"],
            Written.Descendants(Command + "details").Select(d => d.Element(Command + "name")!.Value));

    [Fact]
    public void Synopsis_is_the_summary_on_one_line()
        => Assert.Equal("Takes samples of one or more things & keeps them.", Text(Start.Element(Command + "details")!).Single());

    [Fact]
    public void Description_is_the_remarks_as_plain_paragraphs()
        => Assert.Equal(
            [
                "Asks with -Id, see Get-BareSample and Part; true wins.",
                "It knows a < b and:",
                "- one -Force",
                "- two: the second",
            ],
            Text(Start));

    [Fact]
    public void Description_is_the_synopsis_where_there_are_no_remarks()
        => Assert.Equal("Removes a sample.", Cmdlets.Single(c => c.Name == "Remove-Sample").Description.Single());

    [Fact]
    public void Each_parameter_set_is_a_line_of_syntax_and_the_default_one_is_first()
        => Assert.Equal(
            [
                "Id Kind Colour Force Session Confirm WhatIf",
                "InputObject Kind Force Session Confirm WhatIf",
            ],
            Start.Descendants(Command + "syntaxItem").Select(Names));

    [Fact]
    public void Syntax_shows_choices_and_gives_switches_no_value()
    {
        var parameters = Start.Descendants(Command + "syntaxItem").First().Elements(Command + "parameter").ToList();

        Assert.Equal("Whole Part", Choices(parameters.Single(p => Name(p) == "Kind")));
        Assert.Equal("Red Green", Choices(parameters.Single(p => Name(p) == "Colour")));
        Assert.Empty(parameters.Single(p => Name(p) == "Force").Elements(Command + "parameterValue"));
        Assert.Equal("String[]", parameters.Single(p => Name(p) == "Id").Element(Command + "parameterValue")!.Value);

        static string Choices(XElement parameter)
            => string.Join(
                ' ', parameter.Element(Command + "parameterValueGroup")!.Elements(Command + "parameterValue").Select(v => v.Value));
    }

    [Fact]
    public void Parameters_are_listed_by_name_without_hidden_ones()
        => Assert.Equal("Colour Force Id InputObject Kind Session Confirm WhatIf", Names(Start.Element(Command + "parameters")!));

    [Theory]
    [InlineData(
        "Id",
        "required=true variableLength=true globbing=false pipelineInput=True (ByValue, ByPropertyName) position=0 aliases=Number, Nr")]
    [InlineData(
        "InputObject", "required=true variableLength=false globbing=false pipelineInput=True (ByValue) position=named aliases=none")]
    [InlineData("Colour", "required=false variableLength=false globbing=true pipelineInput=False position=named aliases=none")]
    [InlineData("WhatIf", "required=false variableLength=false globbing=false pipelineInput=False position=named aliases=wi")]
    public void Parameter_says_how_it_binds(string name, string attributes)
        => Assert.Equal(attributes, string.Join(' ', Parameter(name).Attributes().Select(a => $"{a.Name}={a.Value}")));

    [Theory]
    [InlineData("Kind", "SampleKind", "Whole")]
    [InlineData("Session", "String", "The session of this runspace")]
    [InlineData("Force", "SwitchParameter", "False")]
    [InlineData("Colour", "String", "None")]
    public void Parameter_says_its_type_and_default(string name, string type, string value)
    {
        Assert.Equal(type, Parameter(name).Element(Command + "parameterValue")!.Value);
        Assert.Equal(type, Name(Parameter(name).Element(Dev + "type")!));
        Assert.Equal(value, Parameter(name).Element(Dev + "defaultValue")!.Value);
    }

    [Fact]
    public void Parameter_is_described_by_summary_and_value()
        => Assert.Equal(["The samples to take.", "One number or several."], Text(Parameter("Id")));

    [Fact]
    public void Words_of_an_enumeration_are_listed_with_what_they_mean()
        => Assert.Equal(
            ["Whole: Everything there is.", "Part: Only what changed."],
            Parameter("Kind").Descendants(Dev + "possibleValue").Select(v => $"{v.Element(Dev + "value")!.Value}: {Text(v).Single()}"));

    [Fact]
    public void Inputs_follow_from_the_parameters_that_take_the_pipeline()
    {
        Assert.Equal(["System.String[]", "KoreExport.Tests.Help.SampleResult"], Types(Start, "inputType"));
        Assert.Equal(["None"], Types(Cmdlet("Remove-Sample"), "inputType"));
    }

    [Fact]
    public void Outputs_are_described_by_the_cmdlet_or_else_by_the_types_own_summary()
    {
        Assert.Equal(["KoreExport.Tests.Help.SampleResult", "System.String"], Types(Start, "returnValue"));
        Assert.Equal(["A sample that was taken.", "The words of the sample."], Start.Descendants(Command + "returnValue").SelectMany(Text));
        Assert.Equal(["None"], Types(Cmdlet("Remove-Sample"), "returnValue"));
    }

    [Fact]
    public void Examples_keep_the_shape_of_the_code()
    {
        var examples = Start.Descendants(Command + "example").ToList();

        Assert.Equal(
            ["---------- Example 1: Take one ----------", "---------- Example 2 ----------"],
            examples.Select(e => e.Element(Maml + "title")!.Value));
        Assert.Equal("$taken = Start-Sample -Id 'a'\n$taken |\n    Where-Object { $_.Id -gt 1 }", examples[0].Element(Dev + "code")!.Value);
        Assert.Equal(
            ["Takes the sample \"a\".", "Then looks at it.", ""],
            examples[0].Element(Dev + "remarks")!.Elements(Maml + "para").Select(p => p.Value));
        Assert.Equal("Start-Sample b", examples[1].Element(Dev + "code")!.Value);
        Assert.Equal("Without words.", examples[1].Element(Dev + "remarks")!.Value);
    }

    [Fact]
    public void Links_start_with_the_online_help()
        => Assert.Equal(
            ["Online Version:|https://example.test/help", "Get-BareSample|", "All about samples|https://example.test/samples?a=1&b=2"],
            Start.Descendants(Maml + "navigationLink").Select(
                l => $"{l.Element(Maml + "linkText")!.Value}|{l.Element(Maml + "uri")!.Value}"));

    [Fact]
    public void What_is_missing_stops_the_build_and_is_named()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var errors = new StringWriter();

        Assert.False(HelpFile.Write(ThisAssembly, file, References, [], errors));
        Assert.False(File.Exists(file));
        Assert.Equal(
            [
                "KoreExport.Help : error KOREHELP: Get-BareSample: the class has no <summary>",
                "KoreExport.Help : error KOREHELP: Get-BareSample: the class has no <example>",
                "KoreExport.Help : error KOREHELP: Get-BareSample: the class has no [OutputType]; one that writes nothing says "
                    + "[OutputType(typeof(void))]",
                "KoreExport.Help : error KOREHELP: Get-BareSample -Undescribed: the property has no <summary>",
            ],
            errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Same_help_is_not_written_again()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            HelpFile.Save(file, Cmdlets);
            var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            File.SetLastWriteTimeUtc(file, before);

            HelpFile.Save(file, HelpFile.Read(ThisAssembly, References));
            Assert.Equal(before, File.GetLastWriteTimeUtc(file));

            HelpFile.Save(file, Cmdlets.Take(1));
            Assert.NotEqual(before, File.GetLastWriteTimeUtc(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static XElement Cmdlet(string name)
        => Written.Descendants(Command + "command").Single(c => c.Element(Command + "details")!.Element(Command + "name")!.Value == name);

    private static XElement Parameter(string name) => Start.Element(Command + "parameters")!.Elements().Single(p => Name(p) == name);

    private static string Name(XElement element) => element.Element(Maml + "name")!.Value;

    private static string Names(XElement parent) => string.Join(' ', parent.Elements(Command + "parameter").Select(Name));

    private static IEnumerable<string> Types(XElement command, string element)
        => command.Descendants(Command + element).Select(t => Name(t.Element(Dev + "type")!));

    private static IEnumerable<string> Text(XElement described) =>
        described.Element(Maml + "description")!.Elements(Maml + "para").Select(p => p.Value);
}
