BeforeDiscovery {
    [xml] $formats = Get-Content (Join-Path $PSScriptRoot '../../src/KoreExport/KoreExport.Format.ps1xml')
    $tables = $formats.Configuration.ViewDefinitions.View | Where-Object { $_.SelectSingleNode('TableControl') } | ForEach-Object {
        @{ Name = $_.Name; Columns = @($_.TableControl.TableHeaders.TableColumnHeader).Count }
    }
    $lists = $formats.Configuration.ViewDefinitions.View | Where-Object { $_.SelectSingleNode('ListControl') } | ForEach-Object {
        @{ Name = $_.Name; Properties = @($_.SelectNodes('.//PropertyName') | ForEach-Object { $_.InnerText }) }
    }

    Import-Module (Join-Path $PSScriptRoot '../../KoreExport.psd1') -Force -ErrorAction Stop
    $kore = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'KoreExport*' -and -not $_.IsDynamic }
    $public = $kore.GetExportedTypes() | Where-Object {
        -not $_.IsAbstract -and $_.Name -ne 'KoreSandboxOptions' -and -not $_.IsSubclassOf([Management.Automation.Cmdlet])
    }
    $types = $public | Where-Object { "$($_.GetProperties())" -match 'DateTimeOffset' } | ForEach-Object FullName
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotId = 'st-6fa10d24-0000-0000-0000-1e33a82b115e' }
    $folder = Join-Path $TestDrive set
    $botId = $sandbox.BotId[0]
    Set-Rendering PlainText

    # The header of a table, its columns apart.
    function Get-Column($Object, [int] $Width = 120) {
        $lines = ($Object | Out-String -Width $Width).Trim().Split("`n")
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual $Width }
        $lines[1] | Should -Match '^-+ '
        $lines[0].Trim() -split '\s{2,}|(?<=[a-z]) (?=[A-Z])' -replace ' +$'
    }
}

AfterAll {
    Set-Rendering Host
    Stop-KoreSandbox
}

Describe 'The table of <Name>' -ForEach $tables {
    It 'has at most six columns' {
        $Columns | Should -BeLessOrEqual 6
    }
}

Describe 'The list of <Name>' -ForEach $lists {
    It 'names properties there are' {
        $Properties | Where-Object { $_ -and $_ -notin ($Name -as [type]).GetProperties().Name } | Should -BeNullOrEmpty
    }
}

