using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using KoreExport.Abstractions;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>A session, an empty folder and a clock of its own: all that saving an export takes.</summary>
internal sealed class SaveFixture : IDisposable
{
    public const string Bot = "st-11111111-2222-3333-4444-555555555555";
    public const string Export = "ber-66666666-7777-8888-9999-000000000000";

    /// <summary>What makes a link a secret; no test may find it anywhere but in requests.</summary>
    public const string Signature = "VGhpc0lzQVNpZ25hdHVyZU9mQUxpbms$$";

    public static readonly DateTimeOffset RequestedOn = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly ConcurrentBag<string> _secrets = [Signature];
    private readonly KoreSandboxServer? _sandbox;

    public SaveFixture(
        Uri host,
        string clientId = "cs-fixture",
        string secret = "0123456789012345678901234567890123456789abcd",
        int retries = 5,
        bool allowHttp = false,
        DownloadClock? clock = null,
        TimeSpan? connectTimeout = null)
    {
        Clock = clock ?? new DownloadClock();
        Folder = Directory.CreateTempSubdirectory("kore-save-").FullName;
        var options = new SessionOptions
        {
            Clock = Clock,
            Jitter = static () => 0.5,
            MaximumRetryCount = retries,
            AllowHttp = allowHttp,
            ConnectTimeout = connectTimeout,
        };
        Session = new KoreSession(host, KoreCredential.FromSecret(clientId, SecretText.FromText(secret)), options, new JwtTokenFactory());
        Api = new ExportClient(Session, Log);
        _secrets.Add(secret);
    }

    private SaveFixture(KoreSandboxServer sandbox, DownloadClock clock)
        : this(sandbox.HostUri, sandbox.ClientId, sandbox.ClientSecret, clock: clock) => _sandbox = sandbox;

    /// <summary>The platform, where the fixture has one.</summary>
    public KoreSandboxServer Sandbox => _sandbox!;

    public SandboxDownloadFaults Faults => Sandbox.Faults.Download;

    public string Folder { get; }

    public DownloadClock Clock { get; }

    public ListLog Log { get; } = new();

    public KoreSession Session { get; }

    public ExportClient Api { get; }

    /// <summary>A fixture with a sandbox of its own; both go by one clock.</summary>
    public static SaveFixture OnSandbox(Action<KoreSandboxOptions>? set = null)
    {
        var clock = new DownloadClock();
        var options = new KoreSandboxOptions { UtcNow = () => clock.UtcNow };
        set?.Invoke(options);
        return new SaveFixture(KoreSandboxServer.Start(options), clock);
    }

    /// <summary>A finished bot export with this link.</summary>
    public static KoreBotExport BotExport(string link, long? fileSize = null, string botId = Bot, DateTimeOffset? createdOn = null) => new()
    {
        BotId = botId,
        Id = Export,
        Status = "success",
        State = KoreExportState.Succeeded,
        CreatedOn = createdOn ?? RequestedOn,
        DownloadUrl = link,
        FileSize = fileSize,
    };

    /// <summary>A finished utterance export with this link.</summary>
    public static KoreMlExport MlExport(string link, string? fileType) => new()
    {
        BotId = Bot,
        Id = "ds-66666666-7777-8888-9999-000000000000",
        Status = "SUCCESS",
        State = KoreExportState.Succeeded,
        RequestedTime = RequestedOn,
        DownloadUrl = link,
        FileType = fileType,
    };

    /// <summary>A download of that file; its link is never renewed.</summary>
    public static DownloadTicket Ticket(string link) =>
        new(BotId.Parse(Bot), link, announcedSize: null, static _ => throw new InvalidOperationException("Nobody asked for a fresh link."));

    /// <summary>A path in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Starts an export on the platform and waits until it has its link.</summary>
    public async Task<KoreExportJob> ExportAsync(string? mlType = null, string? botId = null)
    {
        botId ??= Sandbox.BotId[0];
        var started = mlType is null
            ? await Api.StartBotAsync(botId, new BotExportRequest(), default)
            : await Api.StartMlAsync(botId, mlType, "configured", default);
        var poller = new ExportPoller(Api, ExportIdentity.Of(started), new WaitOptions());
        return Remember(await poller.WaitAsync(default));
    }

