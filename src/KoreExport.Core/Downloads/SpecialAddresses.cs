using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KoreExport.Downloads;

/// <summary>
/// Addresses that do not lead to a host on the public internet: those that IANA's special-purpose registries do not call globally
/// reachable (<see href="https://www.iana.org/assignments/iana-ipv4-special-registry"/>,
/// <see href="https://www.iana.org/assignments/iana-ipv6-special-registry"/>), multicast, and what is not allocated. Of an IPv6 address
/// that stands for an IPv4 one, that one counts.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly Block[] Special4 = Parse(
        "0.0.0.0/8", // this network (RFC 791)
        "10.0.0.0/8", // private (RFC 1918)
        "100.64.0.0/10", // shared, behind carriers' NAT (RFC 6598)
        "127.0.0.0/8", // loopback (RFC 1122)
        "169.254.0.0/16", // link-local (RFC 3927), the clouds' metadata services among it
        "172.16.0.0/12", // private (RFC 1918)
        "192.0.0.0/24", // IETF protocol assignments (RFC 6890)
        "192.0.2.0/24", // documentation (RFC 5737)
        "192.88.99.0/24", // 6to4 relays, deprecated (RFC 7526)
        "192.168.0.0/16", // private (RFC 1918)
        "198.18.0.0/15", // benchmarks (RFC 2544)
        "198.51.100.0/24", // documentation (RFC 5737)
        "203.0.113.0/24", // documentation (RFC 5737)
        "224.0.0.0/4", // multicast (RFC 5771)
        "240.0.0.0/4"); // reserved (RFC 1112), limited broadcast among it

    private static readonly Block[] Reachable4 = Parse(
        "192.0.0.9/32", // port control protocol anycast (RFC 7723)
        "192.0.0.10/32"); // TURN anycast (RFC 8155)

    // Outside of this nothing is global unicast: unspecified, loopback, discard-only, unique local, link-local, site-local, multicast.
    private static readonly Block[] Global6 = Parse("2000::/3");

    private static readonly Block[] Special6 = Parse(
        "2001::/23", // IETF protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID
        "2001:db8::/32", // documentation (RFC 3849)
        "2002::/16", // 6to4 (RFC 3056)
        "3fff::/20"); // documentation (RFC 9637)

    private static readonly Block[] Reachable6 = Parse(
        "2001:1::1/128", // port control protocol anycast (RFC 7723)
        "2001:1::2/128", // TURN anycast (RFC 8155)
        "2001:1::3/128", // DNS-SD service registration anycast (RFC 9665)
        "2001:3::/32", // AMT (RFC 7450)
        "2001:4:112::/48", // AS112-v6 (RFC 7535)
        "2001:20::/28", // ORCHIDv2 (RFC 7343)
        "2001:30::/28"); // drone remote identification (RFC 9374)

    // The last four bytes are an IPv4 address.
    private static readonly Block[] Embedded4 = Parse(
        "::ffff:0:0/96", // mapped (RFC 4291)
        "::/96", // compatible, deprecated (RFC 4291); unspecified and loopback among it
        "64:ff9b::/96"); // translated (RFC 6052)

    /// <summary>Whether the address is one of them.</summary>
    public static bool Contain(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return IsIn(Special4, bytes) && !IsIn(Reachable4, bytes);
        }

        return IsIn(Embedded4, bytes)
            ? Contain(new IPAddress(bytes.AsSpan(12).ToArray()))
            : !IsIn(Global6, bytes) || (IsIn(Special6, bytes) && !IsIn(Reachable6, bytes));
    }

    private static bool IsIn(Block[] blocks, byte[] address) => Array.Exists(blocks, block => block.Contains(address));

    private static Block[] Parse(params string[] blocks) => Array.ConvertAll(blocks, static block =>
    {
        var parts = block.Split('/');
        return new Block(IPAddress.Parse(parts[0]).GetAddressBytes(), int.Parse(parts[1], CultureInfo.InvariantCulture));
    });

    private readonly record struct Block(byte[] Prefix, int Bits)
    {
        public bool Contains(byte[] address)
        {
            for (int at = 0, bits = Bits; bits > 0; at++, bits -= 8)
            {
                var mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits);
                if (((address[at] ^ Prefix[at]) & mask) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
