BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Input from the pipeline and as an argument' {
    BeforeEach {
        Reset-Fault $sandbox
        $exports = Start-KoreBotExport $botId
        $sandbox.ClearRequests()
    }

    It 'is refused by <Cmdlet>, before anything is sent' -ForEach @(
        @{ Cmdlet = 'Export-KoreBot'; Parameter = 'BotId'; Run = { $sandbox.BotId | Export-KoreBot backup } }
        @{ Cmdlet = 'Start-KoreBotExport'; Parameter = 'BotId'; Run = { $sandbox.BotId | Start-KoreBotExport backup } }
        @{ Cmdlet = 'Start-KoreMlExport'; Parameter = 'BotId'; Run = { $sandbox.BotId | Start-KoreMlExport -BotId backup } }
        @{ Cmdlet = 'Get-KoreBotExportStatus'; Parameter = 'BotId'; Run = { $exports | Get-KoreBotExportStatus backup } }
        @{ Cmdlet = 'Get-KoreMlExportStatus'; Parameter = 'BotId'; Run = { $exports | Get-KoreMlExportStatus backup } }
        @{ Cmdlet = 'Wait-KoreExport'; Parameter = 'InputObject'; Run = { $exports | Wait-KoreExport $exports } }
        @{ Cmdlet = 'Wait-KoreExport -Id'; Parameter = 'Id'; Run = { $exports | Wait-KoreExport -BotId $botId -Id ber-1 -Kind Bot } }
        @{ Cmdlet = 'Save-KoreExport'; Parameter = 'InputObject'; Run = { $exports | Save-KoreExport $exports -Destination $TestDrive } }
        @{ Cmdlet = 'Get-KoreBot'; Parameter = 'BotId'; Run = { $sandbox.BotId | Get-KoreBot -BotId backup } }
        @{ Cmdlet = 'Get-KoreTestSuite'; Parameter = 'BotId'; Run = { $sandbox.BotId | Get-KoreTestSuite backup } }
        @{ Cmdlet = 'Export-KoreTestSuite'; Parameter = 'BotId'; Run = { $sandbox.BotId | Export-KoreTestSuite backup } }
        @{ Cmdlet = 'Export-KoreBotVariable'; Parameter = 'BotId'; Run = { $sandbox.BotId | Export-KoreBotVariable backup } }
        @{ Cmdlet = 'Disconnect-KoreSession'; Parameter = 'Session'; Run = { Get-KoreSession | Disconnect-KoreSession (Get-KoreSession) } }
    ) {
        Push-Location $TestDrive
        try {
            $Run | Should -Throw "*was bound to -$Parameter as well*" -ErrorId 'KoreOptionInvalid,*'
        }
        finally {
            Pop-Location
        }

        $sandbox.Requests | Should -BeNullOrEmpty
        Get-ChildItem $TestDrive -Force | Should -BeNullOrEmpty
    }

    It 'names -Destination where there is one: <_>' -ForEach 'Export-KoreBot', 'Export-KoreBotVariable', 'Export-KoreTestSuite' {
        $caught = try { $sandbox.BotId | & $_ backup } catch { $_ }
        "$caught" | Should -BeLike "*'backup'*"
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-Destination*'
    }

    It 'is no conflict where the argument says something else of what is piped in' {
        Get-KoreBot -BotId $botId | Export-KoreBot -Name Weather -Destination $TestDrive | ForEach-Object Name | Should -Be Weather
    }
}

