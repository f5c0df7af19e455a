using Xunit;

namespace KoreExport.Tests.Pester;

/// <summary>A theory that needs a PowerShell, and says so where there is none.</summary>
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute()
    {
        if (PesterFiles.Names.Count == 0)
        {
            Skip = "no *.Tests.ps1 in tests/Pester";
        }
        else if (PowerShellProcess.Obstacle is { } obstacle)
        {
            // xunit counts a theory that is skipped as one test and names none of its rows.
            Skip = $"{obstacle}. Not run: {string.Join(", ", PesterFiles.Names)}";
        }
    }
}
