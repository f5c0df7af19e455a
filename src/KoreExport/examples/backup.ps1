<#
.SYNOPSIS
    Backs up the bots of an account, or one shard of them, and fails unless all of it is there afterwards.
.DESCRIPTION
    What the workflows beside this file share. Host and credentials come from KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET, which the
    engine fills from its own secret store, or from -HostUri and -Credential.

    Bots that did not change since the last run into the same folder give no new file. Whatever fails is tried once more at the end. Then
    the folder is tested; the script ends with an error, and so with exit code 1, where that finds a problem. Only where it finds none old
    files are removed, by the rules given, and never the last good one.

    If this machine dies half way, nothing half is left that counts as a backup. Run it again with -Resume: it does what is missing.
.PARAMETER Destination
    The folder of this shard. Keep it from one night to the next, so that unchanged bots are known.
.PARAMETER ShardCount
    Among how many machines the account is split.
.PARAMETER ShardIndex
    Which of them this is, counted from 0.
.PARAMETER Kind
    What to export of each bot.
.PARAMETER ThrottleLimit
    How many exports are under way at the same time.
.PARAMETER TimeoutSec
    Seconds that each export may take on the platform.
.PARAMETER Resume
    Leaves out what was exported in the last twelve hours, for a job that is started again after it was interrupted.
.PARAMETER KeepDaily
    For how many days one file of each bot and kind is kept. 0 leaves this rule out, and with all three at 0 nothing is removed.
.PARAMETER KeepWeekly
    For how many weeks.
.PARAMETER KeepMonthly
    For how many months.
.PARAMETER HostUri
    The platform.
.PARAMETER Credential
    Client id and client secret, where they do not come from the environment.
.PARAMETER AllowHttp
    Takes a platform without https.
.EXAMPLE
    ./backup.ps1 -Destination ./backup/shard-0 -ShardCount 4 -ShardIndex 0
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Destination,
    [ValidateRange(1, 1000)] [int] $ShardCount = 1,
    [ValidateRange(0, 999)] [int] $ShardIndex = 0,
    [string[]] $Kind = @('Bot', 'MlUtterance'),
    [ValidateRange(1, 256)] [int] $ThrottleLimit = 16,
    [ValidateRange(1, 86400)] [int] $TimeoutSec = 900,
    [switch] $Resume,
    [ValidateRange(0, 10000)] [int] $KeepDaily = 14,
    [ValidateRange(0, 10000)] [int] $KeepWeekly = 8,
    [ValidateRange(0, 10000)] [int] $KeepMonthly = 12,
    [string] $HostUri = $env:KORE_HOST,
    [pscredential] $Credential,
    [switch] $AllowHttp
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if (-not (Get-Command Export-KoreBot -ErrorAction Ignore)) {
    Import-Module KoreExport
}

if ($Credential) {
    Connect-KoreSession -HostUri $HostUri -Credential $Credential -AllowHttp:$AllowHttp
}
else {
    Connect-KoreSession -FromEnvironment -AllowHttp:$AllowHttp
}

try {
    $started = [DateTime]::UtcNow
    $bots = @(Get-KoreBot -ShardCount $ShardCount -ShardIndex $ShardIndex)
    "Shard $ShardIndex of ${ShardCount}: $($bots.Count) bots"
    if ($bots.Count -eq 0) {
        return
    }

    $export = @{
        Destination   = $Destination
        Kind          = $Kind
        ThrottleLimit = $ThrottleLimit
        TimeoutSec    = $TimeoutSec
        SkipUnchanged = $true
        ErrorAction   = 'SilentlyContinue'
        ErrorVariable = 'failed'
    }
    $first = if ($Resume) { @{ Resume = $true; MaximumAge = New-TimeSpan -Hours 12 } } else { @{} }
    $bots | Export-KoreBot @export @first | Group-Object Outcome -NoElement | ForEach-Object { "$($_.Name): $($_.Count)" }
    if ($failed) {
        "Failed: $($failed.Count), trying again"
        $age = if ($Resume) { New-TimeSpan -Hours 12 } else { [DateTime]::UtcNow - $started }
        $bots | Export-KoreBot @export -Resume -MaximumAge $age |
            Group-Object Outcome -NoElement | ForEach-Object { "$($_.Name): $($_.Count)" }
        foreach ($failure in $failed) {
            Write-Warning "$($failure.TargetObject): $failure"
        }
    }

    # An error of this ends the script.
    $bots | Test-KoreBackup -Path $Destination -MaximumAge (New-TimeSpan -Hours 24)

    $rules = @{}
    foreach ($rule in 'KeepDaily', 'KeepWeekly', 'KeepMonthly') {
        $count = Get-Variable -Name $rule -ValueOnly
        if ($count) {
            $rules[$rule] = $count
        }
    }

    if ($rules.Count) {
        $removed = @(Remove-KoreBackup -Path $Destination @rules -Confirm:$false)
        "Removed by the rules of retention: $($removed.Count)"
    }
}
finally {
    Disconnect-KoreSession
}
