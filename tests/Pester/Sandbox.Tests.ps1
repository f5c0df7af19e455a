BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')

    function Test-Port([int] $Port) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $Port); $true } catch { $false } finally { $client.Dispose() }
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Start-KoreSandbox' {
    AfterEach {
        Stop-KoreSandbox
    }

    It 'is up with three bots when it returns' {
        $sandbox = Start-KoreSandbox
        $sandbox.BotId | Should -HaveCount 3
        Test-Port $sandbox.HostUri.Port | Should -BeTrue
        $sandbox.HostUri.IsLoopback | Should -BeTrue
        $sandbox.DownloadHostUri.Port | Should -Not -Be $sandbox.HostUri.Port
    }

    It 'takes -Port, and says so where it is taken' {
        $free = (Start-KoreSandbox).HostUri.Port
        Stop-KoreSandbox
        (Start-KoreSandbox -Port $free).HostUri.Port | Should -Be $free
        { Start-KoreSandbox -Port $free } | Should -Throw -ErrorId 'KoreSandboxFailed,*'
    }

    It 'takes -DownloadPort, and not the same port for both' {
        $free = (Start-KoreSandbox).DownloadHostUri.Port
        Stop-KoreSandbox
        (Start-KoreSandbox -DownloadPort $free).DownloadHostUri.Port | Should -Be $free
        Stop-KoreSandbox
        { Start-KoreSandbox -Port $free -DownloadPort $free } | Should -Throw -ErrorId 'KoreSandboxFailed,*'
    }

    It 'makes apps of XO11 with -AppDefinition, and plants secrets with -PlantSecrets' {
        foreach ($name in 'botDefinition.json', 'appDefinition.json') {
            $planted = Start-KoreSandbox -BotCount 1 -JobDuration 0 -AppDefinition:($name -eq 'appDefinition.json') -PlantSecrets
            Connect-KoreSession -HostUri $planted.HostUri -Credential $planted.Credential
            $saved = Get-KoreBot | Export-KoreBot -Path "TestDrive:$name.zip"
            Expand-Archive -LiteralPath $saved.FullName -DestinationPath "TestDrive:of-$name"
            $files = Get-ChildItem "TestDrive:of-$name" -Recurse -File
            $files.Name | Should -Contain $name
            $text = $files | Get-Content -Raw
            [KoreExport.SandboxSecrets]::BotMarks | Where-Object { "$text" -notlike "*$_*" } | Should -BeNullOrEmpty
        }
    }

    It 'takes -BotCount and -BotId' {
        (Start-KoreSandbox -BotCount 12).BotId | Should -HaveCount 12
        (Start-KoreSandbox -BotId st-one, st-two).BotId | Should -Be 'st-one', 'st-two'
        { Start-KoreSandbox -BotId 'st one' } | Should -Throw -ErrorId 'KoreBotIdInvalid,*'
    }

    It 'takes -JobDuration in seconds and as a TimeSpan' {
        $slow = Connect-Sandbox -Sandbox @{ JobDuration = 3600 }
        (Start-KoreBotExport $slow.BotId[0] | Get-KoreBotExportStatus).State | Should -Be 'Running'
        $quick = Start-KoreSandbox -JobDuration ([timespan]::Zero)
        $session = Connect-KoreSession -HostUri $quick.HostUri -Credential $quick.Credential -NotDefault
        (Start-KoreBotExport $quick.BotId[0] -Session $session | Get-KoreBotExportStatus -Session $session).State | Should -Be 'Succeeded'
    }

    It 'takes -LinkLifetime, -RateLimitPerMinute, -EnforceJti, -EnforceJwe and -Certificate' {
        $sandbox = Start-KoreSandbox -JobDuration 0 -LinkLifetime 0.05 -RateLimitPerMinute 1 -EnforceJti
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -MaximumRetryCount 0 `
            -RateLimitTimeoutSec 0
        $null = Start-KoreBotExport $sandbox.BotId[0] -Session $session
        Start-KoreBotExport $sandbox.BotId[0] -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreRateLimited'
        { Start-KoreSandbox -EnforceJwe -Certificate (New-RsaCertificate) } | Should -Not -Throw
    }

    It 'serves the files it is given' {
        Set-Content TestDrive:u.csv 'taskName,sentence,type,language', 'Weather,rain today,positive,en'
        $zip = Join-Path $TestDrive bot.zip
        Set-Content TestDrive:botDefinition.json '{ "dialogs": [], "localeData": {} }'
        Compress-Archive (Join-Path $TestDrive botDefinition.json) $zip
        Push-Location $TestDrive
        try {
            $sandbox = Start-KoreSandbox -JobDuration 0 -UtteranceFile u.csv -BotExportFile ./bot.zip
        }
        finally {
            Pop-Location
        }

        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
        $saved = Export-KoreBot $sandbox.BotId[0] -Kind Bot, MlUtterance -Destination (Join-Path $TestDrive out)
        ($saved | Where-Object Kind -EQ MlUtterance).Sha256 | Should -Be (Get-FileHash TestDrive:u.csv).Hash
        ($saved | Where-Object Kind -EQ Bot).Sha256 | Should -Be (Get-FileHash $zip).Hash
    }

    It 'says that a file is missing' {
        { Start-KoreSandbox -BotExportFile TestDrive:none.zip } | Should -Throw -ErrorId 'KoreSandboxFailed,*'
    }

    It 'starts nothing with -WhatIf' {
        Start-KoreSandbox -WhatIf | Should -BeNullOrEmpty
    }

    It 'records requests for assertions, without secrets' {
        $sandbox = Connect-Sandbox
        $null = Export-KoreBot $sandbox.BotId[0] -Destination (Join-Path $TestDrive log)
        $sandbox.Requests.Kind | Select-Object -Unique | Should -Be 'StartBotExport', 'BotExportStatus', 'Download'
        $sandbox.Requests[0].UserAgent | Should -BeLike 'KoreExport/*'
        $sandbox.Requests | ConvertTo-Json -Depth 5 | Should -Not -Match 'eyJ|[?&]s=[^*]'
        $sandbox.ClearRequests()
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'lets things go wrong on purpose' {
        $sandbox = Connect-Sandbox
        $sandbox.Faults.Job.FailCount = 1
        Export-KoreBot $sandbox.BotId[0] -Destination $TestDrive -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportFailed'
    }
}

Describe 'Stop-KoreSandbox' {
    It 'stops <How>' -ForEach @(
        @{ How = 'what is piped in'; Stop = { $one | Stop-KoreSandbox } }
        @{ How = 'what is named'; Stop = { Stop-KoreSandbox -Sandbox $one } }
    ) {
        $one, $two = 1..2 | ForEach-Object { Start-KoreSandbox }
        & $Stop
        Test-Port $one.HostUri.Port | Should -BeFalse
        Test-Port $two.HostUri.Port | Should -BeTrue
        Stop-KoreSandbox
        Test-Port $two.HostUri.Port | Should -BeFalse
    }

    It 'stops nothing with -WhatIf, and nothing twice' {
        $sandbox = Start-KoreSandbox
        Stop-KoreSandbox -WhatIf
        Test-Port $sandbox.HostUri.Port | Should -BeTrue
        { 1..2 | ForEach-Object { $sandbox | Stop-KoreSandbox } } | Should -Not -Throw
    }
}
