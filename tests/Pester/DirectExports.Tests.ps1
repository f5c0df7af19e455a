BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Export-KoreBotVariable' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
    }

    It 'saves a file for each bot and warns once of secured values' {
        $saved = Get-KoreBot | Export-KoreBotVariable -Destination $folder -WarningVariable warned -WarningAction SilentlyContinue
        $saved | Should -HaveCount 3
        $saved.BotId | Sort-Object | Should -Be ($sandbox.BotId | Sort-Object)
        $saved.Kind | Sort-Object -Unique | Should -Be 'Variable'
        $warned | Should -HaveCount 1
        foreach ($file in $saved) {
            $file.FullName | Should -Match "/$($file.BotId)/\d{8}T\d{9}Z\.variables\.json$".Replace('/', '[\\/]')
            (Get-FileHash $file.FullName).Hash | Should -Be $file.Sha256
            (Get-Content $file.FullName -Raw -Encoding utf8 | ConvertFrom-Json).key | Should -Contain 'größe'
        }
    }

    It 'leaves a file alone without -Force' {
        Set-Content "$folder/v.json" mine
        Export-KoreBotVariable $botId -Path "$folder/v.json" -WarningAction SilentlyContinue -ErrorAction SilentlyContinue `
            -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreFileExists'
        Get-Content "$folder/v.json" | Should -Be 'mine'
        Export-KoreBotVariable $botId -Path "$folder/v.json" -Force -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
    }

    It 'goes on after a bot that fails, and does nothing with -WhatIf' {
        $saved = Export-KoreBotVariable $botId, 'st-nobody',
            '../x' -ThrottleLimit 2 -Destination $folder -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failed
        $saved.BotId | Should -Be $botId
        $failed.FullyQualifiedErrorId | Should -Match '^Kore(BotNotFound|BotIdInvalid|CredentialRejected),'
        $failed | Should -HaveCount 2
        $sandbox.ClearRequests()
        Export-KoreBotVariable $botId -Destination $folder -WhatIf
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'uses the session it is given' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Export-KoreBotVariable $botId -Destination $folder -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*Export Variables*'
    }
}

Describe 'Get-KoreBotVariable' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'gets the variables, in order, saves nothing and shows no values in its view' {
        Push-Location $TestDrive
        $variables = $sandbox.BotId | Get-KoreBotVariable -Session (Get-KoreSession) -ThrottleLimit 2 -WarningVariable warned
        Pop-Location
        Get-ChildItem $TestDrive -Force -Filter *.json | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
        $variables[0] | Should -BeOfType KoreExport.KoreBotVariable
        ($variables.BotId | Select-Object -Unique) | Should -Be $sandbox.BotId
        $first = $variables | Where-Object BotId -EQ $botId
        $first | Should -HaveCount 5
        ($first | Where-Object IsSecured).Key | Should -Be 'api_key'
        ($first | Where-Object Key -EQ host_url).Value | Should -BeLike 'https://*'
        $first | Out-String | Should -Not -BeLike '*https://*'
    }

    It 'gives one error for each bot that fails' {
        $variables = Get-KoreBotVariable $botId, '', 'st-nobody' -ErrorAction SilentlyContinue -ErrorVariable failed
        $variables | Should -HaveCount 5
        $failed | Should -HaveCount 2
        Get-ErrorId $failed[0] | Should -Be KoreBotIdInvalid
    }
}

Describe 'Get-KoreRole' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'gets the roles of both types, or of one' {
        $roles = Get-KoreRole -ThrottleLimit 1 -Session (Get-KoreSession)
        $roles.RoleType | Select-Object -Unique | Should -Be 'admin', 'bot'
        $bot = Get-KoreRole -RoleType Bot
        $bot | ForEach-Object { $_ | Should -BeOfType KoreExport.KoreRole }
        ($bot | Where-Object Name -EQ 'Bot Owner').Permissions['Publish'] | Should -Be 'YES'
        $bot | Out-String | Should -BeLike '*Übersetzer*'
    }

    It 'says which scope is missing, for each type' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Get-KoreRole -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | ForEach-Object { Get-ErrorId $_ } | Should -Be 'KoreScopeMissing', 'KoreScopeMissing'
    }
}

Describe 'Test suites' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
    }

    It 'are listed, by name too' {
        $suites = Get-KoreTestSuite $botId
        $suites | Should -HaveCount 3
        $suites[0] | Should -BeOfType KoreExport.KoreTestSuite
        $suites.Name | Should -Contain '予約 テスト'
        (Get-KoreTestSuite -BotId $botId -Name 'n*').Name | Should -Be 'Nächtlicher Lauf – alle Intents'
        ($botId | Get-KoreTestSuite -Language de -ThrottleLimit 1 -Session (Get-KoreSession)).Language | Sort-Object -Unique |
            Should -Be 'de'
    }

    It 'are exported, all of them, under names of our own' {
        $saved = Export-KoreTestSuite $botId -Destination $folder
        $saved.Part | Should -Be 'Regression', 'Nächtlicher Lauf – alle Intents', '予約 テスト'
        foreach ($file in $saved) {
            $file.FullName | Should -Match "/$botId/\d{8}T\d{9}Z\.testsuite\.[A-Za-z0-9_-]+\.json$".Replace('/', '[\\/]')
            (Get-Content $file.FullName -Raw | ConvertFrom-Json).Count | Should -BeGreaterThan 0
        }
    }

    It 'are exported by name, with blanks in it, and from the list' {
        Export-KoreTestSuite $botId -Name 'Nächtlicher Lauf – alle Intents' -Path "$folder/n.json" | Should -HaveCount 1
        (Export-KoreTestSuite $botId -Name 'Reg*' -Destination $folder).Part | Should -Be 'Regression'
        (Get-KoreTestSuite $botId -Name '予約*' | Export-KoreTestSuite -Destination $folder -ThrottleLimit 2).Part |
            Should -Be '予約 テスト'
        Export-KoreTestSuite -InputObject (Get-KoreTestSuite $botId)[0] -Path "$folder/n.json" -Force -DownloadFromSessionHost:$false `
            -AllowPrivateDownloadHost | Should -HaveCount 1
    }

    It 'are asked for in the default language of a bot that is piped in' {
        $null = Get-KoreBot | Select-Object -Skip 1 -First 1 | Export-KoreTestSuite -Destination $folder
        (Get-KoreBot | Get-KoreTestSuite | Select-Object -Skip 3 -First 1).Language | Should -Be 'de'
        $null = Export-KoreTestSuite $botId -Language ja -Destination $folder -Session (Get-KoreSession)
    }

    It 'that were saved come out although another one failed' {
        $sandbox.Faults.Api.Kind = 'ExportTestSuite'
        $sandbox.Faults.Api.RedirectCount = 1
        $saved = Export-KoreTestSuite $botId -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        $saved | Should -HaveCount 2
        $failed | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be 'KoreRedirectRefused'
        (Get-ChildItem $folder -Recurse -File -Exclude *.record.json).FullName | Sort-Object | Should -Be ($saved.FullName | Sort-Object)
    }

    It 'come out where others fail' {
        $sandbox.Faults.Download.CorruptCount = 99
        Export-KoreTestSuite $botId -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Should -HaveCount 3
        Reset-Fault $sandbox
        $null = New-Item "$folder/one.json"
        $both = Get-KoreTestSuite $botId | Select-Object -First 2
        $both | Export-KoreTestSuite -Path "$folder/two.json" -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 1
        $failed | Should -HaveCount 1
    }

    It 'are saved to -Path or -Destination, not both' {
        { Export-KoreTestSuite $botId -Path "$folder/x.json" -Destination $folder } | Should -Throw -ErrorId 'KoreOptionInvalid,*'
    }

    It 'that are not there are an error' {
        Export-KoreTestSuite $botId -Name nope -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed |
            Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreTestSuiteNotFound'
        Get-KoreTestSuite $botId -Name nope -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreTestSuiteNotFound'
        Export-KoreTestSuite $botId -Name 'nope*' -Destination $folder -ErrorAction Stop | Should -BeNullOrEmpty
        Export-KoreTestSuite $botId -Path "$folder/n.json" -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreOptionInvalid'
        Export-KoreTestSuite $botId -Destination $folder -WhatIf
    }
}

