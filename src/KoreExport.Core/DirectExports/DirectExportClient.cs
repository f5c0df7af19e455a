using System.Globalization;
using System.Text.Json;
using KoreExport.Bots;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.DirectExports;

/// <summary>The calls of the exports that answer at once: variables, test suites, roles (vendor documentation).</summary>
internal sealed class DirectExportClient
{
    private const int MaximumBytes = 64 * 1024 * 1024;
    private const int SuitesPerPage = 50;
    private const int MaximumSuitePages = 200;
    private const string VariableScope = "Add the scope 'Export Variables' to the app, and publish the app if it is new. Only apps of the Bot Builder can have it.";
    private const string TestScope = "Add the scope 'Batch Tests Management' to the app, and publish the app if it is new.";

    public DirectExportClient(ExportClient api) => Api = api;

    public ExportClient Api { get; }

    /// <summary><c>POST /api/1.1/public/builder/bot/{botId}/variables/export</c>. It changes nothing, so it may be sent again.</summary>
    public async Task<ApiResponse> GetVariablesAsync(string botId, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"api/1.1/public/builder/bot/{Uri.EscapeDataString(botId)}/variables/export", botId)
        {
            RateLimitKey = RateLimitKey.Bot(botId),
            ScopeAdvice = VariableScope,
            MaximumBytes = MaximumBytes,
        };
        return Array(call, await Api.Transport.SendForBodyAsync(call, cancellationToken).ConfigureAwait(false), "a list of variables");
    }

    /// <summary><c>GET /api/public/roles/export?roleType=admin</c> or <c>bot</c>.</summary>
    public async Task<ApiResponse> GetRolesAsync(KoreRoleType type, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"api/public/roles/export?roleType={Word(type)}", botId: null)
        {
            RateLimitKey = RateLimitKey.Account,
            ScopeAdvice = BotClient.AccountScope,
            MaximumBytes = MaximumBytes,
        };
        return Array(call, await Api.Transport.SendForBodyAsync(call, cancellationToken).ConfigureAwait(false), "a list of roles");
    }

    /// <summary><c>GET /api/public/bot/{botId}/testsuite?skip=…&amp;limit=…</c>, page by page. Ends for sure.</summary>
    public async Task<IReadOnlyList<KoreTestSuite>> GetTestSuitesAsync(string botId, string language, CancellationToken cancellationToken)
    {
        var suites = new List<KoreTestSuite>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var skip = 0;
        for (var page = 0; page < MaximumSuitePages; page++)
        {
            var call = Suites(HttpMethod.Get, botId, $"testsuite?skip={skip.ToString(CultureInfo.InvariantCulture)}&limit={SuitesPerPage}", language);
            var root = await Api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw ApiErrors.Invalid(call, "it holds no test suites", Api.Session);
            }

            var found = DirectExportParser.ReadTestSuites(root, botId, language);
            var fresh = found.Where(suite => seen.Add(suite.Id)).ToList();
            suites.AddRange(fresh);
            skip += found.Count;

            // Either sign is enough, as long as there is something new.
            var more = root.Flag("moreAvailable") == true || root.Number("count") > suites.Count;
            if (!more)
            {
                return suites;
            }

            if (fresh.Count == 0)
            {
                break;
            }
        }

        Api.Log.Warning($"The platform says that bot {botId} has more test suites than the {suites.Count} it shows.");
        return suites;
    }

    /// <summary><c>POST /api/public/bot/{botId}/testsuite/{name}/export</c>: returns the link, carried like that of any other export.</summary>
    public async Task<KoreExportJob> GetTestSuiteLinkAsync(KoreTestSuite suite, CancellationToken cancellationToken)
    {
        if (suite.Name is "." or "..")
        {
            // Escaped or not, it would lead to another call.
            throw KoreErrors.OptionInvalid($"The test suite '{suite.Name}' of bot {suite.BotId} cannot be exported: its name means something else in an address.", "Rename it on the platform.");
        }

        var call = Suites(HttpMethod.Post, suite.BotId, $"testsuite/{Uri.EscapeDataString(suite.Name)}/export", suite.Language);
        JsonElement root;
        try
        {
            root = await Api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException refused) when (refused.PlatformMessage?.IndexOf("Test Suite not found", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            throw KoreErrors.TestSuiteNotFound(suite.BotId, suite.Name);
        }

        var link = root.ValueKind == JsonValueKind.Object ? root.Text("downloadUrl") ?? root.Text("downloadURL") : null;
        return string.IsNullOrEmpty(link)
            ? throw KoreErrors.DownloadLinkMissing(suite.BotId, suite.Id, TimeSpan.Zero)
            : new KoreMlExport(new ExportFields { BotId = suite.BotId, Id = suite.Id, State = KoreExportState.Succeeded, DownloadUrl = link });
    }

    public static string Word(KoreRoleType type) => type == KoreRoleType.Admin ? "admin" : "bot";

    private static ApiCall Suites(HttpMethod method, string botId, string rest, string language) => new(method, $"api/public/bot/{Uri.EscapeDataString(botId)}/{rest}", botId)
    {
        Headers = new Dictionary<string, string> { ["bot-language"] = language },
        RateLimitKey = RateLimitKey.Bot(botId),
        ScopeAdvice = TestScope,
    };

    private ApiResponse Array(ApiCall call, ApiResponse body, string what) =>
        body.Json.ValueKind == JsonValueKind.Array ? body : throw ApiErrors.Invalid(call, $"it is not {what}", Api.Session);
}
