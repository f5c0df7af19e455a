BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Get-KoreBotExportStatus' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'returns a fresh object and leaves the one piped in as it was' {
        $export = Start-KoreBotExport $botId
        $status = $export | Get-KoreBotExportStatus
        $status | Should -BeOfType KoreExport.KoreBotExport
        $status.Id | Should -Be $export.Id
        $status.State | Should -Be 'Succeeded'
        $status.HasDownloadLink | Should -BeTrue
        $status.FileSize | Should -BeGreaterThan 0
        $export.State | Should -Be 'Running'
    }

    It 'asks exactly once' {
        $null = Start-KoreBotExport $botId | Get-KoreBotExportStatus
        $sandbox.Requests | Where-Object Kind -EQ BotExportStatus | Should -HaveCount 1
    }

    It 'shows the latest export of a bot, whoever started it' {
        $null = Start-KoreBotExport $botId
        $latest = Start-KoreBotExport $botId
        (Get-KoreBotExportStatus -BotId $botId).Id | Should -Be $latest.Id
    }

    It 'takes several bots, from a file or a job too' {
        $sandbox.BotId | Start-KoreBotExport | Export-Clixml TestDrive:exports.xml
        (Import-Clixml TestDrive:exports.xml | Get-KoreBotExportStatus).BotId | Should -Be $sandbox.BotId
        (Get-KoreBotExportStatus $sandbox.BotId -ThrottleLimit 2).BotId | Should -Be $sandbox.BotId
    }

    It 'says that another export hides the one meant' {
        $mine = Start-KoreBotExport $botId
        $sandbox.Faults.Job.SupersedeAfterPolls = 0
        Start-Sleep -Milliseconds 20
        $mine | Get-KoreBotExportStatus -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportSuperseded'
        Get-KoreBotExportStatus $botId -Id $mine.Id -CreatedOn $mine.CreatedOn -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportSuperseded'
    }

    It 'does not take an older export for the one meant' {
        $null = Start-KoreBotExport $botId
        Start-Sleep -Milliseconds 20
        $sandbox.Faults.Job.StaleStatusCount = 1
        $mine = Start-KoreBotExport $botId
        $status = $mine | Get-KoreBotExportStatus
        $status.Id | Should -Be $mine.Id
        $status.State | Should -Be 'Running'
    }

    It 'knows older from newer to the millisecond when the export comes from a job' {
        $mine = Start-KoreBotExport $botId
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($mine))
        $copy.CreatedOn.UtcDateTime | Should -Be $mine.CreatedOn.UtcDateTime
        ($copy | Get-KoreBotExportStatus).Id | Should -Be $mine.Id
        $earlier = $mine.CreatedOn.AddMilliseconds(-1)
        Get-KoreBotExportStatus $botId -Id ber-1 -CreatedOn $earlier -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportSuperseded'
        (Get-KoreBotExportStatus $botId -Id ber-1 -CreatedOn $mine.CreatedOn.AddMilliseconds(1)).State | Should -Be 'Running'
    }

    It 'takes no export of the other kind' {
        Start-KoreMlExport $botId | Get-KoreBotExportStatus -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportInvalid'
        Get-KoreBotExportStatus $botId -Kind MlUtterance -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportInvalid'
    }

    It 'does not say who came first where it cannot know' {
        $null = Start-KoreBotExport $botId
        Get-KoreBotExportStatus $botId -Id ber-00000000 -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        "$failed" | Should -BeLike '*cannot be told*'
    }

    It 'takes no status without an id for the export that is meant' {
        $sandbox.Faults.Job.OmitId = $true
        $null = Start-KoreBotExport $botId -ErrorAction SilentlyContinue
        Get-KoreBotExportStatus $botId -Id ber-00000000 -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportUnidentified'
    }

    It 'uses the session it is given' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Get-KoreBotExportStatus $botId -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
    }
}

Describe 'Get-KoreMlExportStatus' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'returns a fresh object with all there is' {
        $export = Start-KoreMlExport $botId Json
        $status = $export | Get-KoreMlExportStatus
        $status | Should -BeOfType KoreExport.KoreMlExport
        $status.Id | Should -Be $export.Id
        $status.State | Should -Be 'Succeeded'
        $status.PercentComplete | Should -Be 100
        $status.FileType | Should -Be 'JSON'
    }

    It 'takes no export of the other kind' {
        Start-KoreBotExport $botId | Get-KoreMlExportStatus -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreExportInvalid'
        (Get-KoreMlExportStatus -BotId (Start-KoreMlExport $botId).BotId -Kind MlUtterance -ThrottleLimit 1).BotId | Should -Be $botId
    }

    It 'says that another export hides the one meant' {
        $mine = Start-KoreMlExport $botId
        Start-Sleep -Milliseconds 20
        $null = Start-KoreMlExport $botId
        $session = Get-KoreSession
        Get-KoreMlExportStatus $botId -Id $mine.Id -CreatedOn $mine.CreatedOn -RequestedTime $mine.RequestedTime -Session $session `
            -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportSuperseded'
        $failed[0].TargetObject | Should -Be $botId
    }

    It 'reads the documented sample, success without a link included' {
        $sandbox.Faults.Job.SuccessWithoutLinkCount = 1
        $status = Start-KoreMlExport $botId | Get-KoreMlExportStatus
        $status.Status | Should -BeExactly 'SUCCESS'
        $status.HasDownloadLink | Should -BeFalse
        $status.DownloadUrl | Should -BeNullOrEmpty
    }
}

Describe 'The download link' {
    It 'is there when asked for by name, and in no view' {
        Reset-Fault $sandbox
        $status = Start-KoreBotExport $botId | Get-KoreBotExportStatus
        $status.DownloadUrl | Should -Match '[?&]s='
        ($status | Format-List * | Out-String -Width 500) + ($status | ConvertTo-Json -Depth 5) + "$status" | Should -Not -Match '[?&]s='
    }
}
