<#
.SYNOPSIS
    Runs one file of Pester tests and writes down how it went, for the test that started this process.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath,
    # The manifest of the Pester to use.
    [Parameter(Mandatory)] [string] $Pester
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# What a test calls pwsh is the PowerShell it runs in, whatever is on PATH. As a .NET tool that is an assembly without a program.
$program = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
$assembly = Join-Path $PSHOME 'pwsh.dll'
$global:ThisPowerShell = @($program) + @(if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { 'exec', $assembly })
function global:pwsh {
    $program, $prefix = $global:ThisPowerShell
    if ($MyInvocation.ExpectingInput) { $input | & $program @prefix @args } else { & $program @prefix @args }
}

Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

# What fails outside of a test (a file that does not parse, an AfterAll) counts too, or it would go unseen.
$failures = @(
    foreach ($item in @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)) {
        if ($item.ErrorRecord) {
            $name = if ($item.PSObject.Properties['ExpandedPath']) { $item.ExpandedPath } else { "$($item.Item)" }
            [ordered]@{ Name = $name; Message = ($item.ErrorRecord | ForEach-Object { "$_" }) -join [Environment]::NewLine }
        }
    }
)
[ordered]@{
    Passed     = $run.PassedCount
    Failed     = [Math]::Max($run.FailedCount, $failures.Count)
    Skipped    = $run.SkippedCount + $run.InconclusiveCount
    PowerShell = "$($PSVersionTable.PSVersion)"
    Pester     = "$((Get-Module Pester).Version)"
    Failures   = $failures
} | ConvertTo-Json -Depth 3 | Set-Content -LiteralPath $ResultPath -Encoding utf8
