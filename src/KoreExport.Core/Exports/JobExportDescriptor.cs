using System.Text.Json;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Exports;

/// <summary>A kind of export that runs as a job on the platform: it is started, waited for and downloaded.</summary>
internal abstract class JobExportDescriptor : ExportDescriptor
{
    /// <summary>A bot's definition.</summary>
    public static JobExportDescriptor Bot { get; } = new BotExportDescriptor();

    /// <summary>A bot's utterances.</summary>
    public static JobExportDescriptor MlUtterance { get; } = new MlUtteranceExportDescriptor();

    /// <summary>How errors call it.</summary>
    public abstract string Title { get; }

    /// <summary>What to do where the app lacks the scope.</summary>
    protected abstract string ScopeAdvice { get; }

    /// <summary>The path of a status call, behind the bot.</summary>
    protected abstract string StatusPath { get; }

    /// <summary>The one of that kind; throws <see cref="KoreErrorId.ExportInvalid"/> for kinds that do not run as jobs.</summary>
    public static JobExportDescriptor For(KoreExportKind kind) => kind switch
    {
        KoreExportKind.Bot => Bot,
        KoreExportKind.MlUtterance => MlUtterance,
        _ => throw KoreErrors.ExportInvalid($"Exports of kind {kind} do not run as jobs, so there is nothing to wait for."),
    };

    /// <summary>The call that starts an export.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="request">What to export.</param>
    /// <param name="timeout">How long the call may take with its retries; null for what is usual.</param>
    public ApiCall CreateStart(BotId bot, ExportRequest request, TimeSpan? timeout = null) => new(
        HttpMethod.Post, Path(bot, StartPath(request)), bot.Value)
    {
        Timeout = timeout,
        Body = StartBody(request),
        RateLimitKey = RateLimitKey.Bot(bot.Value),
        ScopeAdvice = ScopeAdvice,
    };

    /// <summary>
    /// The call that asks where the bot's latest export stands. The newest documentation shows a body on that of bot exports; no client
    /// sends one, and a GET with a body does not pass every proxy.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="requestId">The request that is meant, where that is known: the platform counts status calls by it.</param>
    public ApiCall CreateStatus(BotId bot, string? requestId) => new(HttpMethod.Get, Path(bot, StatusPath), bot.Value)
    {
        RateLimitKey = RateLimitKey.Status(bot.Value, requestId),
        ScopeAdvice = ScopeAdvice,
    };

    /// <summary>Reads the answer to either call.</summary>
    public abstract KoreExportJob Read(JsonElement root, BotId bot);

    /// <summary>All that is known of an export while no answer shows it.</summary>
    /// <param name="identity">The export.</param>
    /// <param name="fileType">The format of an utterance file, where that is known.</param>
    public abstract KoreExportJob NotVisibleYet(ExportIdentity identity, string? fileType);

    /// <inheritdoc/>
    public override async Task ExportAsync(ExportContext context, BotId? bot, CancellationToken cancellationToken)
    {
        context.Saved(await StartAndSaveAsync(
            context, bot ?? throw new ArgumentNullException(nameof(bot)), context.Clock.Elapsed, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Saves an export that was started; one that is not finished is waited for.</summary>
    /// <param name="context">How, and where to.</param>
    /// <param name="export">The export.</param>
    /// <param name="began">When the work on it began, by the session's clock; its time-out counts from there.</param>
    /// <param name="cancellationToken">Ends the work; nothing half written is left behind.</param>
    public async Task<KoreSavedExport> SaveAsync(
        ExportContext context, KoreExportJob export, TimeSpan began, CancellationToken cancellationToken)
    {
        try
        {
            var identity = ExportIdentity.Of(export);
            if (export.State != KoreExportState.Succeeded || !export.HasDownloadLink)
            {
                export = await WaitAsync(context, identity, began, cancellationToken).ConfigureAwait(false);
            }

            var file = new ExportFile(Kind, identity.Bot, FileWord, Extension(export))
            {
                Id = export.Id,
                CreatedOn = export.CreatedOn,
                Started = began,
            };
            return await context.CreateSaver().SaveAsync(file, Ticket(context, identity, export), cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException failure)
        {
            // Whoever tries again needs it.
            failure.ExportId ??= export.Id;
            throw;
        }
    }

    /// <summary>The path of a start, behind the bot.</summary>
    protected abstract string StartPath(ExportRequest request);

    /// <summary>The body of a start.</summary>
    protected virtual byte[]? StartBody(ExportRequest request) => null;

    /// <summary>What the file is: by what was asked for, never by the server's name for it.</summary>
    protected abstract string Extension(KoreExportJob export);

    private async Task<KoreSavedExport> StartAndSaveAsync(
        ExportContext context, BotId bot, TimeSpan began, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            context.Progress?.Invoke(new ExportProgress("starting"));
            var started = await context.Api
                .StartAsync(this, bot, context.Request, cancellationToken, context.Wait.Timeout).ConfigureAwait(false);
            try
            {
                return await SaveAsync(context, started, began, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException hidden) when (attempt == 0
                && hidden.ErrorId == KoreErrorId.ExportSuperseded && started.Origin == ExportOrigin.RepeatedStart)
            {
                // Only where it may have been ourselves. Against somebody else's export it would be one start after the other.
                context.Api.Log.Warning(
                    $"{hidden.Message} It may be ours: the answer to an earlier start was lost, and that start may have arrived late. "
                    + "The export is started once more.");
            }
        }
    }

    private static string Path(BotId bot, string rest) => $"api/public/bot/{bot}/{rest}";

    private static DownloadTicket Ticket(ExportContext context, ExportIdentity identity, KoreExportJob export) => new(
        identity.Bot,
        export.GetDownloadUrl(),
        export.AnnouncedSize,
        async token => Ticket(context, identity, await WaitAsync(context, identity, context.Clock.Elapsed, token).ConfigureAwait(false)));

    private static Task<KoreExportJob> WaitAsync(
        ExportContext context, ExportIdentity identity, TimeSpan began, CancellationToken cancellationToken)
    {
        Action<KoreExportJob?>? report = context.Progress is { } progress ? answer => progress(ExportProgress.Waiting(answer)) : null;
        return new ExportPoller(context.Api, identity, context.Wait, report, began).WaitAsync(cancellationToken);
    }
}
