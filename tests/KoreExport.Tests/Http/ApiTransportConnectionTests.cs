using System.Net;
using System.Net.Sockets;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportConnectionTests
{
    private static readonly string Good = Wire.Answer(200, Wire.PendingJob);

    [Fact]
    [Fault(FaultArea.Talking, "DNS failure", "KoreUnreachable: the host name could not be resolved")]
    public async Task A_name_nobody_knows_is_unreachable()
    {
        // The name is reserved for this (RFC 6761) and never leads anywhere.
        using var fixture = CoreFixture.Facing(new Uri("https://kore-export-tests.invalid/"), new BenchSession { Retries = 1 });
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains("https://kore-export-tests.invalid", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the host name could not be resolved", failure.Message, StringComparison.Ordinal);
        Assert.Contains("DNS", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(KoreErrorCategory.ConnectionError, failure.Category);
        Assert.Single(fixture.Log.Retries);
    }

    [Fact]
    [Fault(FaultArea.Talking, "connection refused", "tried again, then KoreUnreachable: the connection was refused")]
    public async Task A_port_where_nothing_listens_is_unreachable()
    {
        using var fixture = CoreFixture.Facing(WireServer.Nowhere());
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains("the connection was refused", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, fixture.Log.Retries.Count);
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "a connection that is never completed",
        "given up after -ConnectTimeoutSec and tried again, a start too; then KoreUnreachable: no connection within … seconds")]
    public async Task A_connection_that_is_not_completed_has_a_time_out_of_its_own()
    {
        // The system takes the connection; the TLS handshake is never answered. The clock of the request's time-out stands still.
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            var host = new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");
            using var fixture = CoreFixture.Facing(host, new BenchSession { Retries = 1, ConnectTimeout = TimeSpan.FromMilliseconds(200) });
            foreach (var call in new Func<Task>[] { () => fixture.StatusAsync(), () => fixture.StartBotAsync() })
            {
                var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, call);
                Assert.Contains("no connection within 0.2 seconds", failure.Message, StringComparison.Ordinal);
                Assert.Contains("-ConnectTimeoutSec", failure.RecommendedAction, StringComparison.Ordinal);
            }

            Assert.Equal(2, fixture.Log.Retries.Count);
        }
        finally
        {
            silent.Stop();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"_id\":\"ber-1\",")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"_id\r\n")]
    [Fault(
        FaultArea.Talking,
        "reset before the answer, inside its headers or inside its body",
        "asked again; then KoreUnreachable: the connection was reset")]
    public async Task A_reset_at_any_point_is_asked_again(string before)
    {
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            if (wire.Number <= 2)
            {
                await wire.SendAsync(before);
                wire.Reset();
            }

            await wire.SendAsync(Good);
        });
        using var patient = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await patient.StatusAsync()).Id);
        Assert.Equal(3, server.Connections);
        Assert.Equal(2, patient.Log.Retries.Count);

        using var always = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(before);
            wire.Reset();
        });
        using var fixture = CoreFixture.Facing(always.Uri);
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains("the connection was reset", failure.Message, StringComparison.Ordinal);
        Assert.Equal(6, always.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"_id\":\"ber-1\"}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"_id\r\n")]
    [Fault(FaultArea.Talking, "the connection closes early, without a reset", "asked again; never taken for a whole answer")]
    public async Task An_answer_that_ends_early_is_asked_again(string before)
    {
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(wire.Number == 1 ? before : Good);
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(KoreExportState.Running, (await fixture.StatusAsync()).State);
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [Fault(FaultArea.Talking, "the port speaks something other than HTTP", "KoreUnreachable with the cause on one line")]
    public async Task What_is_not_http_is_no_answer(string bytes)
    {
        using var server = WireServer.Answering(bytes);
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    [Fault(FaultArea.Talking, "IPv6 host [::1]", "works")]
    public async Task An_ipv6_host_is_talked_to()
    {
        using var server = WireServer.Start(
            async wire =>
            {
                await wire.ReadRequestAsync();
                await wire.SendAsync(Good);
            },
            address: IPAddress.IPv6Loopback);
        using var fixture = CoreFixture.Facing(KoreExport.Sessions.HostAddress.Parse($"http://[::1]:{server.Port}/api", allowHttp: false));
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.Equal($"[::1]:{server.Port}", server.Requests[0].Headers["Host"]);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n")]
    [Fault(FaultArea.Talking, "HTTP/1.0 answers", "work")]
    public async Task An_http_1_0_answer_ends_with_its_connection(string head)
    {
        using var server = WireServer.Answering(head + Wire.PendingJob);
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Fault(FaultArea.Talking, "a chunked answer", "works")]
    public async Task A_chunked_answer_is_put_together()
    {
        var half = Wire.PendingJob.Length / 2;
        using var server = WireServer.Answering(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{half:x}\r\n{Wire.PendingJob[..half]}\r\n"
                + $"{Wire.PendingJob.Length - half:x}\r\n{Wire.PendingJob[half..]}\r\n0\r\n\r\n");
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
    }

    [Fact]
    [Fault(FaultArea.Talking, "the session is disconnected while a call is under way", "KoreSessionUnusable: disconnected")]
    public async Task A_session_that_is_closed_under_a_call_says_so()
    {
        CoreFixture? fixture = null;
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            fixture!.Session.Dispose();
            await wire.StallAsync();
        });
        using (fixture = CoreFixture.Facing(server.Uri))
        {
            var failure = await fixture.FailsAsync(KoreErrorId.SessionUnusable, () => fixture.StatusAsync());
            Assert.Contains("disconnected", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Calls_one_after_the_other_share_a_connection()
    {
        using var server = WireServer.Start(async wire =>
        {
            while (true)
            {
                await wire.ReadRequestAsync();
                await wire.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Wire.PendingJob.Length}\r\n\r\n{Wire.PendingJob}");
            }
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        for (var call = 0; call < 10; call++)
        {
            await fixture.StatusAsync();
        }

        Assert.Equal(1, server.Connections);
        Assert.Equal(10, server.Requests.Count);
    }
}
