using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Errors;
using KoreExport.Sandboxes;

namespace KoreExport;

/// <summary>Starts a sandbox: a stand-in of the Kore.ai platform on this machine.</summary>
/// <remarks>
/// <para>Answers the export calls as the platform does, errors included, and serves plausible files, so that scripts can be written and
/// tested without an account. It listens on this machine only and ends with Stop-KoreSandbox, with Remove-Module, or with the
/// process.</para>
/// <para>The property Requests lists what it was sent; Faults makes things go wrong on purpose, at any time.</para>
/// </remarks>
/// <example>
/// <title>Try the module</title>
/// <code>$s = Start-KoreSandbox
/// Connect-KoreSession -HostUri $s.HostUri -Credential $s.Credential
/// Export-KoreBot -BotId $s.BotId[0] -Destination ./backup</code>
/// <para>Saves the export of a made-up bot.</para>
/// </example>
/// <example>
/// <title>Test how a script takes a failure</title>
/// <code>$s.Faults.Job.FailCount = 1
/// ./nightly-backup.ps1
/// $s.Requests | Where-Object Kind -eq StartBotExport | Should -HaveCount 3</code>
/// <para>Lets the next export fail, and looks at what was sent.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "KoreSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(KoreSandbox))]
public sealed class StartKoreSandbox : KoreCmdlet
{
    /// <summary>The port to listen on; 0 takes a free one.</summary>
    /// <default>0</default>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// The port that download links lead to, another one than -Port, as the platform's lead to another host; 0 takes a free one.
    /// </summary>
    /// <default>0</default>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int DownloadPort { get; set; }

    /// <summary>How many bots there are.</summary>
    /// <default>3</default>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int BotCount { get; set; } = 3;

    /// <summary>The ids of the bots, instead of made-up ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? BotId { get; set; }

    /// <summary>How long each export takes: a TimeSpan, seconds, or text such as 00:10:00.</summary>
    /// <default>0.3 seconds</default>
    [Parameter]
    [Duration]
    public TimeSpan JobDuration { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a download link is valid: a TimeSpan, seconds, or text such as 00:10:00.</summary>
    /// <default>5 minutes</default>
    [Parameter]
    [Duration]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Takes each token's jti once, as an app with Enforce JTI does.</summary>
    [Parameter]
    public SwitchParameter EnforceJti { get; set; }

    /// <summary>Takes encrypted tokens only, as an app with Enforce JWE does. The key is in the property EncryptionKey.</summary>
    [Parameter]
    public SwitchParameter EnforceJwe { get; set; }

    /// <summary>A certificate whose public key checks RS256 and RS512 tokens; the client secret then signs nothing.</summary>
    [Parameter]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Calls a minute that are allowed for one bot or request; 0 for no limit at all.</summary>
    /// <default>60</default>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimitPerMinute { get; set; } = 60;

    /// <summary>A zip to serve as every bot export, instead of made-up ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BotExportFile { get; set; }

    /// <summary>A file to serve as every utterance export, instead of made-up ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UtteranceFile { get; set; }

    /// <summary>Makes bots as apps of XO11: their exports hold appDefinition.json in place of botDefinition.json.</summary>
    [Parameter]
    public SwitchParameter AppDefinition { get; set; }

    /// <summary>
    /// Puts a made-up secret at each place of a bot where real ones have had one, to see whether your script or a redaction lets any
    /// through. They begin with the texts in [KoreExport.SandboxSecrets]::BotMarks.
    /// </summary>
    [Parameter]
    public SwitchParameter PlantSecrets { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!ShouldProcess($"port {(Port == 0 ? "(any)" : Port)}", "Start a Kore.ai sandbox on this machine"))
        {
            return;
        }

        var sandbox = TerminateOnError(Start);
        RunningSandboxes.Add(sandbox);
        WriteObject(sandbox);
    }

    private KoreSandbox Start()
    {
        var options = new KoreSandboxOptions
        {
            Port = Port,
            DownloadPort = DownloadPort,
            BotCount = BotCount,
            JobDuration = JobDuration,
            LinkLifetime = LinkLifetime,
            EnforceJti = EnforceJti,
            EnforceJwe = EnforceJwe,
            PublicKey = Certificate?.GetRSAPublicKey(),
            AppDefinition = AppDefinition,
            PlantSecrets = PlantSecrets,
            RateLimitPerMinute = RateLimitPerMinute,
            RateLimitPerHour = RateLimitPerMinute == 0 ? 0 : 1800,
            BotExportFile = BotExportFile is null ? null : GetUnresolvedProviderPathFromPSPath(BotExportFile),
            UtteranceFile = UtteranceFile is null ? null : GetUnresolvedProviderPathFromPSPath(UtteranceFile),
        };
        foreach (var botId in BotId ?? [])
        {
            options.BotId.Add(Models.BotId.Parse(botId).Value);
        }

        try
        {
            return new KoreSandbox(KoreSandboxServer.Start(options));
        }
        catch (Exception failure) when (failure is HttpListenerException or SocketException or IOException or ArgumentException
            or InvalidOperationException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KoreException(
                KoreErrorId.SandboxFailed,
                KoreErrorCategory.InvalidOperation,
                $"The sandbox could not be started: {LogSanitizer.Sanitize(failure.Message)}",
                "Leave -Port and -DownloadPort out to take free ones, and check the files given.",
                failure);
        }
    }
}