Describe 'What is piped in' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'is refused where it is no bot: <What>' -ForEach @(
        @{ What = 'a hashtable'; Value = @{ Name = 'x' }; Type = 'System.Collections.Hashtable' }
        @{ What = 'a number'; Value = 5; Type = 'System.Int32' }
        @{ What = 'a date'; Value = [datetime]::Now; Type = 'System.DateTime' }
        @{ What = 'an object'; Value = [pscustomobject]@{ Name = 'x' }; Type = 'PSCustomObject' }
        @{ What = 'a BotId that is a number'; Value = [pscustomobject]@{ BotId = 5 }; Type = 'System.Int32' }
        @{ What = 'a true'; Value = $true; Type = 'System.Boolean' }
    ) {
        $input = $Value
        foreach ($cmdlet in 'Start-KoreBotExport', 'Start-KoreMlExport', 'Get-KoreBotExportStatus', 'Get-KoreTestSuite') {
            , $Value | & $cmdlet -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
            $failed | Should -HaveCount 1
            "$failed" | Should -BeLike "*A bot id is text*$Type*"
        }

        , $Value | Export-KoreBot -Destination $TestDrive -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        "$failed" | Should -BeLike "*A bot id is text*$Type*"
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'costs the others nothing where one is refused' {
        $started = $sandbox.BotId[0], 5, @{}, $sandbox.BotId[1] | Start-KoreBotExport -ErrorAction SilentlyContinue -ErrorVariable failed
        $started.BotId | Should -Be $sandbox.BotId[0, 1]
        $failed | Should -HaveCount 2
    }

    It 'is refused as an argument too, and nothing is sent' {
        { Start-KoreBotExport $botId, 5 } | Should -Throw '*A bot id is text*System.Int32*'
        { Test-KoreSession -BotId @{} } | Should -Throw '*A bot id is text*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'is a sandbox with all its bots' {
        ($sandbox | Start-KoreBotExport).BotId | Should -Be $sandbox.BotId
    }

    It 'is one bot, with blanks around its id or without: <_>' -ForEach 'Start-KoreBotExport', 'Start-KoreMlExport' {
        ("$botId ", $botId, " $botId" | & $_).BotId | Should -Be $botId
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'is exported once where a bot comes twice: Start | Wait' {
        $verbose = $($done = $botId, $botId, $sandbox.BotId[1] | Start-KoreBotExport -Verbose | Wait-KoreExport) 4>&1
        $done.BotId | Sort-Object | Should -Be @($sandbox.BotId[0, 1] | Sort-Object)
        $sandbox.Requests | Where-Object Kind -EQ StartBotExport | Should -HaveCount 2
        "$verbose" | Should -Match 'more than once'
    }

    It 'is worked on many at a time by <Cmdlet>, and comes out in order' -ForEach @(
        @{ Cmdlet = 'Start-KoreBotExport'; Kind = 'StartBotExport' }
        @{ Cmdlet = 'Get-KoreBotExportStatus'; Kind = 'BotExportStatus' }
    ) {
        $many = Start-KoreSandbox -BotCount 40 -JobDuration 0 -RateLimitPerMinute 0
        $session = Connect-KoreSession -HostUri $many.HostUri -Credential $many.Credential -NotDefault
        $null = $many.BotId | Start-KoreBotExport -Session $session
        $many.Faults.Api.AnswerDelay = [timespan]::FromMilliseconds(200)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        ($many.BotId | & $Cmdlet -Session $session -ThrottleLimit 40).BotId | Should -Be $many.BotId
        # One after the other it would be 8 seconds.
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 4
        $many | Stop-KoreSandbox
    }
}

Describe 'A name' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'may be missing: <What>' -ForEach @(
        @{ What = 'empty'; Name = '' }
        @{ What = 'null'; Name = $null }
        @{ What = 'blank'; Name = '  ' }
        @{ What = 'control characters'; Name = "$([char]27)[31m`n`0" }
        @{ What = 'long'; Name = 'x' * 5000 }
        @{ What = 'half a surrogate pair'; Name = "a$([char]0xD83D)b" }
    ) {
        $sandbox.Faults.Api.AnswerDelay = [timespan]::FromMilliseconds(400)
        $name = $Name
        $bots = $sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = $name } }
        $shell = New-PowerShell 'param($Session, $Bots, $Folder) $Bots | Export-KoreBot -Session $Session -Destination $Folder' @{
            Session = Get-KoreSession; Bots = $bots; Folder = $folder
        }
        try {
            $saved = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $saved | Should -HaveCount 3
            $texts = $shell.Streams.Progress | ForEach-Object { $_.Activity; $_.StatusDescription }
            $texts | Should -Not -BeNullOrEmpty
            $texts | ForEach-Object { $_.Length | Should -BeLessThan 200; $_ | Should -Not -Match '\p{Cc}' }
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'that is missing in the middle of many loses nothing' {
        $many = Start-KoreSandbox -BotCount 30 -JobDuration 0 -RateLimitPerMinute 0
        $session = Connect-KoreSession -HostUri $many.HostUri -Credential $many.Credential -NotDefault
        $bots = $many.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = if ($_ -ne $many.BotId[15]) { 'n' } else { '' } } }
        $bots | Export-KoreBot -Session $session -Destination $folder | Should -HaveCount 30
        $many | Stop-KoreSandbox
    }

    It 'that nothing has is an error, one with wildcards is not: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Get-KoreBot'; Id = 'KoreBotNotFound'; Parameter = @{} }
        @{ Cmdlet = 'Get-KoreTestSuite'; Id = 'KoreTestSuiteNotFound'; Parameter = @{ BotId = '' } }
    ) {
        if ($Parameter.Count) { $Parameter.BotId = $botId }
        & $Cmdlet @Parameter -Name nobody, 'no*' -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be $Id
        "$failed" | Should -BeLike "*'nobody'*"
        & $Cmdlet @Parameter -Name 'no*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'of Get-KoreBot may be an id' {
        (Get-KoreBot $botId).BotId | Should -Be $botId
        Get-KoreBot st-nobody -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be KoreBotNotFound
        $failed[0].TargetObject | Should -Be st-nobody
    }

    It 'that another filter leaves out is there all the same' {
        Get-KoreBot 'Bank Assistant' -Status nonesuch -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'A text of 5,000 characters, some of them control characters, is shown readably' {
    BeforeAll {
        $long = "a$([char]27)[2J$([char]7)" + 'x' * 5000
        $missing = Join-Path $TestDrive $long
    }

    It 'in the error of <Run>' -ForEach @(
        @{ Run = { Start-KoreBotExport $long } }
        @{ Run = { Get-KoreBot $long } }
        @{ Run = { Get-KoreTestSuite $botId -Name $long } }
        @{ Run = { Get-KoreBotExportStatus $botId -Id $long } }
        @{ Run = { Wait-KoreExport -BotId $botId -Id $long -Kind Bot } }
        @{ Run = { Export-KoreBot $botId -Destination $missing } }
        @{ Run = { Export-KoreBot $botId -Path $missing } }
        @{ Run = { Export-KoreRole -Destination $missing } }
        @{ Run = { Expand-KoreExport $missing } }
        @{ Run = { Merge-KoreExport $missing (Join-Path $TestDrive x.zip) } }
        @{ Run = { Compare-KoreExport $missing $missing } }
        @{ Run = { Test-KoreBackup $missing } }
        @{ Run = { Get-KoreBackup $missing } }
        @{ Run = { Restore-KoreBot $missing -AsNew -Confirm:$false } }
    ) {
        $shown = try { & $Run 2>&1 } catch { $_ }
        $failed = @($shown | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -BeLike 'Kore*'
        foreach ($text in "$failed", $failed[0].Exception.Message, $failed[0].ErrorDetails.RecommendedAction) {
            $text | Should -Not -Match '\p{Cc}'
            $text.Length | Should -BeLessThan 2100
        }
    }

    It 'in a log line' {
        $line = Export-KoreBot $long -Exclude * -Destination $TestDrive -Verbose 4>&1
        "$line" | Should -BeLike '*-Exclude names it.'
        "$line" | Should -Not -Match '\p{Cc}'
        "$line".Length | Should -BeLessThan 2100
    }
}
