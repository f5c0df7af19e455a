using System.Management.Automation;
using System.Net;
using KoreExport.Pipeline;

namespace KoreExport.Loading;

/// <summary>What happens when the module comes and goes.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Runs on Import-Module.</summary>
    public void OnImport()
    {
        if (PrivateAssemblies.IsDesktop)
        {
            // Windows PowerShell 5.1 was built for a time before TLS 1.2 and leaves it out unless told.
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
            PrivateAssemblies.ResolveOnDesktop();
        }
    }

    /// <summary>Runs on Remove-Module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        DefaultSession.Clear();
        RunningSandboxes.StopAll();
        PrivateAssemblies.StopResolving();
    }
}
