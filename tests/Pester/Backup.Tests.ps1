BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 4 }

    function Read-Record {
        Get-ChildItem -LiteralPath $folder -Recurse -Filter *.record.json |
            ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw | ConvertFrom-Json }
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'A backup set' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'has a folder for each bot, and a record beside each file that says what was saved' {
        $saved = $sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = "Bot of $_" } } |
            Export-KoreBot -Destination $folder -Kind Bot, MlUtterance
        (Get-ChildItem -LiteralPath $folder -Force).Name | Sort-Object | Should -Be ($sandbox.BotId | Sort-Object)
        $saved | Should -HaveCount 8
        foreach ($file in $saved) {
            Split-Path $file.FullName | Should -Be (Join-Path $folder $file.BotId)
            $record = Get-Content -LiteralPath "$($file.FullName).record.json" -Raw | ConvertFrom-Json
            $record.schema | Should -Be 1
            $record.sha256 | Should -Be (Get-FileHash -LiteralPath $file.FullName).Hash
            $record.contentHash | Should -Be $file.ContentHash
            $record.requestId | Should -Be $file.Id
            $record.kind | Should -Be $file.Kind
            $record.name | Should -Be "Bot of $($record.botId)"
            $file.Name | Should -Be $record.name
            $file.Outcome | Should -Be Saved
        }
    }

    It 'takes a name that is given as an argument' {
        (Export-KoreBot $sandbox.BotId[0] -Name Weather -Destination $folder).Name | Should -Be Weather
        (Read-Record).name | Should -Be Weather
    }

    It 'holds variables, test suites and, once, roles' {
        $kind = 'Bot', 'Variable', 'TestSuite', 'Role'
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder -Kind $kind -WarningAction SilentlyContinue
        $saved.Kind | Select-Object -Unique | Sort-Object | Should -Be 'Bot', 'Variable', 'TestSuite', 'Role'
        $saved | Where-Object Kind -EQ Role | Should -HaveCount 2
        $sandbox.BotId | Test-KoreBackup -Path $folder -Quiet | Should -BeTrue
        $sandbox.BotId | Export-KoreBot -Destination $folder -Kind $kind -Resume | Should -BeNullOrEmpty
        $again = $sandbox.BotId | Export-KoreBot -Destination $folder -Kind $kind -SkipUnchanged -WarningAction SilentlyContinue
        $again.Outcome | Select-Object -Unique | Should -Be Unchanged
    }

    It 'is written alike by all cmdlets' {
        $botId = $sandbox.BotId[0]
        $null = Start-KoreBotExport $botId | Wait-KoreExport | Save-KoreExport -Destination $folder
        $null = Start-KoreMlExport $botId | Save-KoreExport -Destination $folder
        $null = Export-KoreBotVariable $botId -Destination $folder -WarningAction SilentlyContinue
        $null = Export-KoreTestSuite $botId -Destination $folder
        $null = Export-KoreRole -Destination $folder
        Export-KoreBot $botId -Kind Bot, MlUtterance, Variable, TestSuite, Role -Destination $folder -Resume | Should -BeNullOrEmpty

        # What is only some of the suites says nothing of the others.
        $null = Export-KoreTestSuite $sandbox.BotId[1] -Language ja -Destination $folder
        Export-KoreBot $sandbox.BotId[1] -Kind TestSuite -Destination $folder -Resume | Should -Not -BeNullOrEmpty
        $botId | Test-KoreBackup -Path $folder -MaximumAge 3600 -Strict -Quiet | Should -BeTrue
    }

    It 'asks for test suites in the language of a bot that is piped in' {
        $sandbox.ClearRequests()
        $null = Get-KoreBot | Where-Object DefaultLanguage -EQ de | Select-Object -First 1 |
            Export-KoreBot -Kind TestSuite -Destination $folder
        $asked = $sandbox.Requests | Where-Object Kind -In ListTestSuites, ExportTestSuite
        $asked.BotLanguage | Select-Object -Unique | Should -Be 'de'
    }

    It 'says what failed and why, in words that hold no link and no token' {
        $sandbox.Faults.Job.FailCount = 1
        $sandbox.BotId | Export-KoreBot -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 3
        $failed | Should -HaveCount 1
        $record = Read-Record | Where-Object outcome -EQ Failed
        $record.errorId | Should -Be KoreExportFailed
        $record.botId | Should -Be $failed[0].TargetObject
        Get-ChildItem -LiteralPath $folder -Recurse -Filter *.record.json | Get-Content -Raw | Should -Not -Match 'eyJ|getMediaStream|\?e='
    }

    It 'is not written for -Path' {
        $null = Export-KoreBot $sandbox.BotId[0] -Path (Join-Path $folder bot.zip)
        Get-ChildItem -LiteralPath $folder -Force | Should -HaveCount 1
    }

    It 'of the older form ends <_> with one clear error, before anything is sent' -ForEach 'Export-KoreBot', 'Export-KoreBotVariable',
        'Export-KoreTestSuite', 'Export-KoreRole', 'Get-KoreBackup' {
        $null = New-Item -ItemType Directory $folder
        Set-Content -LiteralPath (Join-Path $folder kore-export.json) -Value '{ "schema": 1 }'
        $cmdlet = $_
        $argument = if ($cmdlet -eq 'Get-KoreBackup') { @{ Path = $folder } } else { @{ Destination = $folder } }
        if ($cmdlet -notin 'Get-KoreBackup', 'Export-KoreRole') { $argument.BotId = $sandbox.BotId }
        { & $cmdlet @argument -ErrorAction Stop } | Should -Throw -ErrorId 'KoreBackupFormatUnsupported,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'is the owner''s alone' -Skip:$IsWindows {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        foreach ($file in Get-ChildItem -LiteralPath $folder -Recurse -File) {
            $file.UnixMode | Should -Be '-rw-------'
        }
    }

    It 'gives what was saved of several parts before the error of one that failed' {
        $sandbox.Faults.Api.Kind = 'ExportTestSuite'
        $sandbox.Faults.Api.WrongShapeCount = 1
        $saved = & {
            try { Export-KoreBot $sandbox.BotId[0] -Kind TestSuite -Destination $folder -ErrorAction Stop } catch { $caught = $_; $_ }
        }
        $saved | Where-Object { $_ -is [KoreExport.KoreSavedExport] } | Should -HaveCount 2
        $saved[-1] | Should -BeOfType System.Management.Automation.ErrorRecord
    }
}