Describe 'Export-KoreRole' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
    }

    It 'saves the roles of both types' {
        $saved = Export-KoreRole -Destination $folder -ThrottleLimit 2
        $saved.Part | Sort-Object | Should -Be 'admin', 'bot'
        $saved[0].FullName | Should -Match '[\\/]account[\\/]\d{8}T\d{9}Z\.roles\.(admin|bot)-[0-9a-f]{8}\.json$'
    }

    It 'saves one type to -Path' {
        Export-KoreRole -Path "$folder/r.json" -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be KoreOptionInvalid
        (Export-KoreRole -RoleType Bot -Path "$folder/r.json" -Force).FullName | Should -Be (Join-Path $folder r.json)
        { Export-KoreRole -Path "$folder/r.json" -Destination $folder } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }

    It 'says which scope is missing' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Export-KoreRole Admin -Destination $folder -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
    }
}

Describe 'Export-KoreBot' {
    It 'exports variables, suites and roles with the bots' {
        $saved = $sandbox.BotId | Export-KoreBot -Kind Bot, Variable, TestSuite,
            Role -Destination $TestDrive/set -WarningAction SilentlyContinue
        $saved | Group-Object Kind | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Bot 3', 'Role 2',
            'TestSuite 9', 'Variable 3'
    }
}
