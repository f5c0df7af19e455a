using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportRedirectTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    [Fault(FaultArea.Talking, "an API call is redirected", "KoreRedirectRefused with the target; the other host gets no request")]
    public async Task A_redirect_of_a_call_is_refused(int status)
    {
        using var other = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var server = WireServer.Answering(Wire.Answer(status, "", $"Location: {other.Uri}sso?state=Signature-secret&next=/"));
        using var fixture = CoreFixture.Facing(server.Uri);
        foreach (var call in new Func<Task>[] { () => fixture.StatusAsync(), () => fixture.StartBotAsync() })
        {
            var refused = await fixture.FailsAsync(KoreErrorId.RedirectRefused, call, "Signature-secret");
            Assert.Contains(other.Uri.Authority, refused.Message, StringComparison.Ordinal);
            Assert.Contains("-HostUri", refused.RecommendedAction, StringComparison.Ordinal);
            Assert.Equal(status, refused.StatusCode);
        }

        Assert.Equal(0, other.Connections);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("Location: /sign-in")]
    [InlineData("Location: javascript:alert(1)")]
    [InlineData("Location: http://\u001b[2Jevil")]
    [InlineData("Location:")]
    [InlineData("X-No-Location: 1")]
    public async Task A_redirect_to_wherever_is_refused(string header)
    {
        using var server = WireServer.Answering(Wire.Answer(302, "", header));
        using var fixture = CoreFixture.Facing(server.Uri);
        var refused = await fixture.FailsAsync(KoreErrorId.RedirectRefused, () => fixture.StatusAsync());
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.Single(server.Requests);
    }
}