Describe 'What an export that was ended left half written' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        $dead = Join-Path $folder "$($sandbox.BotId[0])/.bot.zip.0123.partial"
        $live = Join-Path $folder "$($sandbox.BotId[0])/.bot.zip.4567.partial"
        Set-Content -LiteralPath $dead, $live -Value half
        (Get-Item -LiteralPath $dead -Force).LastWriteTimeUtc = [DateTime]::UtcNow.AddDays(-2)
    }

    It 'goes with the next export, and what may be somebody''s stays' {
        $null = Export-KoreBot $sandbox.BotId[1] -Destination $folder
        $dead | Should -Not -Exist
        $live | Should -Exist
    }

    It 'stays with -WhatIf' {
        Export-KoreBot $sandbox.BotId[1] -Destination $folder -WhatIf
        $dead | Should -Exist
    }

    It 'stays with -Path' {
        $null = Export-KoreBot $sandbox.BotId[1] -Path (Join-Path $folder x.zip)
        $dead | Should -Exist
    }
}

Describe 'Export-KoreBot -Resume' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'does what failed or is gone, and nothing else' {
        $sandbox.Faults.Job.FailCount = 1
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        Remove-Item -LiteralPath $saved[0].FullName
        $sandbox.ClearRequests()
        $again = $sandbox.BotId | Export-KoreBot -Destination $folder -Resume
        $again.BotId | Sort-Object | Should -Be @(@($failed[0].TargetObject, $saved[0].BotId) | Sort-Object)
        $sandbox.Requests | Where-Object Kind -EQ StartBotExport | Should -HaveCount 2
        $sandbox.BotId | Export-KoreBot -Destination $folder -Resume | Should -BeNullOrEmpty
    }

    It 'does anew what is older than -MaximumAge' {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        Export-KoreBot $sandbox.BotId[0] -Destination $folder -Resume -MaximumAge 3600 | Should -BeNullOrEmpty
        Start-Sleep -Milliseconds 20
        Export-KoreBot $sandbox.BotId[0] -Destination $folder -Resume -MaximumAge ([timespan]::FromMilliseconds(1)) | Should -HaveCount 1
    }

    It 'refuses <What>' -ForEach @(
        @{ What = '-Path'; Parameter = @{ Path = 'x.zip'; Resume = $true } }
        @{ What = '-SkipUnchanged with -Path'; Parameter = @{ Path = 'x.zip'; SkipUnchanged = $true } }
        @{ What = '-MaximumAge with -Path'; Parameter = @{ Path = 'x.zip'; MaximumAge = 5 } }
        @{ What = '-Path with -Destination'; Parameter = @{ Path = 'x.zip'; Destination = 'x' } }
    ) {
        { Export-KoreBot $sandbox.BotId[0] @Parameter } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
}

