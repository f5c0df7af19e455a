using System.Net;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>Each block of IANA's special-purpose registries: its first address, its last one, and what is next to it.</summary>
public sealed class SpecialAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255", null)]
    [InlineData("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::")]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("100::", "100:0:0:1:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", null, "2001:3::")]
    [InlineData("2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", null, "2001:20::")]
    [InlineData("2001:40::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fe80::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("ff00::", "ff02::1", null, null)]
    public void A_block_is_special_from_its_first_to_its_last_address(string first, string last, string? before, string? after)
    {
        Assert.True(IsSpecial(first));
        Assert.True(IsSpecial(last));
        Assert.False(before is not null && IsSpecial(before));
        Assert.False(after is not null && IsSpecial(after));
    }

    [Theory]
    [InlineData("192.0.0.9")]
    [InlineData("192.0.0.10")]
    [InlineData("192.31.196.1")]
    [InlineData("192.52.193.1")]
    [InlineData("192.175.48.1")]
    [InlineData("2001:1::1")]
    [InlineData("2001:1::2")]
    [InlineData("2001:1::3")]
    [InlineData("2001:3::1")]
    [InlineData("2001:4:112::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:3f::1")]
    [InlineData("2620:4f:8000::1")]
    [InlineData("2606:4700::1111")]
    public void What_the_registries_call_globally_reachable_is_not_special(string address) => Assert.False(IsSpecial(address));

    [Theory]
    [InlineData("::ffff:{0}")]
    [InlineData("::{0}")]
    [InlineData("64:ff9b::{0}")]
    public void Of_an_address_that_stands_for_another_one_that_one_counts(string format)
    {
        foreach (var special in new[] { "127.0.0.1", "10.1.2.3", "169.254.169.254", "198.18.0.1", "224.0.0.1", "255.255.255.255" })
        {
            Assert.True(IsSpecial(format.Replace("{0}", special, StringComparison.Ordinal)));
        }

        Assert.False(IsSpecial(format.Replace("{0}", "9.9.9.9", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_zone_changes_nothing() => Assert.True(IsSpecial("fe80::1%1"));

    private static bool IsSpecial(string address) => SpecialAddresses.Contain(IPAddress.Parse(address));
}
