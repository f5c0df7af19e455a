using System.Management.Automation;

namespace KoreExport;

/// <summary>
/// What KoreExport.Types.ps1xml adds to objects as hidden properties: there when asked for by name and in no list or view of the object's
/// properties. Those that are secrets are not serialised either.
/// </summary>
public static class HiddenProperties
{
    /// <summary><c>$jwt.Token</c>: the text for the auth header.</summary>
    /// <param name="instance">A token.</param>
    public static string? GetToken(PSObject instance) => (instance?.BaseObject as KoreJwt)?.GetToken();

    /// <summary><c>$export.DownloadUrl</c>: the signed link.</summary>
    /// <param name="instance">An export.</param>
    public static string? GetDownloadUrl(PSObject instance) => (instance?.BaseObject as KoreExportJob)?.GetDownloadUrl();

    /// <summary><c>$saved.PSPath</c>: the file as PowerShell's own cmdlets take it, literally.</summary>
    /// <param name="instance">A saved export, or what a set holds of one.</param>
    public static string? GetPSPath(PSObject instance)
    {
        var path = instance?.BaseObject switch
        {
            KoreSavedExport saved => saved.FullName,
            KoreBackup backup => backup.FullName,
            _ => null,
        };
        return path is null ? null : @"Microsoft.PowerShell.Core\FileSystem::" + path;
    }
}
