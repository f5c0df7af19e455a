using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.DirectExports;

/// <summary>The account's roles: <c>GET /api/public/roles/export?roleType=admin</c> or <c>bot</c>.</summary>
internal sealed class RoleExportDescriptor : DirectExportDescriptor
{
    /// <summary>The types there are.</summary>
    public static IReadOnlyList<KoreRoleType> Types { get; } = [KoreRoleType.Admin, KoreRoleType.Bot];

    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.Role;

    /// <inheritdoc/>
    public override string FileWord => "roles";

    /// <inheritdoc/>
    public override bool BelongsToAccount => true;

    /// <inheritdoc/>
    public override bool HasParts => true;

    /// <inheritdoc/>
    public override Task ExportAsync(ExportContext context, BotId? bot, CancellationToken cancellationToken) =>
        ExportAsync(context, Types, cancellationToken);

    /// <summary>Saves the roles of some types.</summary>
    /// <param name="context">How, and where to.</param>
    /// <param name="types">The types.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task ExportAsync(ExportContext context, IReadOnlyCollection<KoreRoleType> types, CancellationToken cancellationToken)
    {
        if (context.Save.Path is not null && types.Count > 1)
        {
            throw KoreErrors.OptionInvalid(
                "-Path names one file, but there is one for each type of role.",
                "Use -Destination with a folder, or name one type with Export-KoreRole -RoleType.");
        }

        return ExportPartsAsync(context, types, Word, type => SaveAsync(context, type, cancellationToken));
    }

    /// <summary>The roles of a type.</summary>
    public static async Task<IReadOnlyList<KoreRole>> GetAsync(
        ExportContext context, KoreRoleType type, CancellationToken cancellationToken) =>
        DirectExportParser.ReadRoles((await SendAsync(context, type, cancellationToken).ConfigureAwait(false)).Json);

    /// <summary>Saves the roles of a type.</summary>
    public async Task<KoreSavedExport> SaveAsync(ExportContext context, KoreRoleType type, CancellationToken cancellationToken)
    {
        var file = Begin(context, bot: null) with { Part = Word(type) };
        var answer = await SendAsync(context, type, cancellationToken).ConfigureAwait(false);
        return await context.CreateSaver().SaveAsync(file, answer.Bytes, cancellationToken).ConfigureAwait(false);
    }

    private static Task<ApiResponse> SendAsync(ExportContext context, KoreRoleType type, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"api/public/roles/export?roleType={Word(type)}", botId: null)
        {
            RateLimitKey = RateLimitKey.Account,
            ScopeAdvice = AppScope.Account,
            MaximumBytes = MaximumBytes,
        };
        return GetListAsync(context, call, "a list of roles", cancellationToken);
    }

    private static string Word(KoreRoleType type) => type == KoreRoleType.Admin ? "admin" : "bot";
}