Describe 'Export-KoreBot -SkipUnchanged' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'writes no file for what did not change, and one for a changed bot' {
        $before = ($sandbox.BotId | Export-KoreBot -Destination $folder -SkipUnchanged).FullName | Sort-Object
        $same = $sandbox.BotId | Export-KoreBot -Destination $folder -SkipUnchanged
        $same.Outcome | Select-Object -Unique | Should -Be Unchanged
        $same.FullName | Sort-Object | Should -Be $before
        $sandbox.TouchBot($sandbox.BotId[1])
        $after = $sandbox.BotId | Export-KoreBot -Destination $folder -SkipUnchanged
        ($after | Where-Object Outcome -EQ Saved).BotId | Should -Be $sandbox.BotId[1]
        Get-ChildItem -LiteralPath $folder -Recurse -Filter *.zip | Should -HaveCount 5
        Test-KoreBackup $folder -Quiet | Should -BeTrue
    }
}

Describe 'Test-KoreBackup' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'is content with what was saved' {
        $null = $sandbox.BotId | Export-KoreBot -Destination $folder -Kind Bot, MlUtterance
        $report = $sandbox.BotId | Test-KoreBackup -Path $folder -MaximumAge (New-TimeSpan -Hours 1) -Inspect
        $report.Ok | Should -BeTrue
        $report.BotCount | Should -Be 4
        $report.GoodFileCount | Should -Be 8
        $report.Problems | Should -BeNullOrEmpty
    }

    It 'makes no request, and needs no session' {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        $shell = New-PowerShell 'param($Folder) Test-KoreBackup $Folder -Quiet' @{ Folder = $folder }
        $shell.Invoke() | Should -BeTrue
        $shell.Dispose()
    }

    It 'names each problem, with one error that does not end the script' {
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder
        Remove-Item -LiteralPath $saved[0].FullName
        Add-Content -LiteralPath $saved[1].FullName -Value x
        Set-Content -LiteralPath (Join-Path $folder stranger.zip) -Value x
        $report = Test-KoreBackup $folder -BotId ($sandbox.BotId + 'st-nowhere') -Strict -ErrorAction SilentlyContinue -ErrorVariable faulty
        $faulty | Should -HaveCount 1
        Get-ErrorId $faulty | Should -Be KoreBackupFaulty
        $report.Problems.Problem | Should -Be Missing, Damaged, Foreign, Absent
        $report.Problems[0].Path | Should -Be $saved[0].FullName
        $report.Problems[0].BotId | Should -Be $saved[0].BotId
        $report.Problems[3].BotId | Should -Be 'st-nowhere'
        { Test-KoreBackup $folder -ErrorAction Stop } | Should -Throw -ErrorId 'KoreBackupFaulty*'
        $errors = $null
        Test-KoreBackup $folder -Quiet -ErrorVariable errors | Should -BeFalse
        $errors | Should -BeNullOrEmpty
        "$(Test-KoreBackup $folder -Strict -ErrorAction SilentlyContinue | Out-String -Width 200)" |
            Should -Match '1 missing, 1 damaged, 1 foreign'
    }

    It 'does not mind other files without -Strict' {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        Set-Content -LiteralPath (Join-Path $folder README.md) -Value x
        Test-KoreBackup $folder -Quiet | Should -BeTrue
        Test-KoreBackup $folder -Strict -Quiet | Should -BeFalse
    }

    It 'is never content with <What>' -ForEach @(
        @{ What = 'a list of bots that is empty'; Test = { Test-KoreBackup $folder -BotId @() @quiet } }
        @{ What = 'a pipeline without bots'; Test = { @() | Test-KoreBackup $folder @quiet } }
        @{
            What = 'an id that can be no bot''s'
            Test = { $sandbox.BotId[0], '../x' | Test-KoreBackup $folder @quiet -ErrorAction SilentlyContinue }
        }
    ) {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        $quiet = @{ Quiet = $true }
        & $Test | Should -BeFalse
        $quiet = @{ ErrorAction = 'SilentlyContinue' }
        (Test-KoreBackup $folder -BotId @() @quiet).Ok | Should -BeFalse
    }

    It 'names a retired bot, and leaves it out where that is asked' {
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder
        $gone = $saved | Where-Object BotId -EQ $sandbox.BotId[3]
        $report = $sandbox.BotId[0..2] | Test-KoreBackup $folder
        $report.Ok | Should -BeTrue
        $report.Retired | Should -Be $gone.BotId
        Remove-Item -LiteralPath $gone.FullName
        $sandbox.BotId[0..2] | Test-KoreBackup $folder -Quiet | Should -BeFalse
        $sandbox.BotId[0..2] | Test-KoreBackup $folder -ExcludeRetired -Quiet | Should -BeTrue
        Remove-Item -LiteralPath "$($gone.FullName).record.json"
        $sandbox.BotId[0..2] | Test-KoreBackup $folder -Quiet | Should -BeTrue
    }

    It 'takes shards by wildcard for one set' {
        $null = $sandbox.BotId[0, 1] | Export-KoreBot -Destination (Join-Path $folder shard-0)
        $null = $sandbox.BotId[2, 3] | Export-KoreBot -Destination (Join-Path $folder shard-1)
        $sandbox.BotId | Test-KoreBackup -Path (Join-Path $folder 'shard-*') -Quiet | Should -BeTrue
        $sandbox.BotId | Test-KoreBackup -Path (Join-Path $folder 'shard-0') -Quiet | Should -BeFalse
        Get-KoreBot | Test-KoreBackup -Path (Join-Path $folder 'shard-0'), (Join-Path $folder 'shard-1') -Quiet | Should -BeTrue
    }

    It 'finds what is stale' {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        Start-Sleep -Milliseconds 20
        (Test-KoreBackup $folder -MaximumAge ([timespan]::FromMilliseconds(1)) -ErrorAction SilentlyContinue).Stale | Should -Be 1
    }

    It 'takes -LiteralPath as it is written, and -Bot for -BotId' {
        $odd = Join-Path $folder '[a]'
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $odd
        $null = $sandbox.BotId[1, 2] | Export-KoreBot -Destination (Join-Path $folder a)
        (Test-KoreBackup -LiteralPath $odd).BotCount | Should -Be 1
        (Test-KoreBackup -LP $odd, (Join-Path $folder a)).BotCount | Should -Be 3
        (Get-Item -LiteralPath $odd | ForEach-Object { Test-KoreBackup -PSPath $_.PSPath }).BotCount | Should -Be 1
        Test-KoreBackup -LiteralPath (Join-Path $folder '?') -Quiet | Should -BeFalse
        Test-KoreBackup -LiteralPath $odd -Bot $sandbox.BotId[0] -Quiet | Should -BeTrue
        { Test-KoreBackup -Path $folder -LiteralPath $odd } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }

    It 'has problems that Export-KoreBot repairs, each of its kind, with an error for each that names no bot' {
        $kinds = 'Bot', 'MlUtterance', 'Role'
        $saved = $sandbox.BotId[0, 1] | Export-KoreBot -Destination $folder -Kind $kinds
        $csv = $saved | Where-Object { $_.Kind -eq 'MlUtterance' -and $_.BotId -eq $sandbox.BotId[0] }
        $zip = $saved | Where-Object { $_.Kind -eq 'Bot' -and $_.BotId -eq $sandbox.BotId[1] }
        Remove-Item -LiteralPath $csv.FullName, $zip.FullName
        Set-Content -LiteralPath (Join-Path $folder stranger.zip) -Value x
        $problems = (Test-KoreBackup $folder -Strict -ErrorAction SilentlyContinue).Problems
        $problems | Export-Clixml TestDrive:problems.xml
        $sandbox.ClearRequests()
        $given = @{ Destination = $folder; FileType = 'Csv'; WarningVariable = 'said'; WarningAction = 'SilentlyContinue' }
        $repaired = $problems | Export-KoreBot @given -ErrorAction SilentlyContinue -ErrorVariable failed
        $repaired | ForEach-Object { "$($_.BotId) $($_.Kind)" } | Sort-Object |
            Should -Be @(@("$($csv.BotId) MlUtterance", "$($zip.BotId) Bot") | Sort-Object)
        $sandbox.Requests | Where-Object Kind -Like 'Start*' | Should -HaveCount 2
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be KoreBotIdInvalid
        "$failed" | Should -BeLike '*no bot id*'
        $said | Should -BeNullOrEmpty

        # A file that is gone is missed for as long as its record says that it was there.
        (Test-KoreBackup $folder -Strict -ErrorAction SilentlyContinue).Problems.Problem | Should -Be Missing, Missing, Foreign
        Remove-Item -LiteralPath "$($csv.FullName).record.json", "$($zip.FullName).record.json"
        (Test-KoreBackup $folder -Strict -ErrorAction SilentlyContinue).Problems.Problem | Should -Be Foreign
        (Import-Clixml TestDrive:problems.xml | Export-KoreBot -Destination $folder -ErrorAction SilentlyContinue).Kind |
            Sort-Object | Should -Be Bot, MlUtterance
    }

    It 'is not run where the list of bots breaks off' {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        $sandbox.Faults.Api.ServerErrorCount = 99
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -MaximumRetryCount 0
        foreach ($preference in 'Continue', 'SilentlyContinue') {
            $answer = 'none'
            { $answer = Get-KoreBot -Session $session -ErrorAction $preference | Test-KoreBackup -Path $folder -Quiet } |
                Should -Throw -ErrorId 'KoreServerError,*'
            $answer | Should -Be none
        }
    }

    It 'says that a folder is no set' {
        (Test-KoreBackup (Join-Path $folder nowhere) -ErrorAction SilentlyContinue).Problems.Problem | Should -Be Missing
        Test-KoreBackup (Join-Path $folder 'no*') -Quiet | Should -BeFalse
    }
}

