using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.DirectExports;

/// <summary>The export of roles: <c>GET /api/public/roles/export?roleType=admin</c> or <c>bot</c> [doc].</summary>
internal static class RoleExport
{
    private static readonly (string Role, string Description, string[] Permissions)[] Admin =
    [
        (
            "admin",
            "Master administration role with full control on account activity",
            ["Invite", "Import Users / Sync", "Manage Groups", "Single Sign On", "Kore.ai Connector", "Manage Bot Roles", "API Scopes"]),
        ("Auditor – read only", "", ["View and Run Audit Reports", "View and Run Bot Chat History"]),
    ];

    private static readonly (string Role, string Description, string[] Permissions)[] Bot =
    [
        ("Bot Owner", "Full control of a bot", ["Bot Tasks", "Natural Language", "Batch Testing", "Publish", "Settings"]),
        ("Bot Tester", "", ["Batch Testing"]),
        ("Übersetzer", "Nur Sprachen", ["Languages"]),
    ];

    public static Response Get(Exchange exchange)
    {
        var type = QueryText.Find(exchange.Query, "roleType");
        return type switch
        {
            "admin" => Describe(type, Admin),
            "bot" => Describe(type, Bot),

            // The status is what other bad values get; the words are not known [inferred].
            _ => ErrorResponses.InvalidRoleType(),
        };
    }

    private static Response Describe(string type, (string Role, string Description, string[] Permissions)[] roles) =>
        Response.Json(200, new JsonArray(roles.Select(role => (JsonNode)new JsonObject
        {
            ["roleType"] = type,
            ["_id"] = DeterministicId.Uuid(role.Role, "role").Replace("-", "").Substring(0, 24),
            ["role"] = role.Role,
            ["rDesc"] = role.Description,
            ["permissions"] = Permissions(role.Permissions),
            ["refId"] = DeterministicId.Uuid(role.Role, "roleRef"),
        }).ToArray()));

    private static JsonObject Permissions(string[] names)
    {
        var permissions = new JsonObject();
        foreach (var name in names)
        {
            permissions[name] = "YES";
        }

        return permissions;
    }
}
