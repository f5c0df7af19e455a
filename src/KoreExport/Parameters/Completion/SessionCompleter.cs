using System.Collections;
using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Completes <c>-Session</c> with the variables that hold one that can be used.</summary>
internal sealed class SessionCompleter : KoreCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(IDictionary bound, string word)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable").Invoke<PSVariable>()
            .Select(static variable => (variable.Name, Session: SessionOf(variable.Value)))
            .Where(static one => one.Session is { IsConnected: true } && one.Name.All(static c => char.IsLetterOrDigit(c) || c == '_'))
            .Select(static one => new Suggestion("$" + one.Name, one.Session!.ToString(), IsCode: true))
            .ToList();
    }

    private static KoreSession? SessionOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) as KoreSession;
}
