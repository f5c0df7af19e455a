using KoreExport.Html;
using Xunit;

namespace KoreExport.Tests.Architecture;

/// <summary>Tests are found by the name of what they test.</summary>
public sealed class TestNameTests
{
    /// <summary>The folders of tests, each with a type of the assembly whose folder of that name they mirror.</summary>
    public static TheoryData<string, Type> Mirrored
    {
        get
        {
            var data = new TheoryData<string, Type> { { "Sandbox", typeof(KoreSandboxServer) }, { "Html", typeof(HtmlText) } };
            foreach (var folder in ProjectFolders.TopDown["KoreExport.Core"])
            {
                data.Add(folder, typeof(KoreSession));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mirrored))]
    public void A_class_of_tests_begins_with_the_name_of_what_it_tests(string folder, Type tested)
    {
        var names = tested.Assembly.GetTypes()
            .Where(type => type.Namespace is "KoreExport" || type.Namespace?.Split('.').Contains(folder) == true)
            .Select(type => type.Name)
            .ToList();
        Assert.DoesNotContain(
            Classes().Where(type => type.Namespace == $"KoreExport.Tests.{folder}"),
            type => !names.Exists(name => type.Name.StartsWith(name, StringComparison.Ordinal) && char.IsUpper(type.Name[name.Length])));
    }

    [Fact]
    public void No_name_is_there_twice() =>
        Assert.DoesNotContain(Classes().GroupBy(type => type.Name), same => same.Count() > 1);

    private static IEnumerable<Type> Classes() => typeof(TestNameTests).Assembly.GetTypes()
        .Where(type => !type.IsNested && type.Name.EndsWith("Tests", StringComparison.Ordinal));
}
