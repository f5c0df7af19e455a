using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Tells -WhatIf from a user who said no.</summary>
internal static class WhatIf
{
    /// <summary>Whether the cmdlet only shows what it would do.</summary>
    public static bool IsWhatIf(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));
}
