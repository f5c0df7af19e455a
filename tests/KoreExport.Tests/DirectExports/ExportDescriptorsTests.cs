using KoreExport.DirectExports;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class ExportDescriptorsTests
{
    [Fact]
    public void There_is_one_for_each_kind_in_their_order() =>
        Assert.Equal(Enum.GetValues<KoreExportKind>(), ExportDescriptors.All.Select(static one => one.Kind));

    [Fact]
    public void Each_has_a_word_of_its_own_that_can_be_in_a_files_name()
    {
        var words = ExportDescriptors.All.Select(static one => one.FileWord).ToList();
        Assert.Equal(["bot", "utterances", "variables", "testsuite", "roles"], words);
    }

    [Fact]
    public void Roles_alone_belong_to_the_account() =>
        Assert.Equal([KoreExportKind.Role], ExportDescriptors.All.Where(static one => one.BelongsToAccount).Select(static one => one.Kind));

    [Theory]
    [InlineData(KoreExportKind.Bot, """{"exportOptions":{"tasks":["botTask"]},"exportType":"published"}""")]
    [InlineData(KoreExportKind.MlUtterance, "state=configured&type=json")]
    [InlineData(KoreExportKind.Variable, null)]
    [InlineData(KoreExportKind.TestSuite, null)]
    [InlineData(KoreExportKind.Role, null)]
    public void The_options_are_described_by_what_is_sent(KoreExportKind kind, string? text)
    {
        var request = new ExportRequest { Bot = new BotExportRequest { ExportType = "published", Tasks = ["botTask"] }, FileType = "json" };
        Assert.Equal(text, ExportDescriptors.For(kind).DescribeOptions(request));
    }
}