Describe 'The default view' {
    It 'of a bot export' {
        $export = Start-KoreBotExport $botId
        Get-Column $export | Should -Be 'BotId', 'Status', 'CreatedOn (UTC)', 'Id', 'ExportType'
        $export | Out-String -Width 120 | Should -Match "$botId pending +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ber-[0-9a-f-]{36} latest"
    }

    It 'of an ML export' {
        $export = Start-KoreMlExport $botId
        Get-Column $export | Should -Be 'BotId', 'Status', 'Percent', 'Requested (UTC)', 'Id'
        $export | Out-String -Width 120 | Should -Match "$botId IN_PROGRESS +\d+ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d ds-[0-9a-f-]{36}"
    }

    It 'of a saved export: one row with name, size and file' {
        $saved = Get-KoreBot | Export-KoreBot -Path TestDrive:view.zip
        Get-Column $saved | Should -Be 'Name', 'Kind', 'Outcome', 'Size', 'File'
        $saved | Out-String -Width 120 | Should -Match 'Bank Assistant Bot +Saved +\d+(\.\d)? [KM]?B view\.zip'
        $saved | Format-List | Out-String -Width 300 | Should -BeLike "*$($saved.FullName)*$($saved.Sha256)*"
        $saved = Export-KoreBot $botId -Kind Role -Destination $folder
        $saved | Out-String -Width 120 | Should -Match 'account +Role +Saved +\S+ K?B \d{8}T\d{9}Z\.roles\.'
    }

    It 'of a saved export has the name of the file without the bot''s id, which may be in another column already' {
        $saved = Export-KoreBot $botId -Destination $folder
        $saved | Out-String -Width 100 | Should -Match "Saved +\S+ KB \d{8}T\d{9}Z\.bot\.zip"
    }

    It 'of a report and its problems' {
        $null = Export-KoreBot $botId -Destination $folder
        $report = Test-KoreBackup $folder -BotId $botId, st-nowhere -ErrorAction SilentlyContinue
        Get-Column $report | Should -Be 'Ok', 'Bots', 'Files', 'Oldest (UTC)', 'Problems'
        $report | Out-String -Width 120 | Should -Match 'False +1 +\d \d{4}-\d\d-\d\d \d\d:\d\d:\d\d 1 absent'
        Get-Column $report.Problems | Should -Be 'Problem', 'Message'
        $report | Format-List | Out-String | Should -Match 'Oldest \(UTC\) +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d'
    }

    It 'of the sandbox''s requests and faults' {
        $null = Start-KoreBotExport $botId
        $request = $sandbox.Requests[-1]
        Get-Column $request | Should -Be 'Time (UTC)', 'Status', 'Kind', 'BotId', 'Call'
        $request | Out-String -Width 120 | Should -Match "\d\d:\d\d:\d\d\.\d{3} +200 +StartBotExport +$botId POST /"
        $sandbox.Faults | Out-String | Should -Match 'Api +: none'
        $sandbox.Faults.Api.ServerErrorCount = 3
        $sandbox.Faults | Out-String | Should -Match 'Api +: ServerErrorCount = 3\s+Job +: none'
        Reset-Fault $sandbox
    }

    It 'of a summary' {
        $null = Export-KoreBot $botId -Destination $folder -Force -InformationVariable said
        Get-Column $said.MessageData | Should -Be 'Asked', 'Saved', 'Unchanged', 'Skipped', 'Failed', 'Duration'
    }

    It 'of a session' {
        Get-Column (Get-KoreSession) | Should -Be 'HostUri', 'ClientId', 'Notes'
    }

    It 'of a token' {
        Get-Column (New-KoreJwt) | Should -Be 'ClientId', 'Algorithm', 'Encrypted', 'ExpiresAt (UTC)', 'Token'
    }

    It 'of a sandbox' {
        Get-Column $sandbox | Should -Be 'HostUri', 'Bots', 'Requests', 'BotId'
    }

    It 'of a copy is that of the original' -ForEach @(
        @{ Make = { Start-KoreBotExport $botId } }
        @{ Make = { Start-KoreMlExport $botId } }
        @{ Make = { Export-KoreBot $botId -Path TestDrive:copy.zip } }
        @{ Make = { Get-KoreSession } }
        @{ Make = { New-KoreJwt } }
    ) {
        $original = & $Make
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($original))
        $copy | Out-String -Width 120 | Should -Be ($original | Out-String -Width 120)
    }

    It 'shows the same in every culture: <_>' -ForEach 'th-TH', 'ar-SA', 'fa-IR', 'fi-FI', 'de-DE' {
        $started = Start-KoreMlExport $botId
        $objects = @(
            Start-KoreBotExport $botId
            $started
            $started | Wait-KoreExport
            Export-KoreBot $botId -Path "TestDrive:$_.zip"
            New-KoreJwt
            Get-KoreBot
            Get-KoreSession
            Test-KoreBackup $folder -ErrorAction SilentlyContinue
        )
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
            $expected = $objects | ForEach-Object { ($_ | Out-String -Width 160) + ($_ | Format-List | Out-String) }
            [cultureinfo]::CurrentCulture = $_
            $shown = $objects | ForEach-Object { ($_ | Out-String -Width 160) + ($_ | Format-List | Out-String) }
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        "$expected" | Should -Match "$([datetime]::UtcNow.Year)-\d\d-\d\d \d\d:\d\d:\d\d"
        $shown | Should -Be $expected
    }

    It 'fits into <_> columns, one row for each object, and shows what matters' -ForEach 80, 100, 120, 160 {
        $null = Export-KoreBot $botId -Destination $folder
        $cases = @(
            @{ Object = Start-KoreBotExport $botId; Match = "$botId pending +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ber-" }
            @{ Object = Start-KoreMlExport $botId; Match = "$botId IN_PROGRESS" }
            @{ Object = Get-KoreBot; Match = "Bank Assistant +$botId" }
            @{
                Object = Get-KoreBot | Export-KoreBot -Path TestDrive:narrow.zip -Force
                Match = 'Bank Assistant Bot +Saved +\S+ [KM]?B narrow\.zip'
            }
            @{ Object = Test-KoreBackup $folder -ErrorAction SilentlyContinue; Match = '(True|False) +\d' }
            @{ Object = Get-KoreBotVariable $botId | Select-Object -First 1; Match = '\S+ +(env|locale)' }
            @{ Object = Get-KoreTestSuite $botId | Select-Object -First 1; Match = 'Regression +custom' }
            @{ Object = Get-KoreRole Bot | Select-Object -First 1; Match = '\S+ +bot +\d+' }
            @{ Object = Get-KoreSession; Match = 'http://\S+ +\S+ +HS256' }
            @{ Object = $sandbox.Requests[-1]; Match = '\d\d:\d\d:\d\d' }
        )
        foreach ($case in $cases) {
            $lines = ($case.Object | Out-String -Width $_).Trim() -split '\r?\n'
            $lines | Should -HaveCount 3
            $lines | ForEach-Object { $_.TrimEnd().Length } | Should -BeLessOrEqual $_
            $lines[2] | Should -Match $case.Match
        }
    }

    It 'cuts no file, no bot and no header, however narrow' {
        $saved = @(Export-KoreBot $botId -Kind Bot, MlUtterance, Variable -Destination $folder -Force)
        $restored = $saved | Where-Object Kind -EQ Variable |
            Restore-KoreBot -BotId $botId -BackupDestination (Join-Path $TestDrive before) -Confirm:$false -WarningAction SilentlyContinue
        $rules = Remove-KoreBackup $folder -KeepLast 1 -Confirm:$false
        $tree = $saved | Where-Object Kind -EQ Bot | Expand-KoreExport -Destination (Join-Path $TestDrive tree)
        $asked = $sandbox.Requests | Where-Object { $_.BotId -eq $botId } | Select-Object -Last 1
        foreach ($width in 80, 100, 120, 160) {
            foreach ($object in $saved + @(Get-KoreBackup $folder)) {
                # A long name goes on in the next line, in its own column.
                $lines = ($object | Out-String -Width $width).Trim() -split '\r?\n'
                $column = $lines[1].LastIndexOf(' ') + 1
                -join ($lines | Select-Object -Skip 2 | ForEach-Object { $_.Substring($column).Trim() }) |
                    Should -Be (Split-Path $object.FullName -Leaf)
            }

            Get-Column $restored $width | Should -Be 'Name', 'Kind', 'Status', 'Verified', 'Backup'
            Get-Column $rules $width | Should -Be 'Name', 'Kind', 'Kept', 'Reason', 'File'
            Get-Column $tree $width | Should -Be 'Files', 'Changes', 'Path'
            $asked | Out-String -Width $width | Should -Match " $botId (POST|GET)?"
        }
    }

    It 'keeps its columns in line with Chinese, Japanese and Korean names' {
        $bots = 'Plain', '予約アシスタント', '은행 도우미', '订票助手' | ForEach-Object {
            $bot = Get-KoreBot | Select-Object Name, BotId, Kind, Outcome, Size, FullName
            $bot.PSTypeNames.Insert(0, 'KoreExport.KoreSavedExport')
            $bot.Name, $bot.Kind, $bot.Outcome, $bot.Size, $bot.FullName = $_, 'Bot', 'Saved', 1536, '/backup/x.zip'
            $bot
        }
        $lines = ($bots | Out-String -Width 100).Trim() -split '\r?\n' | Select-Object -Skip 2
        $starts = $lines | ForEach-Object {
            $name = ($_ -split ' Bot ')[0]
            $name.Length + [regex]::Matches($name, '[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3]').Count
        }
        $starts | Select-Object -Unique | Should -HaveCount 1
        $lines | Should -Match 'Saved +1\.5 KB x\.zip$'
    }
}

