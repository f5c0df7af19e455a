using System.Management.Automation;
using System.Net;
using KoreExport.Abstractions;
using KoreExport.Loading;
using KoreExport.Sandboxes;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>What happens when the module comes and goes.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // netstandard2.0 has no name for it.
    private const SecurityProtocolType SystemDefault = 0;

    /// <summary>Runs on Import-Module.</summary>
    public void OnImport()
    {
        if (NetFramework.IsInUse)
        {
            // Windows PowerShell 5.1 was built for a time before TLS 1.2 and may leave it out unless told. Where the system decides, it
            // decides.
            if (ServicePointManager.SecurityProtocol != SystemDefault)
            {
                ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
            }

            PrivateAssemblies.ResolveOnDesktop();
        }
        else
        {
            // Where assemblies have a context of their own, nobody is disturbed by those that come early.
            PrivateAssemblies.WarmUp();
        }
    }

    /// <summary>Runs on Remove-Module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        DefaultSession.Clear();
        RunningSandboxes.StopThoseOfThisRunspace();
        PrivateAssemblies.StopResolving();
    }
}
