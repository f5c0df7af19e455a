using KoreExport.DirectExports;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class SuiteFileNameTests
{
    [Theory]
    [InlineData("Regression", "Regression-f9f0955e")]
    [InlineData("../../etc/passwd", "etc-passwd-")]
    [InlineData("..\\..\\x:y*?\0\u202E", "x-y-")]
    [InlineData("予約", "")]
    [InlineData("CON", "CON-")]
    [Fault(FaultArea.Names, "a test suite's name holds slashes, dots, control characters or nothing but other scripts", "plain letters and digits of it remain, with a piece of its hash")]
    public void A_suites_name_never_becomes_a_path(string name, string start)
    {
        var file = SuiteFileName.For(name);
        Assert.StartsWith(start, file, StringComparison.Ordinal);
        Assert.Matches(@"\A([A-Za-z0-9_-]{1,40}-)?[0-9a-f]{8}\z", file);
        Assert.NotEqual(file, SuiteFileName.For(name + "!"));
        Assert.InRange(SuiteFileName.For(new string('x', 5000)).Length, 8, 49);
    }
}
