using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>
/// Links that are not followed. No public host can be reached from a test, so what happens with one is asked of the rule itself; what
/// can be is proven by saving.
/// </summary>
public sealed class DownloadLinkPolicyTests
{
    private static readonly Uri Public = new("https://platform.kore.example/");

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://server/share/file.zip")]
    [InlineData("/etc/../../etc/passwd\u0000")]
    [InlineData("ftp://127.0.0.1/file.zip")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/plain,hello")]
    [InlineData("gopher://127.0.0.1:70/1")]
    [InlineData("not a link at all")]
    [InlineData("\\\\server\\share\\file.zip")]
    [InlineData("https://")]
    [InlineData("http:///path")]
    [Fault(FaultArea.Saving, "link with file:, ftp:, javascript: or no scheme", "KoreDownloadLinkRefused; nothing is fetched")]
    public async Task A_link_that_is_not_http_is_not_followed(string link)
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.Link = link;
        var export = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        if (link[0] == '/')
        {
            // A path of the session's own host, where it means nothing.
            await fixture.RefusesAsync(KoreErrorId.DownloadFailed, export);
            return;
        }

        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadLinkRefused, export);
        Assert.Equal(KoreErrorCategory.SecurityError, failure.Category);
        Assert.Empty(fixture.Sandbox.Requests);
    }

    [Fact]
    [Fault(FaultArea.Saving, "link with a user name or password", "KoreDownloadLinkRefused; nothing is fetched")]
    public async Task A_link_with_a_password_is_not_followed_and_the_password_not_shown()
    {
        using var server = new RawDownloadServer(new ServedFile(Samples.Zip()).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var link = server.Link().Replace("http://", "http://root:hunter2@", StringComparison.Ordinal);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadLinkRefused, SaveFixture.BotExport(link));
        Assert.DoesNotContain("hunter2", failure.ToString() + failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("https://127.0.0.1/f.zip")]
    [InlineData("https://127.8.9.1:8443/f.zip")]
    [InlineData("https://localhost/f.zip")]
    [InlineData("https://localhost./f.zip")]
    [InlineData("https://evil.localhost/f.zip")]
    [InlineData("https://0.0.0.0/f.zip")]
    [InlineData("https://0/f.zip")]
    [InlineData("https://2130706433/f.zip")]
    [InlineData("https://0x7f.1/f.zip")]
    [InlineData("https://017700000001/f.zip")]
    [InlineData("https://10.0.0.1/f.zip")]
    [InlineData("https://172.16.0.1/f.zip")]
    [InlineData("https://172.31.255.254/f.zip")]
    [InlineData("https://192.168.1.1/f.zip")]
    [InlineData("https://100.64.0.1/f.zip")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/")]
    [InlineData("https://printer.local/f.zip")]
    [InlineData("https://router.home.arpa/f.zip")]
    [InlineData("https://198.18.0.1/f.zip")]
    [InlineData("https://[2002:a9fe:a9fe::1]/f.zip")]
    [InlineData("https://[2001:0:a9fe:a9fe::1]/f.zip")]
    [InlineData("https://[::1]/f.zip")]
    [InlineData("https://[::]/f.zip")]
    [InlineData("https://[::ffff:127.0.0.1]/f.zip")]
    [InlineData("https://[::ffff:10.1.2.3]/f.zip")]
    [InlineData("https://[::ffff:a9fe:a9fe]/f.zip")]
    [InlineData("https://[::127.0.0.1]/f.zip")]
    [InlineData("https://[64:ff9b::169.254.169.254]/f.zip")]
    [InlineData("https://[fe80::1]/f.zip")]
    [InlineData("https://[fec0::1]/f.zip")]
    [InlineData("https://[fc00::1]/f.zip")]
    [InlineData("https://[fd12:3456::1]/f.zip")]
    [Fault(
        FaultArea.Saving,
        "link to a loopback, link-local, private or other special address while the platform is public",
        "KoreDownloadLinkRefused, unless -AllowPrivateDownloadHost")]
    public void A_private_address_is_refused_for_a_public_platform_unless_allowed(string link)
    {
        using var fixture = new SaveFixture(Public);
        var failure = Assert.Throws<KoreException>(() => Resolve(fixture, link));
        Assert.Equal(KoreErrorId.DownloadLinkRefused, failure.ErrorId);
        Assert.Contains("-AllowPrivateDownloadHost", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-DownloadFromSessionHost", failure.RecommendedAction, StringComparison.Ordinal);
        fixture.AssertNoSecretIn(failure);

        var allowed = Resolve(fixture, link, allowPrivate: true);
        Assert.Equal(new Uri(link).Host, allowed.Host);
    }

    [Fact]
    public async Task Saving_from_a_private_address_is_refused_before_a_byte_is_sent()
    {
        using var server = new RawDownloadServer(new ServedFile(Samples.Zip()).Answer);
        using var fixture = new SaveFixture(Public, allowHttp: true);
        await fixture.RefusesAsync(KoreErrorId.DownloadLinkRefused, SaveFixture.BotExport(server.Link()));
        Assert.Empty(server.Requests);
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()),
            Samples.Zip(),
            new SaveOptions { Path = fixture.At("a.zip"), AllowPrivateDownloadHost = true });
    }

    [Theory]
    [InlineData("https://files.kore.example/f.zip")]
    [InlineData("https://11.0.0.1/f.zip")]
    [InlineData("https://172.15.0.1/f.zip")]
    [InlineData("https://172.32.0.1/f.zip")]
    [InlineData("https://192.169.0.1/f.zip")]
    [InlineData("https://100.63.0.1/f.zip")]
    [InlineData("https://100.128.0.1/f.zip")]
    [InlineData("https://169.253.0.1/f.zip")]
    [InlineData("https://[2606:4700::1111]/f.zip")]
    [InlineData("https://[::ffff:11.0.0.1]/f.zip")]
    [InlineData("https://[64:ff9b::11.0.0.1]/f.zip")]
    [InlineData("https://localhost.kore.example/f.zip")]
    [InlineData("https://10.0.0.1.kore.example/f.zip")]
    [InlineData("https://platform.kore.example:443/f.zip")]
    public void A_public_address_is_taken_as_it_is(string link)
    {
        using var fixture = new SaveFixture(Public);
        Assert.Equal(new Uri(link).Host, Resolve(fixture, link).Host);
    }

    [Theory]
    [InlineData("https://10.9.8.7/")]
    [InlineData("https://kore.corp.internal/")]
    [InlineData("http://127.0.0.1:8080/")]
    public void A_platform_inside_the_network_may_have_its_files_there_too(string host)
    {
        using var fixture = new SaveFixture(new Uri(host));
        Assert.Equal("10.0.0.1", Resolve(fixture, "https://10.0.0.1/f.zip").Host);
    }

    [Fact]
    [Fault(FaultArea.Saving, "link is plain http while the platform is https", "KoreDownloadLinkRefused, unless connected with -AllowHttp")]
    public void Plain_http_is_refused_for_a_platform_with_https()
    {
        using var fixture = new SaveFixture(Public);
        Assert.Equal(
            KoreErrorId.DownloadLinkRefused,
            Assert.Throws<KoreException>(() => Resolve(fixture, "http://files.kore.example/f.zip")).ErrorId);
        using var allowing = new SaveFixture(Public, allowHttp: true);
        Assert.Equal("http", Resolve(allowing, "http://files.kore.example/f.zip").Scheme);
    }

    private static Uri Resolve(SaveFixture fixture, string link, bool allowPrivate = false) =>
        new DownloadLinkPolicy(fixture.Session, fromSessionHost: false, allowPrivate).Resolve(SaveFixture.Ticket(link));
}
