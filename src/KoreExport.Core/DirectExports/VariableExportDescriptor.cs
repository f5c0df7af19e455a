using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.DirectExports;

/// <summary>A bot's variables: <c>POST /api/1.1/public/builder/bot/{botId}/variables/export</c>, which changes nothing.</summary>
internal sealed class VariableExportDescriptor : DirectExportDescriptor
{
    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.Variable;

    /// <inheritdoc/>
    public override string FileWord => "variables";

    /// <inheritdoc/>
    public override async Task ExportAsync(ExportContext context, BotId? bot, CancellationToken cancellationToken) =>
        context.Saved(await SaveAsync(context, bot!.Value, cancellationToken).ConfigureAwait(false));

    /// <summary>A bot's variables.</summary>
    public static async Task<IReadOnlyList<KoreBotVariable>> GetAsync(
        ExportContext context, BotId bot, CancellationToken cancellationToken) =>
        DirectExportParser.ReadVariables((await SendAsync(context, bot, cancellationToken).ConfigureAwait(false)).Json, bot);

    /// <summary>Saves a bot's variables.</summary>
    public async Task<KoreSavedExport> SaveAsync(ExportContext context, BotId bot, CancellationToken cancellationToken)
    {
        var file = Begin(context, bot);
        var answer = await SendAsync(context, bot, cancellationToken).ConfigureAwait(false);
        if (DirectExportParser.ReadVariables(answer.Json, bot).Any(static variable => variable.IsSecured))
        {
            context.WarnOnce(
                "Some variables are secured: the platform exports them with empty values. Keep those values elsewhere, or an import of the "
                    + "file "
                + "leaves them empty.");
        }

        return await context.CreateSaver().SaveAsync(file, answer.Bytes, cancellationToken).ConfigureAwait(false);
    }

    private static Task<ApiResponse> SendAsync(ExportContext context, BotId bot, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"api/1.1/public/builder/bot/{bot}/variables/export", bot.Value)
        {
            RateLimitKey = RateLimitKey.Bot(bot.Value),
            ScopeAdvice = AppScope.Variables,
            MaximumBytes = MaximumBytes,
        };
        return GetListAsync(context, call, "a list of variables", cancellationToken);
    }
}
