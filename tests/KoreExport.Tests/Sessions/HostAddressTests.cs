using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Sessions;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("https://platform.kore.ai", "https://platform.kore.ai/")]
    [InlineData("https://platform.kore.ai/", "https://platform.kore.ai/")]
    [InlineData("platform.kore.ai", "https://platform.kore.ai/")]
    [InlineData("PLATFORM.Kore.AI", "https://platform.kore.ai/")]
    [InlineData("HTTPS://bots.kore.ai/", "https://bots.kore.ai/")]
    [InlineData("https://bots.kore.ai/api", "https://bots.kore.ai/")]
    [InlineData("bots.kore.ai/API/", "https://bots.kore.ai/")]
    [InlineData("  https://de-bots.kore.ai \r\n", "https://de-bots.kore.ai/")]
    [InlineData("kore.example.org:8443", "https://kore.example.org:8443/")]
    [InlineData("https://kore.example.org:8443/api/", "https://kore.example.org:8443/")]
    [InlineData("https://kore.example.org:443", "https://kore.example.org/")]
    [InlineData("10.1.2.3", "https://10.1.2.3/")]
    [InlineData("10.1.2.3:8080/api", "https://10.1.2.3:8080/")]
    [InlineData("[fd00::7]:8443", "https://[fd00::7]:8443/")]
    [InlineData("https://[fd00::7]/api", "https://[fd00::7]/")]
    [InlineData("kore", "https://kore/")]
    public void A_host_is_read_however_people_type_it(string typed, string read) =>
        Assert.Equal(read, HostAddress.Parse(typed, allowHttp: false).AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("https://")]
    [InlineData("https:///api")]
    [InlineData("two words")]
    [InlineData("kore.ai:port")]
    [InlineData("kore.ai:99999")]
    [InlineData("kore.ai\r\nevil: header")]
    [InlineData("ftp://kore.ai")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript://kore.ai/%0aalert(1)")]
    [InlineData("https://kore.ai/builder")]
    [InlineData("https://kore.ai/api/public")]
    [InlineData("https://kore.ai/api/../x")]
    [InlineData("https://kore.ai//api")]
    [InlineData("https://kore.ai/?a=b")]
    [InlineData("https://kore.ai/#home")]
    public void What_is_no_address_of_a_platform_is_refused(string? typed) =>
        Assert.Equal(KoreErrorId.HostInvalid, Assert.Throws<KoreException>(() => HostAddress.Parse(typed, allowHttp: true)).ErrorId);

    [Theory]
    [InlineData("https://user:Geheim-9@kore.ai")]
    [InlineData("user:Geheim-9@kore.ai")]
    [InlineData("user:Geheim-9@kore.ai:bad")]
    [InlineData("ftp://user:Geheim-9@kore.ai/")]
    public void A_password_in_the_address_is_refused_and_not_repeated(string typed)
    {
        var refused = Assert.Throws<KoreException>(() => HostAddress.Parse(typed, allowHttp: false));
        Assert.Equal(KoreErrorId.HostInvalid, refused.ErrorId);
        Assert.DoesNotContain("Geheim-9", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://platform.kore.ai")]
    [InlineData("http://10.0.0.1:8080")]
    [InlineData("http://localhost.kore.ai")]
    [InlineData("http://127.0.0.1.kore.ai")]
    [InlineData("http://[fe80::1]")]
    public void Plain_http_to_another_machine_is_refused_unless_allowed(string typed)
    {
        var refused = Assert.Throws<KoreException>(() => HostAddress.Parse(typed, allowHttp: false));
        Assert.Equal(KoreErrorId.HostInsecure, refused.ErrorId);
        Assert.Contains("-AllowHttp", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("http", HostAddress.Parse(typed, allowHttp: true).Scheme);
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080/api")]
    [InlineData("http://127.9.9.9")]
    [InlineData("http://[::1]:8080")]
    public void Plain_http_to_this_machine_needs_no_leave(string typed) =>
        Assert.True(HostAddress.IsLoopback(HostAddress.Parse(typed, allowHttp: false)));

    [Theory]
    [InlineData("http://proxy.example:3128/", true)]
    [InlineData("https://proxy.example/", true)]
    [InlineData("proxy.example:3128", false)]
    [InlineData("socks5://proxy.example:1080", false)]
    [InlineData("/proxy", false)]
    public void A_proxy_is_an_address_with_http_in_front(string typed, bool good)
    {
        if (good)
        {
            Assert.Equal(new Uri(typed), ProxyAddress.Parse(typed));
        }
        else
        {
            Assert.Equal(KoreErrorId.OptionInvalid, Assert.Throws<KoreException>(() => ProxyAddress.Parse(typed)).ErrorId);
        }
    }

    [Theory]
    [InlineData("http://me:Geheim-9@proxy.example:3128")]
    [InlineData("http://me:Geheim-9@proxy.example:port")]
    [InlineData("http://me:1/Geheim-9@proxy.example:3128")]
    [InlineData("me:Geheim-9@proxy.example:3128")]
    public void A_proxy_password_belongs_into_its_own_parameter(string typed)
    {
        var refused = Assert.Throws<KoreException>(() => ProxyAddress.Parse(typed));
        Assert.Equal(KoreErrorId.OptionInvalid, refused.ErrorId);
        Assert.DoesNotContain("Geheim-9", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("-ProxyCredential", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Null(ProxyAddress.Parse(null));
    }
}
