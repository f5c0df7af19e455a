<#
.SYNOPSIS
    What Compare-Peers.ps1 measures with: servers in processes of their own, medians of runs in turn, memory, and the table.
#>

function Get-Median {
    param([double[]] $Value)

    $sorted = @($Value | Sort-Object)
    $middle = [int][Math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

function Get-Second {
    param([scriptblock] $Script)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Script
    $clock.Elapsed.TotalSeconds
}

# Ours, then each peer, and again, so that what disturbs the machine disturbs all of them. Returns the medians by name.
function Measure-InTurn {
    param([scriptblock] $Ours, [Collections.IDictionary] $Peer = @{}, [scriptblock] $CleanUp = { })

    $measured = [ordered]@{ ours = @() }
    foreach ($name in $Peer.Keys) { $measured[$name] = @() }
    foreach ($turn in 1..$Round) {
        foreach ($name in @($measured.Keys)) {
            $action = if ($name -eq 'ours') { $Ours } else { $Peer[$name] }
            & $CleanUp
            $measured[$name] += Get-Second $action
            & $CleanUp
        }
    }

    $medians = [ordered]@{}
    foreach ($name in $measured.Keys) { $medians[$name] = Get-Median $measured[$name] }
    $medians
}

# PowerShell as a .NET tool is a library that dotnet runs.
function Invoke-Shell {
    param([string] $Path)

    $shell = [Environment]::ProcessPath
    [string[]]$words = if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] }
    $words += '-NoProfile', '-NonInteractive', '-File', $Path
    & $shell @words
    if ($LASTEXITCODE) { throw "$([IO.Path]::GetFileName($Path)) ended with exit code $LASTEXITCODE." }
}

function Invoke-Program {
    & dotnet $program @args
    if ($LASTEXITCODE) { throw "$($args[0]) ended with exit code $LASTEXITCODE." }
}

function New-MadeFile {
    param([string] $Name, [string] $Kind)

    $path = Join-Path $work $Name
    $null = New-Item -ItemType Directory -Path (Split-Path $path) -Force
    Invoke-Program make $Kind $path @args
    $path
}

# A module of one cmdlet that does nothing: what PowerShell itself takes. Returns the path of its manifest.
function New-EmptyModule {
    $manifest = Join-Path $work 'Empty.psd1'
    if (-not (Test-Path $manifest)) {
        Add-Type -OutputAssembly (Join-Path $work 'Empty.dll') 'using System.Management.Automation;
            [Cmdlet(VerbsDiagnostic.Test, "Empty")] public class TestEmpty : PSCmdlet { }'
        New-ModuleManifest $manifest -RootModule Empty.dll -CmdletsToExport Test-Empty
    }

    $manifest
}

# Starts the sandbox in a process of its own, and a default session on it.
function Start-BenchmarkServer {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    foreach ($argument in @($program, 'serve') + $args) { $start.ArgumentList.Add($argument) }
    $process = [Diagnostics.Process]::Start($start)
    $servers.Add($process)
    $server = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    $send = { param($Line) $this.Process.StandardInput.WriteLine($Line); $this.Process.StandardOutput.ReadLine() | ConvertFrom-Json }
    $server | Add-Member Process $process
    $server | Add-Member ScriptMethod Send $send
    $secret = ConvertTo-SecureString $server.ClientSecret -AsPlainText -Force
    $null = Connect-KoreSession -HostUri $server.HostUri -Credential ([pscredential]::new($server.ClientId, $secret)) -RequestsPerMinute 0
    $bots = @(Get-KoreBot | ForEach-Object BotId)
    $file = Join-Path $work 'bots.txt'
    Set-Content $file $bots
    $server | Add-Member AllBotId $bots
    $server | Add-Member BotId $bots[0]
    $server | Add-Member BotFile $file
    $server
}

function Stop-BenchmarkServer {
    foreach ($process in $servers) {
        $process.StandardInput.Close()
        if (-not $process.WaitForExit(5000)) { $process.Kill() }
        $process.Dispose()
    }

    $servers.Clear()
}

# Memory of this process in MB. Linux can forget the peak; elsewhere growth cannot be told, and the row is left out.
function Reset-PeakMemory {
    if (-not $IsLinux) { return }
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
    Get-PeakMemory
}

function Get-PeakMemory {
    [double]([regex]::Match([IO.File]::ReadAllText('/proc/self/status'), 'VmHWM:\s+(\d+)').Groups[1].Value) / 1024
}

function Add-Line {
    param([string] $What, $Value, [string] $Unit, [string] $With, $Peer, $Ratio, [string] $Target, $Met)

    $met = if ($null -eq $Met) { '' } elseif ($Met) { 'yes' } else { 'no' }
    $table.Add([pscustomobject]@{
        What   = $What
        Ours   = Format-Value $Value $Unit
        With   = $With
        Peer   = Format-Value $Peer $Unit
        Ratio  = if ($null -eq $Ratio) { '' } else { $Ratio.ToString('0.00', [cultureinfo]::InvariantCulture) }
        Target = $Target
        Met    = $met
        Value  = $Value
        Other  = $Peer
    })
}

function Add-Row {
    param([string] $What, [Collections.IDictionary] $Median, [string] $With, [double] $AtMost)

    $ratio = $Median.ours / $Median[$With]
    $target = if ($AtMost) { "≤ $($AtMost.ToString([cultureinfo]::InvariantCulture)) ×" } else { '' }
    Add-Line $What $Median.ours 's' $With $Median[$With] $ratio $target $(if ($AtMost) { $ratio -le $AtMost })
}

function Add-Value {
    param([string] $What, [double] $Value, [string] $Unit, [double] $Limit, [switch] $AtLeast)

    $sign = if ($AtLeast) { '≥' } else { '≤' }
    $text = if ($Limit) { "$sign $($Limit.ToString('#,0.##', [cultureinfo]::InvariantCulture)) $Unit" } else { '' }
    $met = if ($Limit) { if ($AtLeast) { $Value -ge $Limit } else { $Value -le $Limit } }
    Add-Line $What $Value $Unit '' $null $null $text $met
}

function Add-Failure {
    param([string] $Name, $Failure)

    Write-Warning "$Name failed: $Failure $($Failure.ScriptStackTrace)"
    Add-Line "$Name failed: $Failure" $null '' '' $null $null '' $false
}

function Format-Value {
    param($Value, [string] $Unit)

    if ($null -eq $Value) { return '' }
    $format = if ([Math]::Abs($Value) -ge 100) { '#,0' } elseif ([Math]::Abs($Value) -ge 10) { '0.0' } else { '0.000' }
    "$($Value.ToString($format, [cultureinfo]::InvariantCulture)) $Unit"
}
