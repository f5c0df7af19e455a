<#
.SYNOPSIS
    An Azure Automation runbook: backs up the account, or a shard of it, to a storage account.
.DESCRIPTION
    Import the module KoreExport into the automation account, and backup.ps1 as a runbook named backup (PowerShell 7.4; publish it before this
    one). Shared resources of the automation account:

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
$folder = Join-Path ([IO.Path]::GetTempPath()) $shard
$null = New-Item -ItemType Directory -Path $folder -Force
$there = @{}
foreach ($blob in Get-AzStorageBlob -Container $Container -Context $context -Prefix "$shard/") {
    $there[$blob.Name] = $true
    $null = Get-AzStorageBlobContent -Blob $blob.Name -Container $Container -Context $context -Destination (Join-Path $folder (Split-Path $blob.Name -Leaf)) -Force
}

try {
    ./backup.ps1 -Destination $folder -ShardCount $ShardCount -ShardIndex $ShardIndex -HostUri $hostUri -Credential $credential
}
finally {
    # Also what a run saved that failed for some bots. The index last: it names no file that is not there.
    $files = Get-ChildItem -LiteralPath $folder -File | Sort-Object { $_.Name -eq 'kore-export.json' }
    foreach ($file in $files) {
        $name = "$shard/$($file.Name)"
        if ($file.Name -like 'kore-export.*' -or -not $there[$name]) {
            $null = Set-AzStorageBlobContent -File $file.FullName -Container $Container -Blob $name -Context $context -Force
        }
    }
}
