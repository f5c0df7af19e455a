using System.Diagnostics;
using System.Globalization;
using KoreExport.Jwt;
using KoreExport.Sessions;

namespace KoreExport.Benchmarks;

/// <summary>Asks a sandbox for statuses as fast as it answers, with a plain client, and prints how many a second those are.</summary>
internal static class StatusLoad
{
    private const int Connections = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string host, string clientId, string clientSecret, string botId)
    {
        var credential = KoreCredential.FromSecret(clientId, SecretText.FromText(clientSecret));
        using var session = new KoreSession(
            HostAddress.Parse(host, allowHttp: false), credential, new SessionOptions(), new JwtTokenFactory());
        var token = session.CreateToken().GetToken();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        client.DefaultRequestHeaders.Add("auth", token);
        var start = new Uri(session.HostUri, $"api/public/bot/{botId}/export");
        var body = new StringContent("{\"exportType\":\"latest\"}", null, "application/json");
        (await client.PostAsync(start, body)).EnsureSuccessStatusCode();
        var status = new Uri(start + "/status");
        var clock = Stopwatch.StartNew();
        var counted = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < WarmUp + Measured)
            {
                using var response = await client.GetAsync(status);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                if (clock.Elapsed > WarmUp)
                {
                    Interlocked.Increment(ref counted);
                }
            }
        })));
        Console.WriteLine((counted / Measured.TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
        return 0;
    }
}
