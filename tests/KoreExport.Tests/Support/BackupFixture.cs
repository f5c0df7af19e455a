using System.Collections.Concurrent;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Sessions;

namespace KoreExport.Tests.Support;

/// <summary>A sandbox with quick jobs, a session, and a folder for a backup set.</summary>
internal sealed class BackupFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("koreexport-backups-").FullName;

    public BackupFixture(int bots = 4, double jobSeconds = 0.01)
    {
        Sandbox = KoreSandboxServer.Start(new KoreSandboxOptions
        {
            BotCount = bots, JobDuration = TimeSpan.FromSeconds(jobSeconds), RateLimitPerMinute = 0, RateLimitPerHour = 0,
        });
        Session = new KoreSession(
            HostAddress.Parse(Sandbox.HostUri.ToString(), allowHttp: false),
            KoreCredential.FromSecret(Sandbox.ClientId, SecretText.FromText(Sandbox.ClientSecret)),
            new SessionOptions { MaximumRetryCount = 1 },
            new JwtTokenFactory());
        Folder = Path.Combine(_root, "set");
    }

    public KoreSandboxServer Sandbox { get; }

    public KoreSession Session { get; }

    public string Folder { get; set; }

    public string[] Zips => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.zip").Order(StringComparer.Ordinal).ToArray() : [];

    public BackupIndex Index => BackupFiles.Read(Folder);

    public int Starts => Sandbox.Requests.Count(request => request.Kind == SandboxRequestKind.StartBotExport);

    public string NewFolder() => Path.Combine(_root, Guid.NewGuid().ToString("N"));

    /// <summary>Exports all bots, or some, as Export-KoreBot does.</summary>
    public async Task<(List<KoreSavedExport> Saved, Dictionary<string, Exception> Failed)> ExportAsync(
        IEnumerable<string>? bots = null, bool resume = false, bool skipUnchanged = false, TimeSpan? maximumAge = null, string type = "latest")
    {
        var set = BackupSet.Open(Folder, Session.Clock, NullLog.Instance);
        var plan = new BackupPlan
        {
            Request = new ExportRequest { Bot = new BotExportRequest { ExportType = type } },
            Save = new SaveOptions { Folder = Folder },
            Set = set,
            Resume = resume,
            SkipUnchanged = skipUnchanged,
            MaximumAge = maximumAge,
        };
        var exporter = new BackupExporter(new ExportClient(Session, NullLog.Instance), plan);
        var saved = new ConcurrentBag<KoreSavedExport>();
        var failed = new ConcurrentDictionary<string, Exception>();
        var jobs = new JobQueue(8, CancellationToken.None);
        foreach (var job in (bots ?? Sandbox.BotId).Select(botId => new BackupJob(botId, "Bot " + botId, KoreExportKind.Bot)).Where(job => !exporter.IsDone(job)))
        {
            jobs.Add(async _ =>
            {
                try
                {
                    saved.Add((await exporter.RunAsync(job, (_, _) => { }, CancellationToken.None)).Single());
                }
                catch (KoreException failure)
                {
                    failed[job.BotId] = failure;
                }
            });
        }

        jobs.Close();
        await jobs.Completion;
        await set.CloseAsync();
        return (saved.ToList(), failed.ToDictionary());
    }

    public Task<KoreBackupReport> TestAsync(TimeSpan? maximumAge = null, IReadOnlyCollection<string>? bots = null, params string[] folders) =>
        new BackupTest(Session.Clock) { MaximumAge = maximumAge, BotIds = bots }.RunAsync(folders.Length > 0 ? folders : [Folder], CancellationToken.None);

    public void Dispose()
    {
        Session.Dispose();
        Sandbox.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
