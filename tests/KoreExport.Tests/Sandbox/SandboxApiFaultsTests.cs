using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxApiFaultsTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task The_next_calls_can_meet_a_server_error(int status)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.ServerErrorCount = 2;
        sandbox.Faults.Api.ServerErrorStatus = status;
        Assert.Equal(status, (await sandbox.StartAsync()).Status);
        Assert.Equal(status, (await sandbox.StartAsync(token: "")).Status);
        Assert.Equal(0, sandbox.Faults.Api.ServerErrorCount);
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task A_fault_can_be_kept_to_one_call()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.Kind = SandboxRequestKind.BotExportStatus;
        sandbox.Faults.Api.ServerErrorCount = int.MaxValue;
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
        Assert.Equal(500, (await sandbox.StatusAsync()).Status);
        Assert.Equal(int.MaxValue, sandbox.Faults.Api.ServerErrorCount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("Wed, 02 Jan 2030 03:05:05 GMT")]
    public async Task The_next_calls_can_be_too_many(string? retryAfter)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.RateLimitCount = 1;
        sandbox.Faults.Api.RetryAfter = retryAfter;
        var reply = await sandbox.StartAsync();
        reply.IsError(429, 429, SandboxApiFaults.PerMinuteMessage);
        Assert.Equal(retryAfter, reply.Headers.GetValueOrDefault("Retry-After"));
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task The_words_of_a_rate_limit_can_come_with_another_status()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.RateLimitCount = 1;
        sandbox.Faults.Api.RateLimitStatus = 400;
        sandbox.Faults.Api.RateLimitMessage = SandboxApiFaults.OlderMessage;
        (await sandbox.StartAsync()).IsError(400, 400, SandboxApiFaults.OlderMessage);
    }

    [Fact]
    public async Task A_connection_can_be_closed_before_the_answer()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.ResetCount = 1;
        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.StartAsync());
        Assert.Equal(0, Assert.Single(sandbox.Server.Requests).StatusCode);
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task A_call_can_be_sent_to_another_host()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.RedirectCount = 1;
        var reply = await sandbox.StartAsync();
        Assert.Equal(302, reply.Status);
        Assert.Equal("http://127.0.0.2:9/", reply.Headers["Location"]);
    }

    [Fact]
    public async Task A_proxy_can_answer_html()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.HtmlCount = 1;
        var reply = await sandbox.StartAsync();
        Assert.Equal(200, reply.Status);
        Assert.StartsWith("text/html", reply.Headers["Content-Type"]);
        Assert.StartsWith("<!DOCTYPE html>", reply.Text);
    }

    [Fact]
    public async Task An_answer_can_be_empty_cut_or_of_another_shape()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.EmptyBodyCount = 1;
        Assert.Empty((await sandbox.StartAsync()).Bytes);

        sandbox.Faults.Api.TruncatedJsonCount = 1;
        var cut = await sandbox.StartAsync();
        Assert.StartsWith("{\"_id\":", cut.Text);
        Assert.ThrowsAny<JsonException>(() => cut.Json);

        sandbox.Faults.Api.WrongShapeCount = 1;
        Assert.IsType<JsonArray>(JsonNode.Parse((await sandbox.StartAsync()).Bytes));
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task An_answer_can_be_huge_and_not_say_so()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.HugeBodyCount = 1;
        using var request = sandbox.Request(HttpMethod.Post, sandbox.Path("export"), """{"exportType":"latest"}""");
        using var response = await SandboxFixture.SendAsync(request);
        Assert.Null(response.Content.Headers.ContentLength);
        using var body = await response.Content.ReadAsStreamAsync();
        long length = 0;
        var buffer = new byte[81920];
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            length += read;
        }

        Assert.True(length > 50_000_000);
    }

    [Fact]
    public async Task A_call_can_stay_without_an_answer_until_the_sandbox_stops()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.StallHeadersCount = 1;
        var stalled = sandbox.StartAsync();
        await sandbox.SeenAsync(1);
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
        Assert.False(stalled.IsCompleted);
        sandbox.Server.Stop();
        await Assert.ThrowsAsync<HttpRequestException>(() => stalled);
    }

    [Fact]
    public async Task An_answer_can_stop_in_its_middle_until_the_sandbox_stops()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.StallBodyCount = 1;
        using var request = sandbox.Request(HttpMethod.Post, sandbox.Path("export"), """{"exportType":"latest"}""");
        using var response = await SandboxFixture.SendAsync(request);
        using var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[response.Content.Headers.ContentLength!.Value / 2];
        await body.ReadExactlyAsync(half);
        var more = body.ReadAsync(new byte[1]).AsTask();
        Assert.False(more.IsCompleted);
        sandbox.Server.Stop();
        await Assert.ThrowsAnyAsync<IOException>(() => more);
    }

    [Fact]
    public async Task Every_answer_can_take_a_while()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.AnswerDelay = TimeSpan.FromMilliseconds(200);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await sandbox.StartAsync();

        // Half of it: timers may be early by a tick, never by so much.
        Assert.True(clock.ElapsedMilliseconds >= 100);
    }

    [Fact]
    public async Task The_platforms_clock_can_be_ahead()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.ClockSkew = TimeSpan.FromMinutes(10);
        var reply = await sandbox.StartAsync();
        reply.IsError(401, 4002, "Invalid SDK credentials");
        var date = DateTimeOffset.Parse(reply.Headers["Date"], CultureInfo.InvariantCulture);
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 14, 5, TimeSpan.Zero), date);

        sandbox.Faults.Api.ClockSkew = TimeSpan.FromMinutes(-10);
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task An_answer_can_be_compressed_for_a_client_that_accepts_it()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.Gzip = true;
        Assert.Equal("pending", (string)(await sandbox.StartAsync()).Json["status"]!);

        using var request = sandbox.Request(HttpMethod.Get, sandbox.Path("export/status"));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using var response = await SandboxFixture.SendAsync(request);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        using var body = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal("pending", (string)JsonNode.Parse(body)!["status"]!);
    }
}