Describe 'Get-KoreBackup' {
    BeforeAll {
        Reset-Fault $sandbox
        $set = Join-Path $TestDrive '[sets]/one'
        $bots = Get-KoreBot
        $first = $bots | Export-KoreBot -Kind Bot, MlUtterance -Destination $set
        $sandbox.TouchBot($sandbox.BotId[0])
        $between = [DateTime]::UtcNow
        Start-Sleep -Milliseconds 5
        $second = $bots | Export-KoreBot -Destination $set -SkipUnchanged
        $null = Export-KoreTestSuite $sandbox.BotId[0] -Destination $set
        $sandbox.Faults.Job.FailCount = 1
        $null = Export-KoreBot $sandbox.BotId[1] -ExportType Published -Destination $set -ErrorAction SilentlyContinue
    }

    It 'lists what was saved' {
        $found = Get-KoreBackup $set -Kind Bot, MlUtterance
        $found | Should -HaveCount 9
        $found[0] | Should -BeOfType KoreExport.KoreBackup
        $one = $found | Where-Object FullName -EQ $first[0].FullName
        foreach ($property in 'BotId', 'Name', 'Kind', 'Part', 'Id', 'FullName', 'Size', 'Sha256', 'ContentHash', 'Outcome', 'EntryCount') {
            $one.$property | Should -Be $first[0].$property
        }

        $one.RecordPath | Should -Be "$($one.FullName).record.json"
        $changed = ($second | Where-Object Outcome -EQ Saved).FullName
        ($found | Where-Object FullName -EQ $changed).PreviousPath |
            Should -Be ($first | Where-Object { $_.Kind -eq 'Bot' -and $_.BotId -eq $sandbox.BotId[0] }).FullName
    }

    It 'chooses by <What>' -ForEach @(
        @{ What = 'bot'; Count = 6; Choose = { Get-KoreBackup $set -BotId $sandbox.BotId[0] } }
        @{ What = 'bots that are piped in'; Count = 4; Choose = { $bots | Select-Object -Skip 2 | Get-KoreBackup $set } }
        @{ What = 'an empty pipeline'; Count = 0; Choose = { @() | Get-KoreBackup $set } }
        @{ What = 'name'; Count = 6; Choose = { Get-KoreBackup $set -Name $bots[0].Name } }
        @{ What = 'names with wildcards'; Count = 12; Choose = { Get-KoreBackup $set -Name '*' } }
        @{ What = 'kind'; Count = 3; Choose = { Get-KoreBackup -Path $set -Kind TestSuite } }
        @{ What = 'the newest'; Count = 11; Choose = { Get-KoreBackup $set -Newest 1 } }
        @{ What = 'time, after'; Count = 4; Choose = { Get-KoreBackup $set -After $between } }
        @{ What = 'time, before'; Count = 8; Choose = { Get-KoreBackup $set -Before $between } }
        @{ What = 'time in local time'; Count = 8; Choose = { Get-KoreBackup $set -Before $between.ToLocalTime() } }
        @{ What = 'outcome'; Count = 2; Choose = { Get-KoreBackup $set -Outcome Failed, Listed } }
        @{ What = 'the same folder twice'; Count = 12; Choose = { Get-KoreBackup $set, "$set/../one/." } }
        @{ What = 'wildcards in the path'; Count = 12; Choose = { Get-KoreBackup (Join-Path $TestDrive '`[sets`]/o*') } }
        @{ What = 'a literal path'; Count = 12; Choose = { Get-KoreBackup -LiteralPath $set } }
    ) {
        @(& $Choose) | Should -HaveCount $Count
    }

    It 'says why an export failed' {
        $failed = Get-KoreBackup $set -Outcome Failed
        $failed.ErrorId | Should -Be KoreExportFailed
        $failed.Options | Should -Be '{"exportType":"published"}'
        $failed.FullName | Should -BeNullOrEmpty
        $failed | Out-String -Width 200 | Should -Match 'KoreExportFailed'
    }

    It 'hands its files on to cmdlets that take files, and its bots to those that take bots' {
        $newest = Get-KoreBackup $set -Kind Bot -Newest 1
        ($newest | Get-Item).FullName | Should -Be $newest.FullName
        ($newest | Get-FileHash).Hash | Should -Be $newest.Sha256
        $newest | ConvertTo-Json | Should -Not -Match 'PSPath'
        $again = $newest | Export-KoreBot -Destination (Join-Path $TestDrive again)
        $again.Name | Sort-Object | Should -Be ($bots.Name | Sort-Object)
        $newest | Test-KoreBackup (Join-Path $TestDrive again) -Quiet | Should -BeTrue
    }

    It 'needs no session, and is shown in a table' {
        $shell = New-PowerShell 'param($Set) Get-KoreBackup -LiteralPath $Set -Newest 1 -Kind Bot | Out-String -Width 200' @{ Set = $set }
        "$($shell.Invoke())" | Should -Match '(?s)Kind.*Outcome.*Size File.*\.bot\.zip'
        $shell.Dispose()
    }

    It 'goes on after a record that cannot be used' {
        $copy = Join-Path $TestDrive copy
        Copy-Item -LiteralPath $set -Destination $copy -Recurse
        $broken = (Get-ChildItem -LiteralPath $copy -Recurse -Filter *.bot.zip.record.json)[0]
        Set-Content -LiteralPath $broken.FullName -Value '{'
        Get-KoreBackup $copy -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 11
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be KoreBackupRecordInvalid
        $failed[0].TargetObject | Should -Be $broken.FullName
    }

    It 'says of a folder that is not there that it is not' {
        Get-KoreBackup (Join-Path $TestDrive nowhere), $set -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 12
        Get-ErrorId $failed | Should -Be KoreBackupRecordInvalid
    }
}
