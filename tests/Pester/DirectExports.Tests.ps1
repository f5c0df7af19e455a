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
            (Get-Content $file.FullName -Raw | ConvertFrom-Json).key | Should -Contain 'größe'
        }
    }

    It 'returns the variables with -PassThru, and shows no values in its view' {
        $variables = Export-KoreBotVariable $botId -Path "$folder/v.json" -PassThru -WarningAction SilentlyContinue
        $variables | Should -HaveCount 5
        ($variables | Where-Object IsSecured).Key | Should -Be 'api_key'
        ($variables | Where-Object Key -EQ host_url).Value | Should -BeLike 'https://*'
        $variables | Out-String | Should -Not -BeLike '*https://*'
        "$folder/v.json" | Should -Exist
    }

    It 'leaves a file alone without -Force' {
        Set-Content "$folder/v.json" mine
        Export-KoreBotVariable $botId -Path "$folder/v.json" -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreFileExists'
        Get-Content "$folder/v.json" | Should -Be 'mine'
        Export-KoreBotVariable $botId -Path "$folder/v.json" -Force -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
    }

    It 'goes on after a bot that fails, and does nothing with -WhatIf' {
        $saved = Export-KoreBotVariable $botId, 'st-nobody', '../x' -ThrottleLimit 2 -Destination $folder -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failed
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
        ($botId | Get-KoreTestSuite -Language de -ThrottleLimit 1 -Session (Get-KoreSession)).Language | Sort-Object -Unique | Should -Be 'de'
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
        (Get-KoreTestSuite $botId -Name '予約*' | Export-KoreTestSuite -Destination $folder -ThrottleLimit 2).Part | Should -Be '予約 テスト'
        Export-KoreTestSuite -InputObject (Get-KoreTestSuite $botId)[0] -Path "$folder/n.json" -Force -DownloadFromSessionHost:$false -AllowPrivateDownloadHost | Should -HaveCount 1
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
        (Get-ChildItem $folder).FullName | Sort-Object | Should -Be ($saved.FullName | Sort-Object)
    }

    It 'that are not there are an error' {
        Export-KoreTestSuite $botId -Name nope -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
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

    It 'returns the roles with -PassThru' {
        $roles = Export-KoreRole -RoleType Bot -Path "$folder/r.json" -Force -PassThru
        ($roles | Where-Object Name -EQ 'Bot Owner').Permissions['Publish'] | Should -Be 'YES'
        $roles | Out-String | Should -BeLike '*Übersetzer*'
    }

    It 'says which scope is missing' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Export-KoreRole Admin -Destination $folder -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
    }
}

Describe 'Export-KoreBot' {
    It 'exports variables, suites and roles with the bots' {
        $saved = $sandbox.BotId | Export-KoreBot -Kind Bot, Variable, TestSuite, Role -Destination $TestDrive/set -WarningAction SilentlyContinue
        $saved | Group-Object Kind | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Bot 3', 'Role 2', 'TestSuite 9', 'Variable 3'
    }
}
