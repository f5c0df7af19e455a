namespace KoreExport.Help;

/// <summary>What must be there before help may be written, so that it cannot rot.</summary>
internal static class HelpRules
{
    /// <summary>What a cmdlet's help lacks, a sentence for each.</summary>
    public static IEnumerable<string> Problems(CmdletHelp cmdlet)
    {
        if (cmdlet.Synopsis.Length == 0)
        {
            yield return $"{cmdlet.Name}: the class has no <summary>";
        }

        if (cmdlet.Examples.Count == 0)
        {
            yield return $"{cmdlet.Name}: the class has no <example>";
        }

        if (cmdlet.Examples.Any(e => e.Code.Length == 0))
        {
            yield return $"{cmdlet.Name}: an <example> has no <code>";
        }

        if (cmdlet.Outputs.Count == 0)
        {
            yield return $"{cmdlet.Name}: the class has no [OutputType]; one that writes nothing says [OutputType(typeof(void))]";
        }

        foreach (var parameter in cmdlet.Parameters.Where(p => p.Description.Count == 0))
        {
            yield return $"{cmdlet.Name} -{parameter.Name}: the property has no <summary>";
        }
    }
}
