BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 4 }

    function Read-Index { Get-Content -LiteralPath (Join-Path $folder kore-export.json) -Raw | ConvertFrom-Json }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'The index of a backup set' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'says what was saved' {
        $saved = $sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = "Bot of $_" } } | Export-KoreBot -Destination $folder -Kind Bot, MlUtterance
        $index = Read-Index
        $index.schema | Should -Be 1
        $index.items | Should -HaveCount 8
        foreach ($item in $index.items) {
            $file = $saved | Where-Object { $_.BotId -eq $item.botId -and $_.Kind -eq $item.kind }
            $item.path | Should -Be (Split-Path $file.FullName -Leaf)
            $item.sha256 | Should -Be (Get-FileHash -LiteralPath $file.FullName).Hash
            $item.contentHash | Should -Be $file.ContentHash
            $item.requestId | Should -Be $file.Id
            $item.name | Should -Be "Bot of $($item.botId)"
            $file.Name | Should -Be $item.name
            $file.Outcome | Should -Be Saved
        }
    }

    It 'takes a name that is given as an argument' {
        (Export-KoreBot $sandbox.BotId[0] -Name Weather -Destination $folder).Name | Should -Be Weather
        (Read-Index).items.name | Should -Be Weather
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

    It 'says what failed and why, in words that hold no link and no token' {
        $sandbox.Faults.Job.FailCount = 1
        $sandbox.BotId | Export-KoreBot -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 3
        $failed | Should -HaveCount 1
        $item = (Read-Index).items | Where-Object outcome -EQ Failed
        $item.errorId | Should -Be KoreExportFailed
        $item.botId | Should -Be $failed[0].TargetObject
        Get-Content -LiteralPath (Join-Path $folder kore-export.json) -Raw | Should -Not -Match 'eyJ|getMediaStream|\?e='
    }

    It 'is not written for -Path' {
        $null = Export-KoreBot $sandbox.BotId[0] -Path (Join-Path $folder bot.zip)
        Get-ChildItem -LiteralPath $folder -Force | Should -HaveCount 1
    }

    It 'that cannot be read ends the export with one clear error, before anything is sent' {
        $null = New-Item -ItemType Directory $folder
        Set-Content -LiteralPath (Join-Path $folder kore-export.json) -Value '{ "schema": 99 }'
        { $sandbox.BotId | Export-KoreBot -Destination $folder } | Should -Throw -ErrorId 'KoreIndexInvalid,KoreExport.ExportKoreBot'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'is the owner''s alone' -Skip:$IsWindows {
        $null = Export-KoreBot $sandbox.BotId[0] -Destination $folder
        foreach ($file in Get-ChildItem -LiteralPath $folder -Filter kore-export.*) {
            $file.UnixMode | Should -Be '-rw-------'
        }
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
        Get-ChildItem -LiteralPath $folder -Filter *.zip | Should -HaveCount 5
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
        $report = $sandbox.BotId | Test-KoreBackup -Path $folder -MaximumAge (New-TimeSpan -Hours 1)
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
        $report = Test-KoreBackup $folder -BotId ($sandbox.BotId + 'st-nowhere') -ErrorAction SilentlyContinue -ErrorVariable faulty
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
        "$(Test-KoreBackup $folder -ErrorAction SilentlyContinue | Out-String -Width 200)" | Should -Match '1 missing, 1 damaged, 1 foreign'
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
        $problems = (Test-KoreBackup $folder -ErrorAction SilentlyContinue).Problems
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
        (Test-KoreBackup $folder -ErrorAction SilentlyContinue).Problems.Problem | Should -Be Foreign
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
