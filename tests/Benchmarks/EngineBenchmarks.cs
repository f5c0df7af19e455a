using System.IO.Compression;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using KoreExport.Abstractions;
using KoreExport.Definitions;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Http;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;
using KoreExport.Verification;

namespace KoreExport.Benchmarks;

/// <summary>The parts of the engine by themselves: time and memory of each.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[HideColumns("Job", "Error", "StdDev", "Median")]
public class EngineBenchmarks : IDisposable
{
    private static readonly byte[] Status =
        """{"_id":"ber-1","status":"SUCCESS","downloadURL":"https://host/a.zip?x=1","fileSize":1234,"createdOn":"2030-01-01T00:00:00.000Z"}"""u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("kore-engine-").FullName;
    private readonly byte[] _megabytes = new byte[16 << 20];
    private readonly BotId _bot = BotId.Parse("st-1");
    private KoreSandboxServer _sandbox = null!;
    private KoreSession _session = null!;
    private ExportClient _api = null!;
    private byte[] _zip = null!;
    private int _number;

    public static int Run()
    {
        var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance);
        var config = ManualConfig.CreateMinimumViable().AddJob(job).AddExporter(MarkdownExporter.GitHub).WithArtifactsPath(
            Path.Combine(Path.GetTempPath(), "koreexport-benchmarks"));
        var summary = BenchmarkRunner.Run<EngineBenchmarks>(config);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success) ? 1 : 0;
    }

    [GlobalSetup]
    public void Prepare()
    {
        _sandbox = KoreSandboxServer.Start(new KoreSandboxOptions
        {
            JobDuration = TimeSpan.Zero,
            RateLimitPerMinute = 0,
            RateLimitPerHour = 0,
            RequestLogLimit = 10,
        });
        var credential = KoreCredential.FromSecret(_sandbox.ClientId, SecretText.FromText(_sandbox.ClientSecret));
        var host = HostAddress.Parse(_sandbox.HostUri.ToString(), allowHttp: false);
        _session = new KoreSession(host, credential, new SessionOptions { RequestsPerMinute = 0 }, new JwtTokenFactory());
        _api = new ExportClient(_session, new QuietLog());
        _api.StartAsync(JobExportDescriptor.Bot, BotId.Parse(_sandbox.BotId[0]), new ExportRequest(), default).GetAwaiter().GetResult();
        new Random(1).NextBytes(_megabytes);
        using (var buffer = new MemoryStream())
        {
            using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            {
                using (var definition = zip.CreateEntry("botDefinition.json").Open())
                {
                    definition.Write("{\"dialogs\":[]}"u8);
                }

                using var media = zip.CreateEntry("media.mp3").Open();
                media.Write(_megabytes);
            }

            _zip = buffer.ToArray();
        }

        new SyntheticDefinition(SyntheticDefinition.DialogsFor(5), changes: 0).Write(At("botDefinition.json"));
        new SyntheticDefinition(SyntheticDefinition.DialogsFor(5), changes: 20).Write(At("changed.json"));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _session.Dispose();
        _sandbox.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "token, HS256")]
    public string Token() => _session.CreateToken().GetToken();

    [Benchmark(Description = "status call over loopback")]
    public Task<KoreExportJob> StatusCall() =>
        _api.GetStatusAsync(JobExportDescriptor.Bot, BotId.Parse(_sandbox.BotId[0]), requestId: null, retry: false, default);

    [Benchmark(Description = "status, parsing")]
    public object StatusParsing() => ExportParser.ReadBotExport(LenientJson.Parse(Status), _bot);

    [Benchmark(Description = "CRC-32, 16 MB")]
    public uint Crc()
    {
        Crc32 crc = default;
        crc.Append(_megabytes);
        return crc.Value;
    }

    [Benchmark(Description = "CRC-32 without the runtime's, 16 MB")]
    public uint PortableCrc() => Crc32.AppendPortable(0, _megabytes);

    [Benchmark(Description = "SHA-256 alone, 16 MB")]
    public byte[] Sha256Alone() => SHA256.HashData(_megabytes);

    [Benchmark(Description = "write, hash and verify a zip, 16 MB")]
    public async Task<string> WriteAndVerify()
    {
        using var file = PartialFile.Create(At("a.zip"), new FileInspection("zip", KoreExportKind.Bot));
        await file.AppendAsync(_zip, _zip.Length, default);
        return (await file.VerifyAsync("st-1", default)).ContentHash;
    }

    [Benchmark(Description = "expand a definition, 5 MB")]
    public int Expand()
    {
        var options = new ExpandOptions { SourcePath = At("botDefinition.json"), Destination = At($"tree{_number++}") };
        return ExportExpander.Expand(options, default).FileCount;
    }

    [Benchmark(Description = "compare two definitions, 5 MB")]
    public int Compare() =>
        ExportComparer.Compare(new() { ReferencePath = At("botDefinition.json"), DifferencePath = At("changed.json") }, default).Count();

    private string At(string name) => Path.Combine(_folder, name);

    private sealed class QuietLog : IKoreLog
    {
        public void Verbose(string message)
        {
        }

        public void Warning(string message) => Console.WriteLine(message);
    }
}
