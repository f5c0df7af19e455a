using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.DirectExports;

namespace KoreExport;

/// <summary>Exports the roles of the account to verified JSON files.</summary>
/// <remarks>
/// <para>There is a file for each type of role, with the platform's answer byte for byte. The app must be one of the Admin Console with the
/// scope Profile Management > Role Management.</para>
/// </remarks>
/// <example>
/// <title>Save all roles</title>
/// <code>Export-KoreRole -Destination ./backup</code>
/// <para>Saves two files: the roles of the Admin Console and those in bots.</para>
/// </example>
/// <example>
/// <title>Replace a file</title>
/// <code>Export-KoreRole -RoleType Bot -Path ./bot-roles.json -Force</code>
/// <para>Replaces bot-roles.json once the new file is whole. Get-KoreRole shows the roles without saving them.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreRole", SupportsShouldProcess = true, DefaultParameterSetName = FolderSet)]
[OutputType(typeof(KoreSavedExport))]
public sealed class ExportKoreRole : DirectExportCmdlet
{
    /// <summary>Which roles: those of the Admin Console, those in bots, or both.</summary>
    /// <default>Admin, Bot</default>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public KoreRoleType[] RoleType { get; set; } = [KoreRoleType.Admin, KoreRoleType.Bot];

    private protected override string Activity => "Exporting Kore.ai roles";

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        var types = RoleType.Distinct().Where(type => ShouldProcess($"{type} roles", $"Export to {Target}")).ToList();
        if (types.Count > 0)
        {
            InvokeForItem(string.Join(", ", types), () => Start(types));
        }
    }

    private void Start(List<KoreRoleType> types)
    {
        var job = new BackupJob(Bot: null, KoreExportKind.Role) { IsWhole = types.Count == RoleExportDescriptor.Types.Count };
        Export(job, (context, token) => ExportDescriptors.Role.ExportAsync(context, types, token));
    }
}
