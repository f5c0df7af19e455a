<#
.SYNOPSIS
    An Azure Automation runbook: backs up the account, or a shard of it, to a storage account.
.DESCRIPTION
    Import the module KoreExport into the automation account, in the version that this script requires: from the gallery, or the package as
    a file, renamed to .zip. Import backup.ps1 as a runbook named backup (PowerShell 7.4; publish it before this one). Shared resources of
    the automation account:

    credential KoreExport       user name: client id, password: client secret
    variable   KoreHost         the platform, for instance platform.kore.ai
    variable   KoreStorage      the storage account; the automation account's managed identity needs Storage Blob Data Contributor on it

    For several shards link this runbook to one schedule for each, with its own ShardIndex. If one dies, the others go on, and its job is
    Failed; start it again with the same ShardIndex. In the morning, a last schedule with -Verify checks all shards together, also those
    whose job did not run at all, and uploads the report as report.html. Retention is that of backup.ps1: what it removes goes from the
    container too.
.PARAMETER ShardCount
    Among how many schedules the account is split.
.PARAMETER ShardIndex
    Which of them this is, counted from 0.
.PARAMETER Verify
    Checks what the container has of all shards, instead of exporting.
.PARAMETER Container
    The container to upload to.
#>
#Requires -Modules @{ ModuleName = 'KoreExport'; RequiredVersion = '0.1.0' }
[CmdletBinding()]
param(
    [int] $ShardCount = 1,
    [int] $ShardIndex = 0,
    [switch] $Verify,
    [string] $Container = 'kore-backup'
)

$ErrorActionPreference = 'Stop'
$credential = Get-AutomationPSCredential -Name KoreExport
$hostUri = Get-AutomationVariable -Name KoreHost
$storage = Get-AutomationVariable -Name KoreStorage

$null = Connect-AzAccount -Identity
$context = New-AzStorageContext -StorageAccountName $storage -UseConnectedAccount

function Receive-Blob {
    param([string] $Prefix, [string] $Root)

    foreach ($blob in Get-AzStorageBlob -Container $Container -Context $context -Prefix $Prefix) {
        $file = Join-Path $Root $blob.Name
        $null = New-Item -ItemType Directory -Path (Split-Path $file) -Force
        $null = Get-AzStorageBlobContent -Blob $blob.Name -Container $Container -Context $context -Destination $file -Force
        $blob.Name
    }
}

$root = Join-Path ([IO.Path]::GetTempPath()) 'kore-backup'
$null = New-Item -ItemType Directory -Path $root -Force
if ($Verify) {
    $null = Receive-Blob -Prefix 'shard-' -Root $root
    Connect-KoreSession -HostUri $hostUri -Credential $credential
    try {
        $checked = Get-KoreBot |
            Test-KoreBackup -Path (Join-Path $root 'shard-*') -MaximumAge 26:00:00 -ErrorAction SilentlyContinue -ErrorVariable faulty
    }
    finally {
        Disconnect-KoreSession
    }

    $page = Join-Path $root 'report.html'
    $checked | ConvertTo-KoreHtml -Title 'Backup of the Kore.ai bots' | Set-Content -LiteralPath $page -Encoding utf8
    $null = Set-AzStorageBlobContent -File $page -Container $Container -Blob 'report.html' -Context $context -Force
    $checked
    if ($faulty) {
        throw $faulty[0]
    }

    return
}

# A sandbox begins empty: last night's shard comes first, so that unchanged bots are known.
$shard = "shard-$ShardIndex"
$folder = Join-Path $root $shard
$null = New-Item -ItemType Directory -Path $folder -Force
$known = @(Receive-Blob -Prefix "$shard/" -Root $root)
$before = [DateTime]::UtcNow
try {
    ./backup.ps1 -Destination $folder -ShardCount $ShardCount -ShardIndex $ShardIndex -HostUri $hostUri -Credential $credential
}
finally {
    # Also what a run saved that failed for some bots: new files, and then records, which are new or say that a bot is as it was.
    $new = Get-ChildItem -LiteralPath $folder -File -Recurse | Where-Object LastWriteTimeUtc -GT $before
    foreach ($file in $new | Sort-Object { $_.Name -like '*.record.json' }) {
        $name = $file.FullName.Substring($folder.Length).Replace('\', '/')
        $null = Set-AzStorageBlobContent -File $file.FullName -Container $Container -Blob "$shard$name" -Context $context -Force
    }

    # What retention removed here.
    foreach ($name in $known | Where-Object { -not (Test-Path -LiteralPath (Join-Path $root $_)) }) {
        $null = Remove-AzStorageBlob -Blob $name -Container $Container -Context $context -Force
    }
}
