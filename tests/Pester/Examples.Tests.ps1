BeforeDiscovery {
    $examples = Get-ChildItem (Join-Path $PSScriptRoot '../../src/KoreExport/examples') -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $folder = (Resolve-Path (Join-Path $PSScriptRoot '../../src/KoreExport/examples')).ProviderPath
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 7 }
    $kept = $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET
    $env:KORE_HOST = "$($sandbox.HostUri)"
    $env:KORE_CLIENT_ID = $sandbox.Credential.UserName
    $env:KORE_CLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password

    # As an engine runs it: a process of its own that knows nothing but the environment.
    function Invoke-ExampleProcess([string] $Script) {
        $command = "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Set-Location '$folder'; $Script"
        $output = pwsh -NoProfile -NonInteractive -Command $command 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Text = "$($output | Out-String)" }
    }

    # The same in a runspace of its own, which spares seconds: what is thrown here ends a process with 1.
    function Invoke-Example([string] $Script) {
        $shell = New-PowerShell "`$ErrorActionPreference = 'Stop'; Set-Location '$folder'; $Script"
        $output = [Collections.Generic.List[object]]::new()
        $thrown = $null
        try { $shell.Invoke($null, $output) } catch { $thrown = $_.Exception.InnerException }
        $streams = 'Error', 'Warning', 'Information' | ForEach-Object { $shell.Streams.$_ }
        $shell.Runspace.Dispose()
        $shell.Dispose()
        [pscustomobject]@{ ExitCode = [int] [bool] $thrown; Text = "$($output | Out-String)$($streams -join "`n")`n$thrown" }
    }
}

AfterAll {
    $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET = $kept
    Stop-KoreSandbox
}

Describe 'The example <Name>' -ForEach $examples {
    It 'parses, and uses cmdlets and parameters there are' {
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            if ($call.GetCommandName() -like '*-Kore*') {
                $called = Get-Command $call.GetCommandName() -Module KoreExport
                foreach ($name in $call.CommandElements.ParameterName | Where-Object { $_ }) {
                    $called.Parameters.Keys | Should -Contain $name
                }
            }
        }
    }

    It 'has help' {
        (Get-Help $Path).Synopsis | Should -Match '\.$'
    }
}

Describe 'backup.ps1 and verify.ps1' {
    It 'shards cover the account, the next night writes nothing, a failing bot fails the job' {
        $backup = Join-Path $TestDrive backup
        foreach ($shard in 0, 1) {
            $run = Invoke-ExampleProcess "./backup.ps1 -Destination '$backup/shard-$shard' -ShardCount 2 -ShardIndex $shard"
            $run.ExitCode | Should -Be 0 -Because $run.Text
        }

        $files = (Get-ChildItem $backup -Recurse -Include *.zip, *.csv).Name
        $files | Should -HaveCount 14
        $run = Invoke-Example "./verify.ps1 -Path '$backup/shard-*'"
        $run.ExitCode | Should -Be 0 -Because $run.Text

        $run = Invoke-Example "./backup.ps1 -Destination '$backup/shard-0' -ShardCount 2 -ShardIndex 0 -ThrottleLimit 4"
        $run.Text | Should -Match 'Unchanged: '
        (Get-ChildItem $backup -Recurse -Include *.zip, *.csv).Name | Should -Be $files

        # Fails once: the second try of the same run has it.
        $sandbox.Faults.Job.FailCount = 1
        $run = Invoke-Example "./backup.ps1 -Destination '$backup/shard-0' -ShardCount 2 -ShardIndex 0"
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Text | Should -Match 'trying again'

        $sandbox.Faults.Job.FailCount = [int]::MaxValue
        $run = Invoke-ExampleProcess "./backup.ps1 -Destination '$backup/shard-0' -ShardCount 2 -ShardIndex 0"
        $run.ExitCode | Should -Be 1 -Because $run.Text
        $sandbox.Faults.Job.FailCount = 0
        (Invoke-Example "./verify.ps1 -Path '$backup/shard-*'").ExitCode | Should -Be 1
        (Invoke-Example "./backup.ps1 -Destination '$backup/shard-0' -ShardCount 2 -ShardIndex 0 -Resume").ExitCode | Should -Be 0

        Remove-Item -Recurse -Force "$backup/shard-1"
        $run = Invoke-Example "./verify.ps1 -Path '$backup/shard-0', '$backup/shard-1'"
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'There is no backup of bot'
    }
}

Describe 'azure-automation.ps1' {
    It 'brings the shard, backs it up and takes it back, with the store''s credential' {
        # The automation account's commands, with a folder for its container.
        $run = Invoke-ExampleProcess @"
`$store = New-Item -ItemType Directory '$TestDrive/container'
function Get-AutomationPSCredential { param(`$Name) [pscredential]::new(`$env:KORE_CLIENT_ID, (ConvertTo-SecureString `$env:KORE_CLIENT_SECRET -AsPlainText -Force)) }
function Get-AutomationVariable { param(`$Name) if (`$Name -eq 'KoreHost') { `$env:KORE_HOST } else { 'storage' } }
function Connect-AzAccount { param([switch] `$Identity) }
function New-AzStorageContext { param(`$StorageAccountName, [switch] `$UseConnectedAccount) 'context' }
function Get-AzStorageBlob { param(`$Container, `$Context, `$Prefix) Get-ChildItem "`$store/`$Prefix" -File -Recurse -ErrorAction Ignore | ForEach-Object { [pscustomobject]@{ Name = `$_.FullName.Substring("`$store/".Length) } } }
function Get-AzStorageBlobContent { param(`$Blob, `$Container, `$Context, `$Destination, [switch] `$Force) Copy-Item "`$store/`$Blob" `$Destination }
function Set-AzStorageBlobContent { param(`$File, `$Container, `$Blob, `$Context, [switch] `$Force) `$null = New-Item -ItemType Directory -Force (Split-Path "`$store/`$Blob"); Copy-Item `$File "`$store/`$Blob"; `$global:uploads++ }
`$env:TMPDIR = '$TestDrive'
`$global:uploads = 0
./azure-automation.ps1
"first night: `$uploads"
Remove-Item -Recurse '$TestDrive/shard-0'
`$global:uploads = 0
./azure-automation.ps1
"second night: `$uploads"
"@
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Text | Should -Match 'first night: 28'
        $run.Text | Should -Match 'second night: 14'
        Test-KoreBackup (Join-Path $TestDrive 'container/shard-0') -Quiet | Should -BeTrue
    }
}
