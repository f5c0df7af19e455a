using System.Management.Automation;
using KoreExport.DirectExports;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>Gets the roles of the account, without saving them.</summary>
/// <remarks>
/// <para>The app must be one of the Admin Console with the scope Profile Management > Role Management. Export-KoreRole saves what the
/// platform answers, byte for byte.</para>
/// </remarks>
/// <example>
/// <title>Who may do what</title>
/// <code>Get-KoreRole -RoleType Bot | Where-Object { $_.Permissions['Publish'] -eq 'YES' }</code>
/// <para>Lists the roles in bots that may publish.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreRole")]
[OutputType(typeof(KoreRole))]
public sealed class GetKoreRole : BulkCmdlet
{
    /// <summary>Which roles: those of the Admin Console, those in bots, or both.</summary>
    /// <default>Admin, Bot</default>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public KoreRoleType[] RoleType { get; set; } = [KoreRoleType.Admin, KoreRoleType.Bot];

    private protected override string Activity => "Getting Kore.ai roles";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var type in RoleType.Distinct())
        {
            Run($"{type} roles", (_, token) => RoleExportDescriptor.GetAsync(new ExportContext(Api), type, token));
        }
    }
}