    /// <summary>Saves into the folder, or as told, and looks at nothing.</summary>
    public Task<KoreSavedExport> SaveUncheckedAsync(
        KoreExportJob export,
        SaveOptions? options = null,
        Action<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var context = new ExportContext(Api) { Save = options ?? new SaveOptions { Folder = Folder }, Progress = progress };
        return JobExportDescriptor.For(export.Kind).SaveAsync(context, export, Clock.Elapsed, cancellationToken);
    }

    /// <summary>Saves into the folder, or as told.</summary>
    public async Task<KoreSavedExport> SaveAsync(
        KoreExportJob export,
        SaveOptions? options = null,
        Action<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Remember(export);
        var saved = await SaveUncheckedAsync(export, options, progress, cancellationToken);
        AssertNoSecretIn(Log.Lines);
        AssertNoSecretIn(
            typeof(KoreSavedExport).GetProperties().Select(
                property => Convert.ToString(property.GetValue(saved), CultureInfo.InvariantCulture)!));
        Assert.DoesNotContain(Listing().Keys, static name => name.EndsWith(".partial", StringComparison.Ordinal));
        return saved;
    }

    /// <summary>Saves, and checks that the file is what was served and nothing else is there.</summary>
    public async Task<KoreSavedExport> SavesAsync(
        KoreExportJob export, byte[] content, SaveOptions? options = null, Action<ExportProgress>? progress = null)
    {
        var saved = await SaveAsync(export, options, progress: progress);
        Assert.Equal(content, await File.ReadAllBytesAsync(saved.FullName));
        Assert.Equal(content.Length, saved.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), saved.Sha256);
        if (options is null)
        {
            Assert.Equal([Path.GetFileName(saved.FullName)], Listing().Keys);
        }

        return saved;
    }

    /// <summary>Saves in vain: the error has this id, the folder is as it was, and no secret is in what the user may see.</summary>
    public async Task<KoreException> RefusesAsync(
        string errorId,
        KoreExportJob export,
        SaveOptions? options = null,
        Action<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Remember(export);
        var before = Listing();
        var failure = await Assert.ThrowsAsync<KoreException>(() => SaveUncheckedAsync(export, options, progress, cancellationToken));
        Assert.True(failure.ErrorId == errorId, $"{failure.ErrorId} in place of {errorId}: {failure}");
        Assert.Equal(before, Listing());
        AssertNoSecretIn(Log.Lines);
        AssertNoSecretIn(failure);
        return failure;
    }

    /// <summary>All files and folders below the folder, by name, with their contents' hash.</summary>
    public SortedDictionary<string, string> Listing()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFileSystemEntries(
            Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            found[Path.GetRelativePath(Folder, path).Replace('\\', '/')] = Directory.Exists(path)
                ? "folder"
                : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return found;
    }

    public void AssertNoSecretIn(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            var ours = cause as KoreException;
            AssertNoSecretIn([cause.Message, cause.ToString(), ours?.RecommendedAction ?? string.Empty, ours?.Target ?? string.Empty]);
        }
    }

    public void AssertNoSecretIn(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Assert.DoesNotContain(_secrets, secret => text.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain("eyJ", text, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        _sandbox?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private KoreExportJob Remember(KoreExportJob export)
    {
        // The signature, which must not be seen, of links that the sandbox made.
        if (export.GetDownloadUrl()?.Split("&s=") is [_, { Length: > 8 } signature])
        {
            _secrets.Add(signature.TrimEnd('$'));
        }

        return export;
    }
}

/// <summary>A log that keeps its lines.</summary>
internal sealed class ListLog : IKoreLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => _lines.ToArray();

    public void Verbose(string message) => _lines.Enqueue(message);

    public void Warning(string message) => _lines.Enqueue(message);
}