Describe 'A size' {
    It '<Bytes> is shown as <Text>' -ForEach @(
        @{ Bytes = 0; Text = '0 B' }
        @{ Bytes = 1023; Text = '1023 B' }
        @{ Bytes = 1024; Text = '1.0 KB' }
        @{ Bytes = 1048575; Text = '1.0 MB' }
        @{ Bytes = 5242880; Text = '5.0 MB' }
        @{ Bytes = 3221225472; Text = '3.0 GB' }
        @{ Bytes = $null; Text = $null }
    ) {
        [KoreExport.ViewText]::Size($Bytes) | Should -Be $Text
    }
}

Describe 'Colours' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    BeforeAll {
        $done = Start-KoreBotExport $botId | Wait-KoreExport
        $escape = [char]27
    }

    AfterEach {
        Set-Rendering PlainText
    }

    It 'tell a success from a failure, those of $PSStyle, where they are wanted' {
        Set-Rendering Ansi
        $done | Out-String | Should -Match "$escape\[32msuccess$escape\[0m"
        $sandbox.Faults.Job.FailCount = 1
        $null = Start-KoreBotExport $botId | Wait-KoreExport -ErrorAction SilentlyContinue
        Get-KoreBotExportStatus $botId | Out-String | Should -Match "$escape\[31mfailed$escape\[0m"
        Reset-Fault $sandbox
    }

    It 'are not there where the output is redirected, or plain text is wanted: <_>' -ForEach 'Host', 'PlainText' {
        Set-Rendering $_
        $done > TestDrive:redirected.txt
        $text = (Get-Content TestDrive:redirected.txt -Raw) + ($done | Out-String)
        $text | Should -Match 'success'
        $text | Should -Not -Match $escape
    }

    It 'are none for what has no colour, and where there is no $PSStyle' {
        [KoreExport.ViewColor]::Paint('Unchanged', $PSStyle) | Should -BeExactly 'Unchanged'
        [KoreExport.ViewColor]::Paint('Failed', $null) | Should -BeExactly 'Failed'
        [KoreExport.ViewColor]::Paint('Failed', $PSStyle, 'x') | Should -BeExactly "$($PSStyle.Foreground.Red)x$($PSStyle.Reset)"
        [KoreExport.ViewColor]::Paint($null, $PSStyle) | Should -BeNullOrEmpty
    }
}

