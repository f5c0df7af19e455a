BeforeDiscovery {
    $examples = Get-ChildItem (Join-Path $PSScriptRoot '../../src/KoreExport/examples') -Filter *.ps1 |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
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
        $run = Invoke-Example "./verify.ps1 -Path '$backup/shard-*' -ReportPath '$TestDrive/report.html'"
        $run.ExitCode | Should -Be 0 -Because $run.Text
        Get-Content -LiteralPath "$TestDrive/report.html" -Raw | Should -Match '<title>Backup of the Kore\.ai bots'

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

        # Two exports of one day: by the day, the newer one stays.
        $sandbox.TouchBot((Get-KoreBot -ShardCount 2 -ShardIndex 0)[0].BotId)
        $keep = '-KeepDaily 1 -KeepWeekly 0 -KeepMonthly 0'
        $run = Invoke-Example "./backup.ps1 -Destination '$backup/shard-0' -ShardCount 2 -ShardIndex 0 $keep"
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Text | Should -Match 'Removed by the rules of retention: [12]\b'
        $zips = Get-ChildItem "$backup/shard-0" -Recurse -Filter *.zip
        $zips | Should -HaveCount @(Get-ChildItem "$backup/shard-0" -Directory | Where-Object Name -Like 'st-*').Count

        # A shard that died and was never started again.
        Remove-Item -Recurse -Force "$backup/shard-1"
        $run = Invoke-Example "./verify.ps1 -Path '$backup/shard-0', '$backup/shard-1'"
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'There is no backup of bot'
    }
}

Describe 'install.ps1' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'installs one version from a file share, and no other' {
        # The module as it is laid out, packed as the gallery's own tool packs it.
        $share = New-Item -ItemType Directory (Join-Path $TestDrive share)
        $module = New-Item -ItemType Directory (Join-Path $TestDrive 'KoreExport')
        $root = Split-Path $manifest
        Copy-Item $manifest, (Join-Path $root bin), (Join-Path $root en-US) $module -Recurse
        Compress-PSResource -Path $module -DestinationPath $share
        $version = (Import-PowerShellDataFile $manifest).ModuleVersion
        $homes = "`$env:HOME = `$env:XDG_DATA_HOME = `$env:LOCALAPPDATA = '$TestDrive/home'"
        $run = pwsh -NoProfile -NonInteractive -Command @"
$homes; `$null = New-Item -ItemType Directory `$env:HOME -Force
& '$folder/install.ps1' -Version $version -Source '$share'
try { & '$folder/install.ps1' -Version 99.0.0 -Source '$share' } catch { "99: `$_" }
(Get-PSResource KoreExport).Version
"@ 2>&1
        "$run" | Should -Match "KoreExport $([regex]::Escape($version)) from KoreExportShare"
        "$run" | Should -Match '99: .*could not be installed'
    }
}

Describe 'The commands in <File>' -Skip:($PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
    @{
        File = 'github-actions.yml'
        Scripts = './kore-backup/'
        Steps = '(?ms)run: >\s+(?<command>\./kore-backup/backup\.ps1.*?)\r?\n\s*\r?\n', 'run: (?<command>\./kore-backup/verify\.ps1.*)'
    }
    @{
        File = 'azure-pipelines.yml'
        Scripts = './kore-backup/'
        Steps = '(?s)(?<command>\./kore-backup/backup\.ps1 .*?-KeepWeekly \d+)', '(?<command>\./kore-backup/verify\.ps1 .*)'
    }
    @{
        File = 'kubernetes.yaml'
        Scripts = '/scripts/'
        Steps = '(?s)(?<command>/scripts/backup\.ps1 .*?-KeepWeekly \d+)', '(?<command>/scripts/verify\.ps1 .*)'
    }
) {
    It 'export both shards, check them and write the report' {
        $text = Get-Content -LiteralPath (Join-Path $folder $File) -Raw
        $root = Join-Path $TestDrive $File
        $null = New-Item -ItemType Directory $root
        $commands = foreach ($step in $Steps) {
            $found = [regex]::Match($text, $step)
            $found.Success | Should -BeTrue -Because $step
            $found.Groups['command'].Value -replace '\s+`?\s*', ' '
        }

        # What the engine puts in.
        $values = [ordered]@{
            '\$\{\{ github\.run_attempt \}\}|\$\(System\.JobAttempt\)'     = 1
            '\$env:SHARD_COUNT|\$\(shardCount\)'                          = 2
            '\$\(Pipeline\.Workspace\)/shard'                            = "$root/backup/shard"
            '\$\(Pipeline\.Workspace\)|\$\(Build\.ArtifactStagingDirectory\)' = $root
            '(?<=[ "])(\./|/)(?=backup/)'                               = "$root/"
            '(?<=[ "])(\./)(?=report)'                                  = "$root/"
            '(?<=[ "]/?)/backup/(?=report)'                             = "$root/"
        }
        $shardIndex = '\$\{\{ matrix\.shard \}\}|\$\(shardIndex\)|\$env:JOB_COMPLETION_INDEX'
        $script = @(foreach ($shard in 0, 1) { $commands[0] -replace $shardIndex, $shard }) + $commands[1] -join '; '
        foreach ($placeholder in $values.Keys) {
            $script = $script -replace $placeholder, $values[$placeholder]
        }

        $script = $script.Replace($Scripts, "$folder/")
        $run = Invoke-Example $script
        $run.ExitCode | Should -Be 0 -Because "$script $($run.Text)"
        Get-ChildItem "$root/backup" -Recurse -Include *.zip, *.csv | Should -HaveCount 14
        Get-ChildItem $root -Recurse -Filter report.html | Should -HaveCount 1
    }
}

