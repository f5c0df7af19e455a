using System.Text.Json;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.DirectExports;

/// <summary>A kind of export that the platform answers at once (vendor documentation).</summary>
internal abstract class DirectExportDescriptor : ExportDescriptor
{
    /// <summary>The most bytes that are read of such an answer.</summary>
    protected const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>Asks for a list. No such call changes anything, so it may be sent again.</summary>
    /// <param name="context">The platform.</param>
    /// <param name="call">The call.</param>
    /// <param name="what">What the answer should be, for the error.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    protected static async Task<ApiResponse> GetListAsync(
        ExportContext context, ApiCall call, string what, CancellationToken cancellationToken)
    {
        var answer = await context.Api.Transport.SendForBodyAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.Json.ValueKind == JsonValueKind.Array
            ? answer
            : throw ApiErrors.Invalid(call, $"it is not {what}", context.Api.Session);
    }

    /// <summary>A file of this kind, whose making begins now.</summary>
    protected ExportFile Begin(ExportContext context, BotId? bot) => new(Kind, bot, FileWord, "json")
    {
        CreatedOn = context.Clock.UtcNow,
        Started = context.Clock.Elapsed,
    };
}
