using System.Management.Automation;

namespace KoreExport;

/// <summary>
/// What KoreExport.Types.ps1xml adds to objects as hidden properties: secrets that are there when asked for by name and in no list,
/// view or serialisation of the object's properties.
/// </summary>
public static class HiddenProperties
{
    /// <summary><c>$jwt.Token</c>: the text for the auth header.</summary>
    /// <param name="instance">A token.</param>
    public static string? GetToken(PSObject instance) => (instance?.BaseObject as KoreJwt)?.GetToken();

    /// <summary><c>$export.DownloadUrl</c>: the signed link.</summary>
    /// <param name="instance">An export.</param>
    public static string? GetDownloadUrl(PSObject instance) => (instance?.BaseObject as KoreExportJob)?.GetDownloadUrl();
}
