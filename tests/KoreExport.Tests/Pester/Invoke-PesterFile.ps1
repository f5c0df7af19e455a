<#
.SYNOPSIS
    Runs one file of Pester tests and writes down how it went, for the test that started this process.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Import-Module Pester -MinimumVersion 5.5
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
    Passed   = $run.PassedCount
    Failed   = [Math]::Max($run.FailedCount, $failures.Count)
    Skipped  = $run.SkippedCount + $run.InconclusiveCount
    Failures = $failures
} | ConvertTo-Json -Depth 3 | Set-Content -LiteralPath $ResultPath -Encoding utf8
