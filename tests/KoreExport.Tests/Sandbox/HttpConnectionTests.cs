using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class HttpConnectionTests
{
    [Fact]
    public async Task A_post_without_a_body_and_a_length_is_served()
    {
        using var sandbox = new SandboxFixture();
        var answer = await SendRawAsync(
            sandbox, $"POST {sandbox.Path("mlexport?state=configured&type=csv")} HTTP/1.1\r\n{Headers(sandbox)}Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Contains("\"status\":\"IN_PROGRESS\"", answer);
    }

    [Fact]
    public async Task A_client_that_waits_with_its_body_is_told_to_go_on()
    {
        using var sandbox = new SandboxFixture();
        var head = $"POST {sandbox.Path("export")} HTTP/1.1\r\n{Headers(sandbox)}Expect: 100-continue\r\nContent-Length: 23\r\n"
            + "Connection: close\r\n\r\n";
        using var client = await ConnectAsync(sandbox);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        var first = new byte[25];
        await client.GetStream().ReadExactlyAsync(first);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(first));
        await client.GetStream().WriteAsync("{\"exportType\":\"latest\"}"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_body_may_come_in_chunks()
    {
        using var sandbox = new SandboxFixture();
        var answer = await SendRawAsync(
            sandbox,
            $"POST {sandbox.Path("export")} HTTP/1.1\r\n{Headers(sandbox)}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "7\r\n{\"expor\r\nA;x=y\r\ntType\":\"la\r\n6\r\ntest\"}\r\n0\r\nTrailer: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Equal("{\"exportType\":\"latest\"}", sandbox.Server.Requests[0].Body);
    }

    [Fact]
    public async Task Requests_of_one_connection_are_answered_in_their_order()
    {
        using var sandbox = new SandboxFixture();
        var one = $"GET /api/public/bots?limit=1 HTTP/1.1\r\n{Headers(sandbox)}\r\n";
        var last = $"HEAD /api/public/nothing HTTP/1.1\r\n{Headers(sandbox)}Connection: close\r\n\r\n";
        var answer = await SendRawAsync(sandbox, one + "\r\n" + one + last);
        Assert.Equal(["200", "200", "404"], answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3]));

        // The answer to HEAD has no body.
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Connection: keep-alive\r\n", false)]
    public async Task A_client_of_http_1_0_is_served(string header, bool closes)
    {
        using var sandbox = new SandboxFixture();
        using var client = await ConnectAsync(sandbox);
        var request = Encoding.ASCII.GetBytes($"GET /api/public/bots HTTP/1.0\r\n{Headers(sandbox)}{header}\r\n");
        await client.GetStream().WriteAsync(request);
        if (!closes)
        {
            await sandbox.SeenAsync(1);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/public/bots HTTP/1.0\r\n{Headers(sandbox)}\r\n"));
        }

        var answer = await ReadToEndAsync(client);
        Assert.Equal(closes ? 1 : 2, sandbox.Server.Requests.Count);
        Assert.DoesNotContain("chunked", answer);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/2.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno header\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n")]
    public async Task What_is_no_request_is_refused(string request)
    {
        using var sandbox = new SandboxFixture();
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await SendRawAsync(sandbox, request));
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task A_head_without_an_end_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var request = "GET / HTTP/1.1\r\nx: " + new string('x', 100_000);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await SendRawAsync(sandbox, request));
    }

    private static string Headers(SandboxFixture sandbox) => $"Host: 127.0.0.1\r\nauth: {sandbox.Token()}\r\n";

    private static async Task<TcpClient> ConnectAsync(SandboxFixture sandbox)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, sandbox.Server.HostUri.Port);
        return client;
    }

    private static async Task<string> SendRawAsync(SandboxFixture sandbox, string request)
    {
        using var client = await ConnectAsync(sandbox);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return await ReadToEndAsync(client);
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }
}
