using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Support;

public sealed class FaultTableTests
{
    private const string UpdateVariable = "KOREEXPORT_UPDATE_FAULT_TABLE";
    private const string Begin = "<!-- faults: written by FaultTableTests, do not edit -->";
    private const string End = "<!-- end of faults -->";

    [Fact]
    public void The_table_in_the_readme_is_that_of_the_tests()
    {
        var path = Path.Combine(PesterFiles.Root, "tests", "README.md");
        var text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"tests/README.md lacks the lines '{Begin}' and '{End}'.");
        var expected = $"{text[..begin]}{Begin}\n\n{FaultTable.Render()}\n{text[end..]}";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.True(
            text == expected,
            $"The table of faults in tests/README.md is not that of the tests. Run them once with {UpdateVariable}=1, which writes it "
                + $"anew, and commit the file.");
    }

    [Fact]
    public void Every_fault_has_an_area_of_the_table() => Assert.All(FaultTable.Rows, row => Assert.Contains(row.Area, FaultTable.Areas));

    [Fact]
    public void Every_fault_is_listed_once() =>
        Assert.Empty(
            FaultTable.Rows.GroupBy(row => (row.Area, row.Fault)).Where(group => group.Count() > 1).Select(
                group => $"{group.Key} in {string.Join(" and ", group.Select(row => row.Test))}"));

    [Fact]
    public void Every_fault_belongs_to_a_test() =>
        Assert.All(
            typeof(FaultTableTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(
                method => method.IsDefined(typeof(FaultAttribute), inherit: false)),
            method => Assert.True(
                method.IsDefined(typeof(FactAttribute), inherit: true), $"{method.DeclaringType}.{method.Name} is no test."));
}
