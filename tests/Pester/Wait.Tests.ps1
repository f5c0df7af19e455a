BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 5 }
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Wait-KoreExport' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'returns the finished export as a new object' {
        $started = Start-KoreBotExport $botId
        $done = $started | Wait-KoreExport
        $done.Id | Should -Be $started.Id
        $done.State | Should -Be 'Succeeded'
        $started.State | Should -Be 'Running'
    }

    It 'waits for many of both kinds at once' {
        $started = @($sandbox.BotId | Start-KoreBotExport) + @($sandbox.BotId | Start-KoreMlExport)
        $done = $started | Wait-KoreExport
        $done.Id | Sort-Object | Should -Be @($started.Id | Sort-Object)
        (Wait-KoreExport -InputObject $started).Count | Should -Be 10
    }

    It 'returns what is done already at once' {
        $done = Start-KoreBotExport $botId | Wait-KoreExport
        ($done | Wait-KoreExport -TimeoutSec 0).Id | Should -Be $done.Id
    }

    It 'returns the first one with -Any' {
        $sandbox.Faults.Job.NeverFinish = $true
        $sandbox.Faults.Job.BotId = $sandbox.BotId[0]
        $done = $sandbox.BotId[0, 1] | Start-KoreBotExport | Wait-KoreExport -Any
        $done.BotId | Should -Be $sandbox.BotId[1]
    }

    It 'returns one with -Any where several are done' {
        $sandbox.BotId | Start-KoreBotExport | Wait-KoreExport -Any | Should -HaveCount 1
    }

    It 'writes errors with -Any where none succeeds' {
        $sandbox.Faults.Job.FailCount = 2
        $sandbox.BotId[0, 1] | Start-KoreBotExport | Wait-KoreExport -Any -ErrorAction SilentlyContinue -ErrorVariable failed |
            Should -BeNullOrEmpty
        $failed | ForEach-Object { Get-ErrorId $_ } | Should -Be 'KoreExportFailed', 'KoreExportFailed'
    }

    It 'takes bot, id and kind' {
        $started = Start-KoreMlExport $botId Json
        $done = Wait-KoreExport -BotId $botId -Id $started.Id -Kind MlUtterance -CreatedOn $started.CreatedOn `
            -RequestedTime $started.RequestedTime -FileType JSON -Session (Get-KoreSession)
        $done.Id | Should -Be $started.Id
    }

    It 'takes exports that went through <How>' -ForEach @(
        @{ How = 'a file'; Through = { $input | Export-Clixml TestDrive:e.xml; Import-Clixml TestDrive:e.xml } }
        @{
            How = 'a file, fields selected'
            Through = { $input | Select-Object BotId, Id, Kind | Export-Clixml TestDrive:s.xml; Import-Clixml TestDrive:s.xml }
        }
        @{ How = 'JSON'; Through = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ How = 'JSON with names'; Through = { $input | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json } }
        @{ How = 'CSV'; Through = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $started = @($sandbox.BotId[0, 1] | Start-KoreBotExport) + @(Start-KoreMlExport $botId)
        $done = $started | & $Through | Wait-KoreExport
        $done.Id | Sort-Object | Should -Be @($started.Id | Sort-Object)
        $done | ForEach-Object { $_.GetType().Name } | Sort-Object | Should -Be 'KoreBotExport', 'KoreBotExport', 'KoreMlExport'
    }

    It 'takes exports that a job started, and saves them' {
        $job = Start-Job {
            Import-Module $using:manifest
            Connect-KoreSession -HostUri $using:sandbox.HostUri -Credential $using:sandbox.Credential
            $using:sandbox.BotId | Start-KoreBotExport
        }
        $started = $job | Receive-Job -Wait -AutoRemoveJob
        $saved = $started | Wait-KoreExport | Save-KoreExport -Destination TestDrive:job
        $saved.BotId | Sort-Object | Should -Be @($sandbox.BotId | Sort-Object)
    }

    It 'ends in one error for each that fails, is superseded or late, and the others still come out' {
        $sandbox.Faults.Job.FailCount = 1
        $fails = Start-KoreBotExport $sandbox.BotId[0]
        $good = Start-KoreBotExport $sandbox.BotId[1], $sandbox.BotId[2]
        $hidden = Start-KoreMlExport $sandbox.BotId[3]
        Start-Sleep -Milliseconds 20
        $null = Start-KoreMlExport $sandbox.BotId[3]
        $sandbox.Faults.Job.BotId = $sandbox.BotId[4]
        $sandbox.Faults.Job.NeverFinish = $true
        $late = Start-KoreBotExport $sandbox.BotId[4]

        $done = $fails, $good[0], $hidden, $late, $good[1] |
            Wait-KoreExport -TimeoutSec 3 -ErrorAction SilentlyContinue -ErrorVariable failed

        $done.Id | Sort-Object | Should -Be @($good.Id | Sort-Object)
        $failed | ForEach-Object { Get-ErrorId $_ } | Sort-Object | Should -Be 'KoreExportFailed', 'KoreExportSuperseded',
            'KoreExportTimeout'
        $failed.TargetObject | Sort-Object | Should -Be @($sandbox.BotId[0, 3, 4] | Sort-Object)
    }

    It 'tells the platform''s reason for a failure' {
        $sandbox.Faults.Job.FailCount = 1
        $sandbox.Faults.Job.FailureMessage = "Disk quota$([char]27)[31m"
        Start-KoreBotExport $botId | Wait-KoreExport -ErrorAction SilentlyContinue -ErrorVariable failed
        "$failed" | Should -BeLike '*Disk quota*'
        "$failed" | Should -Not -Match ([char]27)
    }

    It 'knows -TimeoutSec as -Timeout too' {
        $sandbox.Faults.Job.NeverFinish = $true
        Start-KoreBotExport $botId | Wait-KoreExport -Timeout 0 -PollIntervalSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportTimeout'
    }

    It 'never takes the export before for the new one (stale status)' {
        $null = Start-KoreBotExport $botId
        Start-Sleep -Milliseconds 20
        $sandbox.Faults.Job.StaleStatusCount = 2
        $started = Start-KoreBotExport $botId
        ($started | Wait-KoreExport).Id | Should -Be $started.Id
        $sandbox.Requests | Where-Object Kind -EQ BotExportStatus | Should -HaveCount 3
    }

    It 'waits out server errors' {
        $sandbox.Faults.Job.FirstStatus500 = 1
        (Start-KoreBotExport $botId | Wait-KoreExport).State | Should -Be 'Succeeded'
    }

    It 'never trusts a status without _id' {
        $started = Start-KoreBotExport $botId
        $sandbox.Faults.Job.OmitId = $true
        $started | Wait-KoreExport -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportUnidentified'
    }

    It 'has no more than -ThrottleLimit under way' {
        $sandbox.Faults.Job.NeverFinish = $true
        $sandbox.BotId | Start-KoreBotExport |
            Wait-KoreExport -TimeoutSec 1 -ThrottleLimit 2 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 5
        # Two at a time, each for a second: those that come last are not asked about in the first.
        $polls = $sandbox.Requests | Where-Object Kind -EQ BotExportStatus
        $first = $polls | Group-Object BotId | ForEach-Object { $_.Group[0].Time } | Sort-Object
        ($first[4] - $first[0]).TotalSeconds | Should -BeGreaterThan 1.5
    }

    It 'gives up at once where waiting cannot help: <Id>' -ForEach @(
        @{
            Id = 'KoreScopeMissing'
            Session = { Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault }
        }
    ) {
        Start-KoreBotExport $botId | Wait-KoreExport -Session (& $Session) -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be $Id
        $sandbox.Requests | Where-Object Kind -EQ BotExportStatus | Should -HaveCount 1
    }

    It 'says what is wrong with an object that is no export: <BotId> <Id>' -ForEach @(
        @{ BotId = 'st/../x'; Id = 'ber-1'; Expected = 'KoreBotIdInvalid' }
        @{ BotId = 'st-1'; Id = ''; Expected = 'ParameterArgumentValidationError' }
    ) {
        [pscustomobject]@{ BotId = $BotId; Id = $Id; Kind = 'Bot' } | Wait-KoreExport -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | ForEach-Object { Get-ErrorId $_ } | Should -Be $Expected
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
