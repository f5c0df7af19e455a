using Xunit;

namespace KoreExport.Tests.Pester;

/// <summary>A theory that needs a PowerShell, and says so where there is none.</summary>
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute()
        => Skip = PesterFiles.Names.Count == 0 ? "no *.Tests.ps1 in tests/Pester" : PowerShellProcess.Obstacle;
}
