BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    . (Join-Path $PSScriptRoot 'Definitions.ps1')
}

Describe 'Expand-KoreExport' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder
        $zip = New-Definition (Join-Path $folder 'bank.zip')
        $destination = Join-Path $folder tree
    }

    It 'writes one folder a bot, with scripts that can be read' {
        $expanded = Expand-KoreExport -Path $zip -Destination $destination
        $expanded | Should -BeOfType KoreExport.KoreExpandedExport
        $expanded.BotId | Should -Be $botId
        $expanded.Name | Should -Be Bank
        $expanded.Path | Should -Be (Join-Path $destination $botId)
        $expanded.FileCount | Should -Be @(Get-ChildItem -LiteralPath $expanded.Path -Recurse -File -Force).Count
        $script = Get-ChildItem -LiteralPath $expanded.Path -Recurse -Filter *.js
        Get-Content -LiteralPath $script.FullName | Should -Be 'var a = 1;', 'var b = 2;', 'var c = 3;'
    }

    It 'needs no session, and goes by PowerShell''s location' {
        $shell = New-PowerShell 'param($Folder) Set-Location $Folder; (Expand-KoreExport bank.zip).Path' @{ Folder = $folder }
        $shell.Invoke() | Should -Be (Join-Path $folder $botId)
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()
    }

    It 'takes wildcards, and names with brackets' {
        $null = New-Definition (Join-Path $folder 'other[1].zip') -BotId st-2
        (Expand-KoreExport (Join-Path $folder '*.zip') -Destination $destination).BotId | Sort-Object |
            Should -Be @($botId, 'st-2' | Sort-Object)
        (Expand-KoreExport (Join-Path $folder 'other[1].zip') -Destination $destination).BotId | Should -Be st-2
        (Expand-KoreExport -LiteralPath (Join-Path $folder 'other[1].zip') -Destination $destination).BotId | Should -Be st-2
    }

    It 'takes files, paths, and objects with a path from the pipeline' {
        (Get-Item $zip | Expand-KoreExport -Destination $destination).BotId | Should -Be $botId
        ($zip | Expand-KoreExport -Destination $destination).BotId | Should -Be $botId
        ([pscustomobject]@{ BotId = $botId; Name = 'Bank'; Kind = 'Bot'; Part = $null; Path = $zip; PreviousPath = $null } |
            Expand-KoreExport -Destination $destination).Path | Should -Be (Join-Path $destination $botId)
    }

    It 'takes what Export-KoreBot saved, each kind into a folder of its own' {
        $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 1 }
        $bot = $sandbox.BotId[0]
        $expanded = Export-KoreBot $bot -Destination $folder -Kind Bot, MlUtterance, Variable | Expand-KoreExport -Destination $destination
        Stop-KoreSandbox
        Split-Path $expanded.Path -Leaf | Sort-Object | Should -Be @($bot, "$bot-utterances", "$bot-variables" | Sort-Object)
        $expanded.BotId | Select-Object -Unique | Should -Be $bot
    }

    It 'names the folder after the bot' {
        (Expand-KoreExport $zip -Destination $destination -FolderName Name).Path | Should -Be (Join-Path $destination Bank)
    }

    It 'keeps the files as they are with -Layout File' {
        $expanded = Expand-KoreExport $zip -Destination $destination -Layout File
        $expanded.Layout | Should -Be File
        Get-Content -Raw -LiteralPath (Join-Path $expanded.Path botDefinition.json) | Should -BeExactly (Get-DefinitionText)
    }

    It 'says what changed since the expansion before' {
        $first = Expand-KoreExport $zip -Destination $destination
        $first.Added | Should -HaveCount $first.FileCount
        $null = New-Definition $zip -Script "var a = 1;`nvar b = 7;`nvar c = 3;"
        $second = Expand-KoreExport $zip -Destination $destination
        $second.Modified | Should -HaveCount 1
        $second.Modified[0] | Should -BeLike '*.js'
        $second.Added + $second.Removed | Should -BeNullOrEmpty
        $second | Out-String -Width 160 | Should -Match "\d+ +1 modified +\S+$botId"
    }

    It 'masks secrets with -Redact, more of them with -SecretPattern' {
        $null = New-Definition $zip -Script "var a = 'internal-4711'; var token = 'eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl';"
        $expanded = Expand-KoreExport $zip -Destination $destination -Redact -SecretPattern 'internal-\d+'
        $expanded.Redacted | Should -BeTrue
        $text = Get-ChildItem -LiteralPath $expanded.Path -Recurse -File -Force | Get-Content -Raw
        "$text" | Should -Not -Match 'internal-4711|engine-secret|eyJhbGci'
        "$text" | Should -Match 'var a ='
    }

    It 'does nothing with -WhatIf' {
        Expand-KoreExport $zip -Destination $destination -WhatIf | Should -BeNullOrEmpty
        Test-Path $destination | Should -BeFalse
    }

    It 'leaves somebody else''s folder alone, but for -Force' {
        $null = New-Item -ItemType Directory (Join-Path $destination $botId)
        Set-Content -LiteralPath (Join-Path $destination "$botId/mine.txt") mine
        { Expand-KoreExport $zip -Destination $destination -ErrorAction Stop } | Should -Throw -ErrorId 'KoreFileExists*'
        (Expand-KoreExport $zip -Destination $destination -Force).BotId | Should -Be $botId
        Get-Content -LiteralPath (Join-Path $destination "$botId/mine.txt") | Should -Be mine
    }

    It 'says that several exports went into one folder' {
        $copy = Copy-Item $zip (Join-Path $folder second.zip) -PassThru
        $null = $zip, $copy.FullName | Expand-KoreExport -Destination $destination -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -HaveCount 1
        "$warned" | Should -BeLike "*$botId*second.zip*"
    }

    It 'reports each export that is none, and goes on: <What>' -ForEach @(
        @{ What = 'an error page'; Id = 'KoreFileCorrupt'; Content = '<html>502</html>' }
        @{ What = 'nothing'; Id = 'KorePathNotFound'; Content = $null }
    ) {
        $bad = Join-Path $folder bad.zip
        if ($Content) { Set-Content -LiteralPath $bad $Content }
        $expanded = $bad, $zip | Expand-KoreExport -Destination $destination -ErrorVariable failed -ErrorAction SilentlyContinue
        $expanded.BotId | Should -Be $botId
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be $Id
        $failed[0].TargetObject | Should -Be $bad
    }

    It 'refuses a folder and a pattern that is none' {
        { Expand-KoreExport $folder -Destination $destination -ErrorAction Stop } | Should -Throw -ErrorId 'KoreOptionInvalid*'
        { Expand-KoreExport $zip -Destination $destination -Redact -SecretPattern '(' } | Should -Throw -ErrorId 'KoreOptionInvalid*'
    }

    It 'takes bot, kind and part as arguments' {
        $list = Join-Path $folder roles.json
        Set-Content -LiteralPath $list '[]'
        (Expand-KoreExport $list -Destination $destination -BotId st-9 -Kind TestSuite -Part Smoke).Path |
            Should -Be (Join-Path $destination 'st-9-testsuite-Smoke')
    }
}