Describe 'azure-automation.ps1' {
    It 'brings the shard, backs it up and takes it back, with the store''s credential' {
        # The automation account's commands, with a folder for its container.
        $run = Invoke-ExampleProcess @"
`$store = New-Item -ItemType Directory '$TestDrive/container'
function Get-AutomationPSCredential {
    param(`$Name)
    [pscredential]::new(`$env:KORE_CLIENT_ID, (ConvertTo-SecureString `$env:KORE_CLIENT_SECRET -AsPlainText -Force))
}
function Get-AutomationVariable { param(`$Name) if (`$Name -eq 'KoreHost') { `$env:KORE_HOST } else { 'storage' } }
function Connect-AzAccount { param([switch] `$Identity) }
function New-AzStorageContext { param(`$StorageAccountName, [switch] `$UseConnectedAccount) 'context' }
function Get-AzStorageBlob {
    param(`$Container, `$Context, `$Prefix)
    Get-ChildItem `$store -File -Recurse |
        ForEach-Object { [pscustomobject]@{ Name = `$_.FullName.Substring("`$store/".Length).Replace('\', '/') } } |
        Where-Object Name -Like "`$Prefix*"
}
function Get-AzStorageBlobContent {
    param(`$Blob, `$Container, `$Context, `$Destination, [switch] `$Force)
    Copy-Item "`$store/`$Blob" `$Destination
}
function Set-AzStorageBlobContent {
    param(`$File, `$Container, `$Blob, `$Context, [switch] `$Force)
    `$null = New-Item -ItemType Directory -Force (Split-Path "`$store/`$Blob")
    Copy-Item `$File "`$store/`$Blob"
    `$global:uploads++
}
function Remove-AzStorageBlob { param(`$Blob, `$Container, `$Context, [switch] `$Force) Remove-Item "`$store/`$Blob"; `$global:removed++ }
`$env:TMPDIR = `$env:TEMP = `$env:TMP = '$TestDrive'
`$global:uploads = 0
./azure-automation.ps1
"first night: `$uploads"
Remove-Item -Recurse '$TestDrive/kore-backup'
`$global:uploads = 0
./azure-automation.ps1
"second night: `$uploads"
./azure-automation.ps1 -Verify | Out-String
Test-Path "`$store/report.html"
Remove-Item -Recurse '$TestDrive/kore-backup', (Get-ChildItem "`$store/shard-0" -Directory | Select-Object -First 1)
try { ./azure-automation.ps1 -Verify } catch { "third night: `$_" }
"@
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Text | Should -Match 'first night: 28'
        $run.Text | Should -Match 'second night: 14'
        $run.Text | Should -Match '(?s)True +7 +14 .*True'
        $run.Text | Should -Match 'third night: .*There is no backup of bot'
        Test-KoreBackup (Join-Path $TestDrive 'container/shard-0') -Quiet | Should -BeTrue
    }
}
