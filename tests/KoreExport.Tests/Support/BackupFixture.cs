using System.Collections.Concurrent;
using KoreExport.Backups;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;

namespace KoreExport.Tests.Support;

/// <summary>A sandbox with quick jobs, a session, and a folder for a backup set.</summary>
internal sealed class BackupFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("koreexport-backups-").FullName;

    private KoreSession? _session;

    public BackupFixture(int bots = 4, double jobSeconds = 0.01, Action<KoreSandboxOptions>? set = null)
    {
        var options = new KoreSandboxOptions
        {
            BotCount = bots,
            JobDuration = TimeSpan.FromSeconds(jobSeconds),
            RateLimitPerMinute = 0,
            RateLimitPerHour = 0,
        };
        set?.Invoke(options);
        Sandbox = KoreSandboxServer.Start(options);
        Folder = Path.Combine(_root, "set");
    }

    public KoreSandboxServer Sandbox { get; }

    public TimeSpan TokenLifetime { get; init; } = TokenRequest.DefaultLifetime;

    public KoreSession Session => _session ??= new KoreSession(
        HostAddress.Parse(Sandbox.HostUri.ToString(), allowHttp: false),
        KoreCredential.FromSecret(Sandbox.ClientId, SecretText.FromText(Sandbox.ClientSecret)),
        new SessionOptions { MaximumRetryCount = 1, TokenLifetime = TokenLifetime },
        new JwtTokenFactory());

    public RecordingLog Log { get; } = new();

    public string Folder { get; set; }

    public BackupSetReader Set => BackupSetReader.Open(Folder);

    public string[] Zips => Directory.Exists(Folder)
        ? Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray()
        : [];

    public int Starts => Sandbox.Requests.Count(request => request.Kind == SandboxRequestKind.StartBotExport);

    public string NewFolder() => Path.Combine(_root, Guid.NewGuid().ToString("N"));

    /// <summary>How exports are made that select a type of definition and a format of utterances.</summary>
    public ExportContext Context(string type = "latest", string fileType = "csv") => new(new ExportClient(Session, Log))
    {
        Request = new ExportRequest { Bot = new BotExportRequest { ExportType = type }, FileType = fileType },
    };

    public static BackupJob Job(ExportContext context, string botId, KoreExportKind kind = KoreExportKind.Bot)
    {
        var job = new BackupJob(BotId.Parse(botId), kind) { Name = "Bot " + botId };
        job = job with { Options = job.Descriptor.DescribeOptions(context.Request) };
        return job.Descriptor.BelongsToAccount ? job with { Bot = null, Name = null } : job;
    }

    /// <summary>Exports one kind of all bots, or of some, as Export-KoreBot does.</summary>
    public async Task<(List<KoreSavedExport> Saved, Dictionary<string, KoreException> Failed)> ExportAsync(
        IEnumerable<string>? bots = null,
        KoreExportKind kind = KoreExportKind.Bot,
        string type = "latest",
        Func<BackupOptions, BackupOptions>? set = null,
        ExportContext? context = null)
    {
        context ??= Context(type);
        var options = new BackupOptions(Folder);
        var exporter = new BackupExporter(context, set?.Invoke(options) ?? options);
        var saved = new ConcurrentBag<KoreSavedExport>();
        var failed = new ConcurrentDictionary<string, KoreException>();
        var jobs = new JobQueue(8, CancellationToken.None);
        foreach (var job in (bots ?? Sandbox.BotId).Select(bot => Job(context, bot, kind)).Distinct().Where(job => !exporter.IsDone(job)))
        {
            jobs.Add(async _ =>
            {
                var result = await exporter.RunAsync(job, static _ => { }, CancellationToken.None);
                result.Saved.ToList().ForEach(saved.Add);
                foreach (var failure in result.Failures)
                {
                    failed[job.Target] = (KoreException)failure;
                }
            });
        }

        jobs.Close();
        await jobs.Completion;
        return (saved.ToList(), failed.ToDictionary());
    }

    /// <summary>Starts an export, waits for it and saves it, as Start, Wait and Save do one after the other.</summary>
    public async Task<KoreSavedExport> SaveAsync(string botId, string type = "latest", bool forget = false)
    {
        var context = Context(type);
        var started = await context.Api.StartAsync(
            JobExportDescriptor.Bot, BotId.Parse(botId), context.Request, CancellationToken.None);
        var finished = await new ExportPoller(context.Api, ExportIdentity.Of(started), new WaitOptions()).WaitAsync(CancellationToken.None);
        if (forget)
        {
            finished = new ExportIdentity(BotId.Parse(botId), finished.Id, finished.Kind, finished.CreatedOn).NotVisibleYet();
        }

        var job = new BackupJob(BotId.Parse(botId), KoreExportKind.Bot) { Options = finished.Options };
        var result = await new BackupExporter(context, new BackupOptions(Folder)).RunAsync(
            job,
            async (prepared, token) => prepared.Saved(await JobExportDescriptor.Bot.SaveAsync(prepared, finished, TimeSpan.Zero, token)),
            static _ => { },
            CancellationToken.None);
        return result.Saved.Single();
    }

    public Task<KoreBackupReport> TestAsync(TimeSpan? maximumAge = null, IEnumerable<string>? bots = null, params string[] folders)
    {
        var options = new BackupTestOptions { MaximumAge = maximumAge, BotIds = bots is null ? null : [.. bots] };
        return new BackupTester(Session.Clock, options).RunAsync(folders.Length > 0 ? folders : [Folder], CancellationToken.None);
    }

    /// <summary>All that the set holds.</summary>
    public List<KoreBackup> Find(params KoreBackupOutcome[] outcomes) =>
        new BackupQuery { Outcomes = outcomes.Length > 0 ? [.. outcomes] : [KoreBackupOutcome.Saved] }
            .Find(Set, Session.Clock.UtcNow).SelectMany(result => result.Backups).ToList();

    public void Dispose()
    {
        _session?.Dispose();
        Sandbox.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
