using System.Security.Cryptography;

namespace KoreExport;

/// <summary>What a sandbox is like from its start to its end. What may change while it runs is in <see cref="SandboxFaults"/>.</summary>
public sealed class KoreSandboxOptions
{
    /// <summary>The port of the API on loopback; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The port the download links point to; 0 takes a free one. Links of the platform may point to another host [doc], so this never is
    /// <see cref="Port"/>.
    /// </summary>
    public int DownloadPort { get; set; }

    /// <summary>How many bots there are; looked at only where <see cref="BotId"/> is empty.</summary>
    public int BotCount { get; set; } = 3;

    /// <summary>The ids of the bots; empty makes <see cref="BotCount"/> ids of the form <c>st-&lt;uuid&gt;</c>.</summary>
    public IList<string> BotId { get; } = new List<string>();

    /// <summary>The names of bots by their id; the others have made names, with blanks and letters of many scripts.</summary>
    public IDictionary<string, string> BotName { get; } = new Dictionary<string, string>();

    /// <summary>
    /// The universal bots and the bots each of them links, by id. A circle is allowed. See also
    /// <see cref="KoreSandboxServer.LinkBots"/>.
    /// </summary>
    public IDictionary<string, IList<string>> LinkedApps { get; } = new Dictionary<string, IList<string>>();

    /// <summary>Where the linked apps of a universal bot are found in the answer.</summary>
    public SandboxLinkedAppShape LinkedAppShape { get; set; }

    /// <summary>What <c>offset</c> of the bots list counts.</summary>
    public SandboxBotListOffset BotListOffset { get; set; }

    /// <summary>How many custom test suites each bot has.</summary>
    public int TestSuiteCount { get; set; } = 3;

    /// <summary>
    /// Each bot has one more test suite, which is not a custom one: it is in the list, and only custom ones can be exported [doc]. That it
    /// is refused as one that does not exist is inferred.
    /// </summary>
    public bool BuiltInTestSuite { get; set; }

    /// <summary>
    /// How long an export takes from its start to its success. Small exports are done in about a second, big ones take minutes [seen].
    /// </summary>
    public TimeSpan JobDuration { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a download link is good for. That links expire is documented, after how long is not [inferred].</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The app enforces <c>jti</c>: a token without it, one that lasts longer than an hour and one seen before are refused [doc].
    /// </summary>
    public bool EnforceJti { get; set; }

    /// <summary>The app enforces JWE: a token that is only signed is refused [doc].</summary>
    public bool EnforceJwe { get; set; }

    /// <summary>
    /// The RSA public key uploaded to the app. With it the client signs with RS256 or RS512, and its secret signs nothing [doc]. The caller
    /// keeps the key alive.
    /// </summary>
    public RSA? PublicKey { get; set; }

    /// <summary>
    /// Which kind of app the client is. True, an admin app: an unknown bot is a 400 <c>Invalid StreamId</c>, and there is no scope for
    /// variables. False, a builder app: an unknown bot is a 401 <c>Invalid SDK credentials</c>, and there is no scope for the bots list and
    /// the roles. Null: both in one, for every call; the bot export refuses an unknown bot the first way, the ML export and the test suites
    /// the second, as the vendor's tests have it [qa].
    /// </summary>
    public bool? AdminApp { get; set; }

    /// <summary>
    /// Calls in a rolling minute: starts per bot, status calls per request id, lists and roles per account [doc]. 0 turns the limit off.
    /// </summary>
    public int RateLimitPerMinute { get; set; } = 60;

    /// <summary>Calls in a rolling hour, counted as <see cref="RateLimitPerMinute"/> is [doc]. 0 turns the limit off.</summary>
    public int RateLimitPerHour { get; set; } = 1800;

    /// <summary>
    /// How many requests are kept in <see cref="KoreSandboxServer.Requests"/>, the newest ones; 0 keeps none. Each takes about a kilobyte.
    /// </summary>
    public int RequestLogLimit { get; set; } = 20_000;

    /// <summary>The path of a real export (zip) to serve for every bot in place of a made one.</summary>
    public string? BotExportFile { get; set; }

    /// <summary>The path of a real utterance file to serve for every bot in place of a made one.</summary>
    public string? UtteranceFile { get; set; }

    /// <summary>
    /// About how many bytes a made bot export has at least; 0 leaves it at its natural size of some ten kilobytes. The file is made
    /// in memory and forgotten after it was sent.
    /// </summary>
    public int BotExportBytes { get; set; }

    /// <summary>
    /// The bots are apps of XO11: their exports hold <c>appDefinition.json</c> in place of <c>botDefinition.json</c> [doc], and made ones
    /// have the members that came with it.
    /// </summary>
    public bool AppDefinition { get; set; }

    /// <summary>
    /// Made bots hold a secret at each place where real bots have had one, or could; see <see cref="SandboxSecrets.BotMarks"/>.
    /// </summary>
    public bool PlantSecrets { get; set; }

    /// <summary>How many utterances a made utterance file has.</summary>
    public int UtteranceCount { get; set; } = 400;

    /// <summary>The client id of the app with all scopes; null makes one of the form <c>cs-&lt;uuid&gt;</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// The client secret of the app with all scopes; null makes one of 44 characters that looks like base64, as the platform's do [seen].
    /// </summary>
    public string? ClientSecret { get; set; }

    /// <summary>The client id of the app without any scope; null makes one.</summary>
    public string? ScopelessClientId { get; set; }

    /// <summary>The client secret of the app without any scope; null makes one.</summary>
    public string? ScopelessClientSecret { get; set; }

    /// <summary>
    /// The sandbox's clock; null takes the computer's. Tokens, jobs, links and rate limits all go by it, so a test need not wait.
    /// </summary>
    public Func<DateTimeOffset>? UtcNow { get; set; }
}
