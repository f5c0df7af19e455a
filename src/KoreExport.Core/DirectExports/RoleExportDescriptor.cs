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
        ExportAsync(context, Types, static _ => { }, cancellationToken);

    /// <summary>Saves the roles of some types.</summary>
    /// <param name="context">How, and where to.</param>
    /// <param name="types">The types.</param>
    /// <param name="read">Takes the roles of each type.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task ExportAsync(
        ExportContext context,
        IEnumerable<KoreRoleType> types,
        Action<IReadOnlyList<KoreRole>> read,
        CancellationToken cancellationToken) => ExportPartsAsync(
        context,
        types,
        Word,
        async type =>
        {
            var (saved, roles) = await SaveAsync(context, type, cancellationToken).ConfigureAwait(false);
            read(roles);
            return saved;
        });

    /// <summary>Saves the roles of a type, and returns them too.</summary>
    public async Task<(KoreSavedExport Saved, IReadOnlyList<KoreRole> Roles)> SaveAsync(
        ExportContext context, KoreRoleType type, CancellationToken cancellationToken)
    {
        var file = Begin(context, bot: null) with { Part = Word(type) };
        var call = new ApiCall(HttpMethod.Get, $"api/public/roles/export?roleType={Word(type)}", botId: null)
        {
            RateLimitKey = RateLimitKey.Account,
            ScopeAdvice = AppScope.Account,
            MaximumBytes = MaximumBytes,
        };
        var answer = await GetListAsync(context, call, "a list of roles", cancellationToken).ConfigureAwait(false);
        var saved = await context.CreateSaver().SaveAsync(file, answer.Bytes, cancellationToken).ConfigureAwait(false);
        return (saved, DirectExportParser.ReadRoles(answer.Json));
    }

    private static string Word(KoreRoleType type) => type == KoreRoleType.Admin ? "admin" : "bot";
}
