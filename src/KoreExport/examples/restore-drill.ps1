<#
.SYNOPSIS
    Proves that backups can be restored: makes new bots of some of them, compares those with the backups, and reports.
.DESCRIPTION
    Takes backups from the pipeline, picks some at random, and restores each as a new bot into the account of the session, which should be
    one for tests. Each new bot is exported again and compared with its backup. The report is a page in HTML, one line for each; the
    results are the output. The script ends with an error, and so with exit code 1, where a restore failed or was not verified.

    The platform has no call that deletes a bot. The names of the new ones begin with -Prefix: delete them on the platform's pages.

    Host and credentials come from KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET. The app needs the scopes Bot Import and Bot Export.
.PARAMETER InputObject
    The backups: what Get-KoreBackup or Export-KoreBot gives.
.PARAMETER Count
    How many of them are restored.
.PARAMETER ReportPath
    The page to write.
.PARAMETER Prefix
    What the names of the new bots begin with.
.PARAMETER TimeoutSec
    Seconds that each import and export may take.
.PARAMETER AllowHttp
    Takes a platform without https.
.EXAMPLE
    Get-KoreBackup ./backup -Kind Bot -Newest 1 | ./restore-drill.ps1 -Count 3 -ReportPath ./drill.html
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, ValueFromPipeline)] [psobject] $InputObject,
    [ValidateRange(1, 1000)] [int] $Count = 3,
    [Parameter(Mandatory)] [string] $ReportPath,
    [string] $Prefix = 'Drill ',
    [ValidateRange(1, 86400)] [int] $TimeoutSec = 900,
    [switch] $AllowHttp
)

begin {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    if (-not (Get-Command Restore-KoreBot -ErrorAction Ignore)) {
        Import-Module KoreExport
    }

    $backups = [System.Collections.Generic.List[psobject]]::new()
}

process {
    $backups.Add($InputObject)
}

end {
    Connect-KoreSession -FromEnvironment -AllowHttp:$AllowHttp
    try {
        $chosen = @($backups | Get-Random -Count $Count)
        $results = @(foreach ($backup in $chosen) {
            $name = "$Prefix$([DateTime]::UtcNow.ToString('yyyy-MM-dd')) $($backup.Name)"
            $source = @{ LiteralPath = $backup.FullName; Sha256 = $backup.Sha256 }
            $quiet = @{ Confirm = $false; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
            $restore = Restore-KoreBot @source -AsNew -Name $name -TimeoutSec $TimeoutSec @quiet -ErrorVariable failure
            if ($failure) {
                # What was done until it failed.
                $restore = $failure[-1].TargetObject
            }

            Write-Verbose "$name`: $(if ($restore.Verified) { 'verified' } else { 'not verified' })"
            $restore
        })

        $results
        $title = "Restore drill, $([DateTime]::UtcNow.ToString('yyyy-MM-dd'))"
        ,$results | ConvertTo-KoreHtml -Title $title | Set-Content -LiteralPath $ReportPath -Encoding ascii
        $bad = @($results | Where-Object { -not $_.Verified })
        if ($results.Count -eq 0 -or $bad) {
            throw "$($results.Count) backups restored as new bots, $($bad.Count) not verified. See $ReportPath."
        }
    }
    finally {
        Disconnect-KoreSession
    }
}
