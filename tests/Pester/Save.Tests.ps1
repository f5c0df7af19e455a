BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]

    function New-Folder {
        (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Save-KoreExport' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = New-Folder
        $done = Start-KoreBotExport $botId | Wait-KoreExport
    }

    It 'saves a whole file into a folder that it creates' {
        $saved = $done | Save-KoreExport -Destination (Join-Path $folder 'a/b')
        $file = Get-ChildItem -LiteralPath (Join-Path $folder "a/b/$botId") -Force -Filter *.zip
        $file.FullName | Should -Be $saved.FullName
        $file.Length | Should -Be $saved.Size
        (Get-FileHash -LiteralPath $saved.FullName).Hash | Should -Be $saved.Sha256
        $file.Name | Should -BeLike '*.bot.zip'
        "$file.record.json" | Should -Exist
        $saved.EntryCount | Should -BeGreaterThan 1
        $saved.Id | Should -Be $done.Id
        Expand-Archive -LiteralPath $saved.FullName -DestinationPath (Join-Path $folder x)
        Join-Path $folder x/botDefinition.json | Should -Exist
    }

    It 'saves utterances by their format' -ForEach 'Csv', 'Json' {
        $saved = Start-KoreMlExport $botId $_ | Wait-KoreExport | Save-KoreExport -Destination $folder
        $saved.FullName | Should -BeLike "*.utterances.*$_"
        $saved.Kind | Should -Be 'MlUtterance'
        $rows = Get-Content -LiteralPath $saved.FullName -Raw | & "ConvertFrom-$_"
        $rows[0].sentence | Should -Not -BeNullOrEmpty
    }

    It 'is readable by its owner only' -Skip:$IsWindows {
        $saved = $done | Save-KoreExport -Destination (Join-Path $folder private)
        (Get-Item -LiteralPath $saved.FullName).UnixMode | Should -BeExactly '-rw-------'
        (Get-Item -LiteralPath (Split-Path $saved.FullName)).UnixMode | Should -BeExactly 'drwx------'
    }

    It 'saves to -Path' {
        $path = Join-Path $folder 'bot.zip'
        ($done | Save-KoreExport -Path $path).FullName | Should -Be $path
        Test-Path -LiteralPath $path | Should -BeTrue
    }

    It 'refuses -Path and -Destination together, before any request' {
        $sandbox.ClearRequests()
        { $done | Save-KoreExport -Path (Join-Path $folder x.zip) -Destination $folder } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
        { Save-KoreExport -BotId $botId -Id $done.Id -Kind Bot -Path (Join-Path $folder x.zip) -Destination $folder } |
            Should -Throw -ErrorId 'AmbiguousParameterSet*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'saves the first and refuses the others where -Path is given for several' {
        $several = $sandbox.BotId | Start-KoreBotExport | Wait-KoreExport
        $saved = $several | Save-KoreExport -Path (Join-Path $folder one.zip) -ErrorAction SilentlyContinue -ErrorVariable failed
        $saved | Should -HaveCount 1
        $failed | Should -HaveCount 2
        Get-ErrorId $failed | Should -Be 'KoreOptionInvalid'
    }

    It 'leaves a file that exists alone, and replaces it with -Force' {
        $path = Join-Path $folder 'bot.zip'
        Set-Content -LiteralPath $path -Value 'precious'
        $done | Save-KoreExport -Path $path -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreFileExists'
        Get-Content -LiteralPath $path | Should -Be 'precious'
        ($done | Save-KoreExport -Path $path -Force).Size | Should -Be (Get-Item -LiteralPath $path).Length
    }

    It 'keeps the old file and leaves nothing beside it where the new one is not whole' {
        $path = Join-Path $folder 'bot.zip'
        Set-Content -LiteralPath $path -Value 'precious'
        $sandbox.Faults.Download.CorruptCount = [int]::MaxValue
        $done | Save-KoreExport -Path $path -Force -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreFileCorrupt'
        Get-Content -LiteralPath $path | Should -Be 'precious'
        Get-ChildItem -LiteralPath $folder -Force | Should -HaveCount 1
    }

    It 'waits for an export that still runs' {
        $saved = Start-KoreBotExport $botId | Save-KoreExport -Destination $folder -TimeoutSec 30 -PollIntervalSec 1
        $saved.BotId | Should -Be $botId
    }

    It 'gives up waiting after -Timeout' {
        $sandbox.Faults.Job.NeverFinish = $true
        Start-KoreBotExport $botId | Save-KoreExport -Destination $folder -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportTimeout'
        (Get-ChildItem -LiteralPath $folder -Force -Recurse -File).Name | Should -BeLike '*.bot.failed.record.json'
    }

    It 'gives up a download after -TimeoutSec: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Save-KoreExport'; Run = { $done | Save-KoreExport -Destination $folder -TimeoutSec 1 } }
        @{ Cmdlet = 'Export-KoreBot'; Run = { Export-KoreBot $botId -Destination $folder -TimeoutSec 1 } }
    ) {
        $sandbox.Faults.Download.BytesPerSecond = 1500
        $failed = try { & $Run } catch { $_ }
        Get-ErrorId $failed | Should -Be 'KoreDownloadFailed'
        "$failed" | Should -BeLike '*it took longer than 1 seconds*'
        Get-ChildItem -LiteralPath $folder -Force -Recurse -File -Exclude *.failed.record.json | Should -BeNullOrEmpty
    }

    It 'takes bot, id and kind' {
        $export = Start-KoreMlExport $botId Json | Wait-KoreExport
        $saved = Save-KoreExport -BotId $botId -Id $export.Id -Kind MlUtterance -CreatedOn $export.CreatedOn `
            -RequestedTime $export.RequestedTime -FileType JSON -Destination $folder -Session (Get-KoreSession)
        $saved.FullName | Should -BeLike '*.json'
    }

    It 'takes finished exports from a file, for -Path too' {
        $done | Select-Object BotId, Id, Kind | Save-KoreExport -Path (Join-Path $folder by.zip) | Should -HaveCount 1
        (Save-KoreExport -BotId $botId -Id $done.Id -Kind Bot -Path (Join-Path $folder id.zip)).Id | Should -Be $done.Id
        $done | Export-Clixml TestDrive:done.xml -Force
        (Import-Clixml TestDrive:done.xml | Save-KoreExport -Destination $folder).Id | Should -Be $done.Id
    }

    It 'trusts no status without _id' {
        $sandbox.Faults.Job.OmitId = $true
        $done | Select-Object BotId, Id, Kind | Save-KoreExport -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportUnidentified'
    }

    It 'follows Set-Location with relative paths, not the process' {
        Push-Location -LiteralPath $folder
        try {
            $saved = $done | Save-KoreExport -Destination ./here
            $saved.FullName | Should -BeLike (Join-Path $folder 'here/*')
            (Save-KoreExport $done).FullName | Should -BeLike (Join-Path $folder "$botId/*.bot.zip")
        }
        finally {
            Pop-Location
        }
    }

    It 'takes paths on a PSDrive' {
        $null = New-PSDrive -Name KoreTest -PSProvider FileSystem -Root $folder -Scope Global
        try {
            ($done | Save-KoreExport -Path KoreTest:/drive.zip).FullName | Should -Be (Join-Path $folder drive.zip)
        }
        finally {
            Remove-PSDrive KoreTest -Scope Global
        }
    }

    It 'takes <_> literally' -ForEach '[x]', 'a[1-3]?', '$(1)', "it's", "$([char]0xFC)ber", 'two  words' {
        $saved = $done | Save-KoreExport -Destination (Join-Path $folder $_.Replace('?', ''))
        Split-Path (Split-Path (Split-Path $saved.FullName)) -Leaf | Should -BeExactly $_.Replace('?', '')
        Test-Path -LiteralPath $saved.FullName | Should -BeTrue
    }

    It 'hands <_> on to cmdlets that take files' -ForEach '[x]', 'a[1-3]', 'plain' {
        $saved = $done | Save-KoreExport -Destination (Join-Path $folder $_)
        ($saved | Get-Item).FullName | Should -BeExactly $saved.FullName
        ($saved | Get-FileHash).Hash | Should -Be $saved.Sha256
        $saved | ConvertTo-Json | Should -Not -Match 'PSPath'
        $saved | Export-Clixml TestDrive:saved.xml
        (Import-Clixml TestDrive:saved.xml | Get-Item).FullName | Should -BeExactly $saved.FullName
        $saved | Remove-Item
        Test-Path -LiteralPath $saved.FullName | Should -BeFalse
    }

    It 'refuses a place that is no disk: <_>' -ForEach 'Env:\x', 'NoSuchDrive:\x' {
        { $done | Save-KoreExport -Destination $_ } | Should -Throw -ErrorId 'KoreOptionInvalid,*'
    }

    It 'says that a folder has the name' {
        $done | Save-KoreExport -Path $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreFileWriteFailed'
    }

    It 'says that a file stands where the folder should be' {
        $path = Join-Path $folder taken
        Set-Content -LiteralPath $path -Value 'x'
        $done | Save-KoreExport -Destination $path -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreFileWriteFailed'
        Get-Content -LiteralPath $path | Should -Be 'x'
    }

    It 'saves no more than -ThrottleLimit at once' {
        $several = $sandbox.BotId | Start-KoreBotExport | Wait-KoreExport
        $several | Save-KoreExport -Destination $folder -ThrottleLimit 1 | Should -HaveCount 3
        { $several | Save-KoreExport -Destination $folder -ThrottleLimit 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'writes nothing and asks nobody with -WhatIf' {
        $sandbox.ClearRequests()
        $done | Save-KoreExport -Destination (Join-Path $folder none) -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }

    It 'goes on with the others where one fails' {
        $sandbox.Faults.Download.CorruptCount = [int]::MaxValue
        $sandbox.Faults.Download.BotId = $sandbox.BotId[1]
        $saved = $sandbox.BotId | Start-KoreBotExport |
            Save-KoreExport -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        $saved.BotId | Sort-Object | Should -Be @($sandbox.BotId[0, 2] | Sort-Object)
        $failed.TargetObject | Should -Be $sandbox.BotId[1]
    }

    It 'takes -StallTimeoutSec of the session for silence in a download, not the time-out of a request' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -StallTimeoutSec 1
        $sandbox.Faults.Download.StallAt = 1000
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $saved = $done | Save-KoreExport -Destination $folder -Session $session
        $saved.Size | Should -Be $done.FileSize
        # Left to -RequestTimeoutSec it would be 100 seconds.
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
    }

    It 'resumes a download that breaks off, and renews a link that expires (reset, expired link)' {
        $sandbox.Faults.Download.ResetAt = 1000
        ($done | Save-KoreExport -Path (Join-Path $folder reset.zip)).Size | Should -Be $done.FileSize
        $sandbox.Faults.Download.ExpireAt = 1000
        ($done | Save-KoreExport -Path (Join-Path $folder expired.zip)).Size | Should -Be $done.FileSize
    }

    It 'goes to a link with an internal host only by the session''s (internal host in the link)' {
        $sandbox.Faults.Download.LinkBase = 'http://127.0.0.1:9'
        $sandbox.ClearRequests()
        $saved = Start-KoreBotExport $botId | Save-KoreExport -Destination $folder -DownloadFromSessionHost
        $saved | Should -Not -BeNullOrEmpty
        ($sandbox.Requests | Where-Object Kind -EQ Download).Port | Should -Be $sandbox.HostUri.Port
    }

    It 'sends no token with a download' {
        $sandbox.ClearRequests()
        $null = $done | Save-KoreExport -Destination $folder -AllowPrivateDownloadHost
        ($sandbox.Requests | Where-Object Kind -EQ Download).HasAuth | Should -Be $false
    }

    It 'keeps the content hash where only the zip around it differs' {
        $other = Start-KoreBotExport $botId | Wait-KoreExport | Save-KoreExport -Path (Join-Path $folder 2.zip)
        $one = $done | Save-KoreExport -Path (Join-Path $folder 1.zip)
        $repacked = Join-Path $folder 'repacked.zip'
        Expand-Archive -LiteralPath $one.FullName -DestinationPath (Join-Path $folder tree)
        Compress-Archive -Path (Join-Path $folder 'tree/*') -DestinationPath $repacked -CompressionLevel NoCompression
        $served = Start-KoreSandbox -BotId $botId -JobDuration 0 -BotExportFile $repacked
        $session = Connect-KoreSession -HostUri $served.HostUri -Credential $served.Credential -NotDefault
        $again = Start-KoreBotExport $botId -Session $session | Save-KoreExport -Path (Join-Path $folder 3.zip) -Session $session
        $served | Stop-KoreSandbox
        $again.Sha256 | Should -Not -Be $one.Sha256
        $again.ContentHash | Should -Be $one.ContentHash
        $other.ContentHash | Should -Match '^[0-9a-f]{64}$'
    }
}
