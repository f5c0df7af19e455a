using KoreExport.Errors;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>Asks once where an export stands.</summary>
internal sealed class ExportStatusReader(ExportClient api)
{
    /// <summary>The bot's latest export or, where an id is given, that very one: another one that is shown is an error.</summary>
    /// <param name="kind">What is exported.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="id">The request that is meant; null or empty for whatever is latest.</param>
    /// <param name="requestedOn">When that was made, where that is known.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<KoreExportJob> ReadAsync(
        KoreExportKind kind, BotId bot, string? id, DateTimeOffset? requestedOn, CancellationToken cancellationToken)
    {
        var descriptor = JobExportDescriptor.For(kind);
        var answer = await api.GetStatusAsync(descriptor, bot, id, retry: true, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(id))
        {
            return answer;
        }

        var identity = new ExportIdentity(bot, id, kind, requestedOn);
        switch (identity.Match(answer))
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(bot.Value, identity.Id, answer.Id);
            case ExportMatch.Another:
                throw KoreErrors.AnotherExport(bot.Value, identity.Id, answer.Id);
            case ExportMatch.Unidentified:
                throw KoreErrors.ExportUnidentified(bot.Value, identity.Id);
            case ExportMatch.Earlier:
                api.Log.Verbose($"Bot {bot}: the status still shows {answer.Id}, not yet {identity.Id}.");
                return identity.NotVisibleYet();
            default:
                return answer;
        }
    }
}
