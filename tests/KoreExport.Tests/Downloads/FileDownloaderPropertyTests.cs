using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>
/// Whatever happens on the wire, and in whatever order: a download ends with the exact bytes under the final name, or with an error and
/// no file. A failure prints the run and its seed; <c>KORE_TEST_SEED=seed,gamma</c> repeats it.
/// </summary>
public sealed class FileDownloaderPropertyTests
{
    private const int Runs = 300;

    [Fact]
    [Fault(
        FaultArea.Saving,
        "any series of cuts, resets, stalls, damage, changes and refusals at random offsets (300 random runs)",
        "the exact bytes under the final name, or an error and no file")]
    public void Every_download_ends_with_the_exact_bytes_or_with_an_error_and_no_file()
    {
        using var wire = new BadWire();
        Prop.ForAll(Arb.From(Plans(), Simpler), wire.Run).Check(Configuration());
        Assert.True(wire.Saved > 0 && wire.Refused > 0, $"{wire.Saved} saved and {wire.Refused} refused: that proves little.");
    }

    private static Config Configuration()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("KORE_TEST_SEED")?.Split(',') is not [var seed, var gamma])
        {
            return config;
        }

        return config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture));
    }

    private static Gen<Plan> Plans() =>
        from seed in Gen.Choose(1, 1_000_000)
        from size in Gen.Choose(20_000, 200_000)
        from isZip in Gen.Elements(true, false)
        from hasETag in Gen.Elements(true, true, true, false)
        from ignoresRange in Gen.Elements(true, false, false, false)
        from ignoresIfRange in Gen.Elements(true, false)
        from sizeKnown in Gen.Elements(true, false)
        from hasOldFile in Gen.Elements(true, false)
        from count in Gen.Choose(0, 7)
        from steps in Steps(isZip).ListOf(count)
        select new Plan(seed, size, isZip, hasETag, ignoresRange, ignoresIfRange, sizeKnown, hasOldFile, [.. steps]);

    // In text no byte tells that it is damaged; a zip has checksums.
    private static Gen<Step> Steps(bool isZip) =>
        from fault in Gen.Frequency<WireFault>(
            (4, Gen.Constant(WireFault.Cut)),
            (4, Gen.Constant(WireFault.Reset)),
            (2, Gen.Constant(WireFault.Stall)),
            (4, Gen.Constant(WireFault.Change)),
            (isZip ? 4 : 0, Gen.Constant(WireFault.Corrupt)),
            (2, Gen.Elements(WireFault.NoAnswer, WireFault.Busy, WireFault.NoRange)),
            (1, Gen.Constant(WireFault.Page)))
        from at in Gen.Choose(0, 1_000_000)
        select new Step(fault, at);

    private static IEnumerable<Plan> Simpler(Plan plan)
    {
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            yield return plan with { Steps = [.. plan.Steps.Where((_, index) => index != i)] };
        }

        if (plan.Size > 20_000)
        {
            yield return plan with { Size = 20_000 };
        }
    }

    private enum WireFault
    {
        /// <summary>The connection ends in order, too early.</summary>
        Cut,

        /// <summary>The connection ends by RST.</summary>
        Reset,

        /// <summary>Nothing more comes.</summary>
        Stall,

        /// <summary>A byte is another one.</summary>
        Corrupt,

        /// <summary>The file is another one from here on.</summary>
        Change,

        /// <summary>Not even headers come.</summary>
        NoAnswer,

        /// <summary>503.</summary>
        Busy,

        /// <summary>416, whatever was asked for.</summary>
        NoRange,

        /// <summary>A page in place of the file.</summary>
        Page,
    }

    private sealed record Step(WireFault Fault, int Millionths)
    {
        public override string ToString() => $"{Fault}@{Millionths}";
    }

    private sealed record Plan(
        int Seed,
        int Size,
        bool IsZip,
        bool HasETag,
        bool IgnoresRange,
        bool IgnoresIfRange,
        bool SizeKnown,
        bool HasOldFile,
        IReadOnlyList<Step> Steps)
    {
        public override string ToString() =>
            $"seed {Seed}, {Size} bytes of {(IsZip ? "zip" : "text")}, etag {HasETag}, ignores range {IgnoresRange}, ignores if-range "
                + $"{IgnoresIfRange}, fileSize {SizeKnown}, old file {HasOldFile}: {string.Join(' ', Steps)}";

        /// <summary>The file, and what it is after it has changed so many times.</summary>
        public byte[] Content(int version)
        {
            if (IsZip)
            {
                return ZipMaker.Make(
                    new ZipItem("botDefinition.json", Samples.Definition),
                    new ZipItem("icon.png", Samples.Noise(Seed + version, Size)) { Method = 0 });
            }

            return Encoding.ASCII.GetBytes(
                string.Concat(Enumerable.Range(0, Size / 20).Select(line => $"utter {line:00000},v{version:000},i\n")));
        }
    }

    /// <summary>One server and one session for all runs; each run has a folder and a plan of its own.</summary>
    private sealed class BadWire : IDisposable
    {
        private readonly RawDownloadServer _server;
        private readonly SaveFixture _fixture;
        private Plan _plan = null!;
        private Queue<Step> _steps = new();
        private ServedFile _file = null!;
        private List<byte[]> _versions = [];
        private int _run;

        public BadWire()
        {
            _server = new RawDownloadServer(Answer) { OnStall = PassTimeAsync };
            _fixture = new SaveFixture(_server.Uri, retries: 3);
        }

        public int Saved { get; private set; }

        public int Refused { get; private set; }

        public void Run(Plan plan)
        {
            _plan = plan;
            _steps = new Queue<Step>(plan.Steps);
            _versions = [plan.Content(0)];
            _file = new ServedFile(_versions[0])
            {
                ETag = plan.HasETag ? "\"0\"" : null,
                IgnoresRange = plan.IgnoresRange,
                IgnoresIfRange = plan.IgnoresIfRange,
            };
            var folder = Directory.CreateDirectory(_fixture.At($"{_run++}")).FullName;
            var path = Path.Combine(folder, "file");
            if (plan.HasOldFile)
            {
                File.WriteAllText(path, "old");
            }

            var failure = Record.Exception(() => SaveAsync(path).GetAwaiter().GetResult());
            if (failure is not null)
            {
                Refused++;
                var id = (failure as KoreException)?.ErrorId;
                Assert.True(
                    id is KoreErrorId.DownloadFailed or KoreErrorId.DownloadIncomplete or KoreErrorId.FileCorrupt, failure.ToString());
                Assert.Equal(plan.HasOldFile ? [path] : [], Directory.GetFileSystemEntries(folder));
                Assert.Equal("old", plan.HasOldFile ? File.ReadAllText(path) : "old");
            }
            else
            {
                Saved++;
                var saved = File.ReadAllBytes(path);
                Assert.Contains(_versions, version => version.AsSpan().SequenceEqual(saved));
                Assert.Equal([path], Directory.GetFileSystemEntries(folder));
            }

            Directory.Delete(folder, recursive: true);
        }

        public void Dispose()
        {
            _fixture.Dispose();
            _server.Dispose();
        }

        private Task<KoreSavedExport> SaveAsync(string path)
        {
            KoreExportJob export = _plan.IsZip
                ? SaveFixture.BotExport(_server.Link(), _plan.SizeKnown ? _versions[0].Length : null)
                : SaveFixture.MlExport(_server.Link(), "CSV");
            return _fixture.SaveUncheckedAsync(export, new SaveOptions { Path = path, Overwrite = true });
        }

        private RawReply Answer(RawRequest request)
        {
            if (!_steps.TryDequeue(out var step))
            {
                return _file.Answer(request);
            }

            if (step.Fault == WireFault.Change)
            {
                _versions.Add(_plan.Content(_versions.Count));
                _file.Content = _versions[^1];
                _file.ETag = _plan.HasETag ? $"\"{_versions.Count}\"" : null;
            }

            var reply = _file.Answer(request);
            var at = (int)((long)reply.Body.Length * step.Millionths / 1_000_000);
            return step.Fault switch
            {
                WireFault.Cut or WireFault.Change => reply.CutAt(at),
                WireFault.Reset => reply.ResetAt(at),
                WireFault.Stall => reply.StallAt(at),
                WireFault.Corrupt => reply with { Body = Damage(reply.Body, at) },
                WireFault.NoAnswer => reply.ResetAt(-1),
                WireFault.Busy => RawReply.Of(503, "busy"),
                WireFault.NoRange => RawReply.Of(416, string.Empty),
                _ => RawReply.Of(200, "<!DOCTYPE html><html>Sign in</html>", "Content-Type: text/html"),
            };
        }

        // Where an entry's bytes are: times and the like have no checksum, and no meaning either.
        private static byte[] Damage(byte[] body, int at)
        {
            var damaged = (byte[])body.Clone();
            var last = body.Length - 300;
            if (last > 1000)
            {
                damaged[Math.Clamp(at, Math.Min(1000, last), last)] ^= 0x40;
            }

            return damaged;
        }

        // Time passes for whoever waits for this connection, until it is closed.
        private async Task PassTimeAsync(Task<bool> closed)
        {
            while (!closed.IsCompleted)
            {
                var fired = _fixture.Clock.Fire();
                await Task.WhenAny(closed, Task.Delay(fired ? 50 : 1));
            }
        }
    }
}
