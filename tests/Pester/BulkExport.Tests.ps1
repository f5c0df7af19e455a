BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 24; JobDuration = 0.3 }

    # How many exports were under way at the same time: from a bot's start to its download, as the sandbox saw them.
    function Get-MostInFlight {
        $moments = foreach ($bot in $sandbox.Requests | Where-Object BotId | Group-Object BotId) {
            [pscustomobject]@{ Time = ($bot.Group | Where-Object Kind -EQ StartBotExport)[0].Time; Change = 1 }
            [pscustomobject]@{ Time = @($bot.Group | Where-Object Kind -EQ Download)[-1].Time; Change = -1 }
        }
        $now = 0
        ($moments | Sort-Object Time, Change | ForEach-Object { ($now += $_.Change) } | Measure-Object -Maximum).Maximum
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Export-KoreBot for many' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'never has more than -ThrottleLimit <_> under way, and uses them' -ForEach 1, 5, 24 {
        $bots = $sandbox.BotId | Select-Object -First ([Math]::Max(4, $_))
        $bots | Export-KoreBot -Destination $folder -ThrottleLimit $_ | Should -HaveCount $bots.Count
        $most = Get-MostInFlight
        $most | Should -BeLessOrEqual $_
        $most | Should -BeGreaterThan ($_ / 2)
    }

    It 'starts nothing twice when a bot comes twice, and says so' {
        $verbose = $($sandbox.BotId[0, 0, 1] | Export-KoreBot -Destination $folder -Verbose | Set-Variable saved) 4>&1
        $saved | Should -HaveCount 2
        "$verbose" | Should -Match 'more than once'
    }

    It 'has one error for each bot that fails, and the others come out' {
        $sandbox.Faults.Random.Seed = 5
        $sandbox.Faults.Random.FailingBotRate = 0.3
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder -ThrottleLimit 12 -ErrorAction SilentlyContinue -ErrorVariable failed
        $sandbox.Faults.Random.FailingBotRate = 0
        $failed.Count | Should -BeGreaterThan 0
        @($saved.BotId) + @($failed.TargetObject) | Sort-Object | Should -Be @($sandbox.BotId | Sort-Object)
        $failed | ForEach-Object { Get-ErrorId $_ } | Select-Object -Unique | Should -Be KoreExportFailed
        $sandbox.BotId | Export-KoreBot -Destination $folder -Resume | Should -HaveCount $failed.Count
        $sandbox.BotId | Test-KoreBackup -Path $folder -Quiet | Should -BeTrue
    }

    It 'gets through where one call in ten fails' {
        $sandbox.Faults.Random.Seed = 11
        $sandbox.Faults.Random.Rate = 0.1
        $sandbox.Faults.Random.SlowDelay = [timespan]::FromMilliseconds(50)
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder -ThrottleLimit 12 -ErrorAction SilentlyContinue -ErrorVariable failed
        $sandbox.Faults.Random.Rate = 0
        @($saved).Count + $failed.Count | Should -Be 24
        $sandbox.BotId | Export-KoreBot -Destination $folder -Resume | Should -HaveCount $failed.Count
        $sandbox.BotId | Test-KoreBackup -Path $folder -Quiet | Should -BeTrue
    }

    It 'gives each bot its own time' {
        $sandbox.Faults.Job.NeverFinish = $true
        $sandbox.Faults.Job.BotId = $sandbox.BotId[1]
        $sandbox.BotId[0..3] | Export-KoreBot -Destination $folder -TimeoutSec 2 -ErrorAction SilentlyContinue -ErrorVariable failed |
            Should -HaveCount 3
        Get-ErrorId $failed | Should -Be KoreExportTimeout
    }

    It 'writes what is done while more comes in' {
        $seen = [Collections.Generic.List[int]]::new()
        $given = [ref] 0
        $null = $sandbox.BotId[0..7] | ForEach-Object { $given.Value++; Start-Sleep -Milliseconds 250; $_ } |
            Export-KoreBot -Destination $folder | ForEach-Object { $seen.Add($given.Value) }
        $seen[0] | Should -BeLessThan 8
        $seen | Should -HaveCount 8
    }
}

Describe 'Progress over many' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'has one bar over all with counts and rate, and one for each that runs' {
        $shell = New-PowerShell '
            param($Session, $BotId, $Folder)
            Export-KoreBot $BotId -Session $Session -Destination $Folder -ThrottleLimit 4' @{
            Session = Get-KoreSession; BotId = $sandbox.BotId; Folder = $folder
        }
        $null = $shell.Invoke()
        $records = $shell.Streams.Progress.ReadAll()
        $shell.Dispose()
        $parent = $records | Where-Object ParentActivityId -LT 0
        $parent.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $parent.StatusDescription | Where-Object { $_ -match '^\d+ of 24 done, [\d.]+ a minute$' } | Should -Not -BeNullOrEmpty
        $children = $records | Where-Object ParentActivityId -EQ $parent[0].ActivityId
        $children.ActivityId | Select-Object -Unique | Should -HaveCount 4
        $children.Activity | Where-Object { $_ -in $sandbox.BotId } | Should -Not -BeNullOrEmpty
        foreach ($bar in $records | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
        }
    }
}

Describe 'Ctrl+C in the middle of many' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'is over at once and leaves whole files, each of them with its record, and nothing else' {
        $shell = New-PowerShell '
            param($Session, $BotId, $Folder)
            Export-KoreBot $BotId -Session $Session -Destination $Folder -ThrottleLimit 4' @{
            Session = Get-KoreSession; BotId = $sandbox.BotId; Folder = $folder
        }
        $run = $shell.BeginInvoke()
        Wait-Until { @(Get-ChildItem -Path $folder -Filter *.zip -Recurse -ErrorAction Ignore).Count -ge 6 }
        $run.IsCompleted | Should -BeFalse
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        # A second is plenty; a machine that is busy gets more.
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $shell.Dispose()

        $files = (Get-ChildItem -LiteralPath $folder -Filter *.zip -Recurse).FullName | Sort-Object
        (Get-KoreBackup $folder).FullName | Sort-Object | Should -Be $files
        Test-KoreBackup $folder -Strict -Quiet | Should -BeTrue
        $rest = $sandbox.BotId | Export-KoreBot -Destination $folder -Resume
        $rest.Count + $files.Count | Should -Be 24
        $sandbox.BotId | Test-KoreBackup -Path $folder -Quiet | Should -BeTrue
    }
}