Describe 'Serialised properties' {
    It 'of <_> are those of the class' -ForEach 'KoreExport.KoreJwt', 'KoreExport.KoreBotExport', 'KoreExport.KoreMlExport' {
        $type = ($_ -as [type])
        $listed = (Get-TypeData $_).PropertySerializationSet.ReferencedProperties
        $listed | Sort-Object | Should -Be @($type.GetProperties().Name | Sort-Object)
    }
}

Describe 'Times of copies' {
    It 'of <_> are not cut to what one level holds' -ForEach $types {
        (Get-TypeData $_).SerializationDepth | Should -BeGreaterOrEqual 2
    }

    It 'are those of the original, to the tick' {
        $saved = Export-KoreBot $botId -Destination $folder -Force
        $report = Test-KoreBackup $folder -MaximumAge 0.000001 -ErrorAction SilentlyContinue
        $pairs = @(
            , @($saved, 'SavedOn')
            , @((Get-KoreBot)[0], 'CreatedOn')
            , @($report, 'CheckedOn')
            , @(($report.Problems | Where-Object LastGoodOn)[0], 'LastGoodOn')
            , @((Get-KoreSession), 'ConnectedOn')
            , @($sandbox.Requests[-1], 'Time')
            , @((Start-KoreBotExport $botId), 'CreatedOn')
            , @((New-KoreJwt), 'ExpiresAt')
        )
        foreach ($pair in $pairs) {
            $original, $name = $pair
            $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($original))
            $copy.$name.UtcTicks | Should -Be $original.$name.UtcTicks -Because "$($original.GetType().Name).$name"
        }

        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($report))
        $stale = $copy.Problems | Where-Object LastGoodOn | Select-Object -First 1
        $stale.LastGoodOn.UtcTicks | Should -Be ($report.Problems | Where-Object LastGoodOn)[0].LastGoodOn.UtcTicks
    }
}
