using System.Management.Automation.Host;

namespace KoreExport.Pipeline;

/// <summary>A last line for the user of a pipeline that is being stopped, which takes no output any more.</summary>
internal static class HostLine
{
    /// <summary>Shows a warning, where the host can show anything.</summary>
    public static void Warn(PSHost? host, string text)
    {
        try
        {
            host?.UI?.WriteWarningLine(text);
        }
        catch (Exception silent) when (silent is HostException or NotImplementedException)
        {
            // Nobody is there to read it.
        }
    }
}
