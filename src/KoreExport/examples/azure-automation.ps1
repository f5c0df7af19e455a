<#
.SYNOPSIS
    An Azure Automation runbook: backs up the account, or a shard of it, to a storage account.
.DESCRIPTION
    Import the module KoreExport into the automation account, and backup.ps1 as a runbook named backup (PowerShell 7.4; publish it before
    this one). Shared resources of the automation account:

    credential KoreExport       user name: client id, password: client secret
    variable   KoreHost         the platform, for instance platform.kore.ai
    variable   KoreStorage      the storage account; the automation account's managed identity needs Storage Blob Data Contributor on it

    For several shards link this runbook to one schedule for each, with its own ShardIndex.
.PARAMETER ShardCount
    Among how many schedules the account is split.
.PARAMETER ShardIndex
    Which of them this is, counted from 0.
.PARAMETER Container
    The container to upload to.
#>
[CmdletBinding()]
param(
    [int] $ShardCount = 1,
    [int] $ShardIndex = 0,
    [string] $Container = 'kore-backup'
)

$ErrorActionPreference = 'Stop'
$credential = Get-AutomationPSCredential -Name KoreExport
$hostUri = Get-AutomationVariable -Name KoreHost
$storage = Get-AutomationVariable -Name KoreStorage

$null = Connect-AzAccount -Identity
$context = New-AzStorageContext -StorageAccountName $storage -UseConnectedAccount

# A sandbox begins empty: last night's shard comes first, so that unchanged bots are known.
$shard = "shard-$ShardIndex"
$root = [IO.Path]::GetTempPath()
$folder = Join-Path $root $shard
$null = New-Item -ItemType Directory -Path $folder -Force
foreach ($blob in Get-AzStorageBlob -Container $Container -Context $context -Prefix "$shard/") {
    $file = Join-Path $root $blob.Name
    $null = New-Item -ItemType Directory -Path (Split-Path $file) -Force
    $null = Get-AzStorageBlobContent -Blob $blob.Name -Container $Container -Context $context -Destination $file -Force
}

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
}
