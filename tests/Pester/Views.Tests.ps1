BeforeDiscovery {
    [xml] $formats = Get-Content (Join-Path $PSScriptRoot '../../src/KoreExport/KoreExport.Format.ps1xml')
    $views = $formats.Configuration.ViewDefinitions.View | ForEach-Object { @{ Name = $_.Name; Columns = @($_.TableControl.TableHeaders.TableColumnHeader).Count } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotId = 'st-6fa10d24-0000-0000-0000-1e33a82b115e' }
    $botId = $sandbox.BotId[0]
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # The header of a table, its columns apart.
    function Get-Column($Object, [int] $Width = 120) {
        $lines = ($Object | Out-String -Width $Width).Trim().Split("`n")
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual $Width }
        $lines[1] | Should -Match '^-+ '
        $lines[0].Trim() -split '\s{2,}|(?<=[a-z]) (?=[A-Z])' -replace ' +$'
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-KoreSandbox
}

Describe 'The view of <Name>' -ForEach $views {
    It 'has at most six columns' {
        $Columns | Should -BeLessOrEqual 6
    }
}

Describe 'The default view' {
    It 'of a bot export' {
        $export = Start-KoreBotExport $botId
        Get-Column $export | Should -Be 'BotId', 'Status', 'ExportType', 'CreatedOn (UTC)', 'Id'
        $export | Out-String -Width 120 | Should -Match "$botId pending +latest +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ber-[0-9a-f-]{36}"
    }

    It 'of an ML export' {
        $export = Start-KoreMlExport $botId
        Get-Column $export | Should -Be 'BotId', 'Status', 'Percent', 'Requested (UTC)', 'Id'
        $export | Out-String -Width 120 | Should -Match "$botId IN_PROGRESS +\d+ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d ds-[0-9a-f-]{36}"
    }

    It 'of a saved export: one row with path, size and hash' {
        $saved = Export-KoreBot $botId -Path TestDrive:view.zip
        Get-Column $saved | Should -Be 'Kind', 'Outcome', 'Size', 'Sha256', 'FullName'
        $text = $saved | Out-String -Width 120
        $text | Should -Match "Bot +Saved +$($saved.Size) $($saved.Sha256.Substring(0, 16))\u2026 "
        ($text -replace '\s') | Should -BeLike "*$($saved.FullName -replace '\s')*"
    }

    It 'of a session' {
        Get-Column (Get-KoreSession) | Should -Be 'HostUri', 'ClientId', 'Algorithm', 'Encrypted', 'Notes'
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
        $objects = @(Start-KoreBotExport $botId; $started; $started | Wait-KoreExport; Export-KoreBot $botId -Path "TestDrive:$_.zip"; New-KoreJwt; Get-KoreBot)
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
            $expected = $objects | ForEach-Object { $_ | Out-String -Width 160 }
            [cultureinfo]::CurrentCulture = $_
            $shown = $objects | ForEach-Object { $_ | Out-String -Width 160 }
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        "$expected" | Should -Match "$([datetime]::UtcNow.Year)-\d\d-\d\d \d\d:\d\d:\d\d"
        $shown | Should -Be $expected
    }

    It 'fits into 80 columns and still shows what matters' {
        Start-KoreBotExport $botId | Out-String -Width 80 | Should -Match 'pending'
        Start-KoreMlExport $botId | Out-String -Width 80 | Should -Match 'IN_PROGRESS'
        $saved = Export-KoreBot $botId -Path TestDrive:narrow.zip
        ($saved | Out-String -Width 80) -replace '\s' | Should -BeLike "*$($saved.FullName -replace '\s')*"
    }
}

Describe 'Serialised properties' {
    It 'of <_> are those of the class' -ForEach 'KoreExport.KoreJwt', 'KoreExport.KoreBotExport', 'KoreExport.KoreMlExport' {
        $type = ($_ -as [type])
        $listed = (Get-TypeData $_).PropertySerializationSet.ReferencedProperties
        $listed | Sort-Object | Should -Be @($type.GetProperties().Name | Sort-Object)
    }
}
