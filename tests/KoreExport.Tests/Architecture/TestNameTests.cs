using Xunit;

namespace KoreExport.Tests.Architecture;

public sealed class TestNameTests
{
    /// <summary>The namespaces whose tests are named after the types of an assembly.</summary>
    public static TheoryData<string, Type> Mirrored => new() { { "KoreExport.Tests.Sandbox", typeof(KoreSandboxServer) } };

    [Theory]
    [MemberData(nameof(Mirrored))]
    public void A_class_of_tests_is_named_after_what_it_tests(string tests, Type tested)
    {
        var names = tested.Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        var classes = typeof(TestNameTests).Assembly.GetTypes()
            .Where(type => type.Namespace == tests && type.Name.EndsWith("Tests", StringComparison.Ordinal));
        Assert.DoesNotContain(classes, type => !names.Contains(type.Name[..^"Tests".Length]));
    }
}
