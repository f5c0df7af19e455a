<#
.SYNOPSIS
    Runs Pester files that wait in a folder, one after the other, until none is left, and writes down how each went. Several processes may
    work on one folder.
#>
[CmdletBinding()]
param(
    # A file <number>.todo for each file to run, with its path in it. The results stand beside it: <number>.json.
    [Parameter(Mandatory)] [string] $Queue,
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
    # Windows PowerShell makes a terminating error of the first line that a program writes to stderr.
    $ErrorActionPreference = 'Continue'
    $program, $prefix = $global:ThisPowerShell
    if ($MyInvocation.ExpectingInput) { $input | & $program @prefix @args } else { & $program @prefix @args }
}

# What Windows PowerShell lacks.
if ($PSVersionTable.PSEdition -eq 'Desktop') {
    $global:IsWindows = $true
    Add-Type -AssemblyName System.IO.Compression.FileSystem, System.Net.Http
}

Import-Module $Pester

function Invoke-PesterFile([string] $Path) {
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
    }
}

foreach ($waiting in [IO.Directory]::GetFiles($Queue, '*.todo') | Sort-Object) {
    $taken = [IO.Path]::ChangeExtension($waiting, '.taken')
    try {
        # One process only gets it.
        [IO.File]::Move($waiting, $taken)
    }
    catch [IO.IOException] {
        continue
    }

    $path = [IO.File]::ReadAllText($taken)
    # Whoever reads the output cuts it here.
    [Console]::WriteLine("`n== $path")
    $result = Invoke-PesterFile $path | ConvertTo-Json -Depth 3
    [IO.File]::WriteAllText([IO.Path]::ChangeExtension($waiting, '.json'), $result)
}
