<#
.SYNOPSIS
    Checks the shards of an account as one backup, and fails where a bot is in none of them or a file is not as it was saved.
.PARAMETER Path
    The shards' folders; wildcards are allowed.
.PARAMETER MaximumAgeHours
    How old the newest good export of each bot and kind may be.
.PARAMETER ReportPath
    The page (HTML) to write, for a mail or the engine's results.
.PARAMETER AllowHttp
    Takes a platform without https.
.EXAMPLE
    ./verify.ps1 -Path ./backup/shard-* -ReportPath ./report.html
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string[]] $Path,
    [ValidateRange(1, 8760)] [int] $MaximumAgeHours = 26,
    [string] $ReportPath,
    [switch] $AllowHttp
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if (-not (Get-Command Test-KoreBackup -ErrorAction Ignore)) {
    Import-Module KoreExport
}

Connect-KoreSession -FromEnvironment -AllowHttp:$AllowHttp
try {
    $age = New-TimeSpan -Hours $MaximumAgeHours
    $report = Get-KoreBot | Test-KoreBackup -Path $Path -MaximumAge $age -ErrorAction SilentlyContinue -ErrorVariable faulty
    $report
    $report.Problems | Format-Table Problem, Message -Wrap
    if ($ReportPath) {
        $report | ConvertTo-KoreHtml -Title 'Backup of the Kore.ai bots' | Set-Content -LiteralPath $ReportPath -Encoding utf8
    }

    if ($faulty) {
        throw $faulty[0]
    }
}
finally {
    Disconnect-KoreSession
}
