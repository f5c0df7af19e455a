BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')

    function Get-Completion([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText
    }
}

Describe 'Completion of <Line>' -ForEach @(
    @{ Line = 'Start-KoreBotExport -Task '; Words = 'botTask', 'knowledgeGraph', 'smallTalk', 'forms' }
    @{ Line = 'Start-KoreBotExport -Task bot'; Words = 'botTask' }
    @{ Line = "Start-KoreBotExport -Task 'bot"; Words = 'botTask' }
    @{ Line = 'Start-KoreBotExport -Task botTask, know'; Words = 'knowledgeGraph' }
    @{ Line = 'Start-KoreBotExport -NlpData s'; Words = 'synonyms', 'standardResponses' }
    @{ Line = 'Start-KoreBotExport -Setting '; Words = 'botSettings', 'botVariables', 'ivrSettings', 'genAIandLLMSettings' }
    @{ Line = 'Start-KoreBotExport -AgentAI '; Words = 'rules', 'playbooks', 'widgetSettings', 'layoutSettings' }
    @{ Line = 'Start-KoreBotExport -AgentAssist p'; Words = 'playbooks' }
    @{ Line = 'Start-KoreBotExport -BotComponent '; Words = 'linkedBots', 'smallTalk' }
    @{ Line = 'Start-KoreBotExport -ExportType '; Words = 'Latest', 'Published' }
    @{ Line = 'Export-KoreBot -Task know'; Words = 'knowledgeGraph' }
    @{ Line = 'Export-KoreBot -Kind '; Words = 'Bot', 'MlUtterance', 'Role', 'TestSuite', 'Variable' }
    @{ Line = 'Export-KoreBot -FileType '; Words = 'Csv', 'Json' }
    @{ Line = 'Expand-KoreExport -Layout '; Words = 'Component', 'File' }
    @{ Line = 'Expand-KoreExport -FolderName '; Words = 'BotId', 'Name' }
    @{ Line = 'Start-KoreMlExport -FileType '; Words = 'Csv', 'Json' }
    @{ Line = 'Start-KoreMlExport -State '; Words = 'configured' }
    @{ Line = 'Get-KoreBot -Status '; Words = 'configured', 'published' }
    @{ Line = 'Get-KoreBot -Type u'; Words = 'unified', 'universalbot' }
    @{ Line = 'Get-KoreRole '; Words = 'Admin', 'Bot' }
    @{ Line = 'Wait-KoreExport -Kind '; Words = 'Bot', 'MlUtterance' }
    @{ Line = 'Save-KoreExport -Kind M'; Words = 'MlUtterance' }
    @{ Line = 'Connect-KoreSession -Algorithm '; Words = 'HS256', 'HS512', 'RS256', 'RS512' }
    @{ Line = 'New-KoreJwt -Algorithm R'; Words = 'RS256', 'RS512' }
) {
    It 'offers <Words>' {
        Get-Completion $Line | Sort-Object | Should -Be @($Words | Sort-Object)
    }
}

Describe 'Completion from the platform' {
    BeforeAll {
        $sandbox = Connect-Sandbox
        $bots = Get-KoreBot

        function Get-Match([string] $Line) {
            # One that was pressed too early for a busy machine gets it at the next press.
            Wait-Until { $script:found = (TabExpansion2 $Line $Line.Length).CompletionMatches; $script:found } $Line
            $script:found
        }
    }

    AfterAll {
        Stop-KoreSandbox
    }

    It 'offers ids of bots to <_>, with their names as tooltips' -ForEach @(
        'Start-KoreBotExport -BotId ', 'Start-KoreMlExport ', 'Export-KoreBot ', 'Get-KoreBotExportStatus ', 'Get-KoreMlExportStatus '
        'Get-KoreBot -BotId ', 'Get-KoreBot -LinkedTo ', 'Get-KoreTestSuite ', 'Export-KoreTestSuite -BotId ', 'Export-KoreBotVariable '
        'Get-KoreBotVariable ', 'Test-KoreSession ', 'Test-KoreBackup -BotId ', 'Wait-KoreExport -BotId ', 'Save-KoreExport -BotId '
    ) {
        $found = Get-Match $_
        $found.CompletionText | Should -Be $bots.BotId
        $found.ToolTip | Should -Be $bots.Name
    }

    It 'finds an id by the beginning of it, or of the name' {
        (Get-Match "Export-KoreBot $($bots[1].BotId.Substring(0, 12))").CompletionText | Should -Be $bots[1].BotId
        (Get-Match 'Export-KoreBot bank').CompletionText | Should -Be ($bots | Where-Object Name -Like 'bank*').BotId
        (Get-Match "Export-KoreBot $($bots[1].BotId), bank").CompletionText | Should -Be ($bots | Where-Object Name -Like 'bank*').BotId
    }

    It 'offers names of bots, quoted where they need it' {
        (Get-Match 'Get-KoreBot -Name bank').CompletionText | Should -Be "'Bank Assistant'"
        (Get-Match 'Get-KoreBot | Export-KoreBot -Exclude bank').ToolTip | Should -BeLike "*$($bots[0].BotId)*"
    }

    It 'offers test suites of the bot: <_>' -ForEach 'Get-KoreTestSuite', 'Export-KoreTestSuite' {
        (Get-Match "$_ -BotId $($bots[0].BotId) -Name ").CompletionText | Should -Contain 'Regression'
        (Get-Match "$_ -BotId $($bots[0].BotId) -Name n").CompletionText | Should -BeLike "'N*Lauf*'"
        Get-Completion "$_ -Name " | Should -BeNullOrEmpty
    }

    It 'asks once for many presses' {
        $null = Get-Match 'Export-KoreBot '
        $sandbox.ClearRequests()
        1..5 | ForEach-Object { Get-Match 'Export-KoreBot ' | Should -HaveCount 3 }
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'uses -Session where that is given' {
        $other = Start-KoreSandbox -BotId st-other -RateLimitPerMinute 0
        $global:otherSession = Connect-KoreSession -HostUri $other.HostUri -Credential $other.Credential -NotDefault
        (Get-Match 'Export-KoreBot -Session $global:otherSession -BotId ').CompletionText | Should -Be st-other
        Remove-Variable otherSession -Scope Global
        $other | Stop-KoreSandbox
    }

    It 'takes no longer than a moment where the platform is slow, and has it at the next press' {
        $slow = Start-KoreSandbox -BotId st-slow -RateLimitPerMinute 0
        $slow.Faults.Api.AnswerDelay = [timespan]::FromSeconds(2)
        Connect-KoreSession -HostUri $slow.HostUri -Credential $slow.Credential
        $line = 'Export-KoreBot st-'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-Completion $line | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 1.8
        (Get-Match $line).CompletionText | Should -Be st-slow
        $slow.Requests | Should -HaveCount 1
        $slow | Stop-KoreSandbox
        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
    }

    It 'is silent where nothing can be had: <What>' -ForEach @(
        @{ What = 'no session'; Connect = { Disconnect-KoreSession } }
        @{
            What = 'nobody there'
            Connect = { Connect-KoreSession -HostUri http://127.0.0.1:9 -Credential $sandbox.Credential -MaximumRetryCount 0 }
        }
        @{ What = 'no scope'; Connect = { Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential } }
    ) {
        $Error.Clear()
        & $Connect
        Get-Completion 'Export-KoreBot st-' | Should -BeNullOrEmpty
        Get-Completion 'Get-KoreTestSuite st-1 -Name ' | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
    }
}

Describe 'Completion from this machine' {
    It 'offers the platform''s regions to -HostUri, and KORE_HOST' {
        Get-Completion 'Connect-KoreSession -HostUri ' | Should -Contain 'https://platform.kore.ai'
        Get-Completion 'Connect-KoreSession -HostUri de' | Should -Be 'https://de-platform.kore.ai'
        $env:KORE_HOST = 'https://kore.mine.example'
        try {
            Get-Completion 'Connect-KoreSession ' | Select-Object -First 1 | Should -Be 'https://kore.mine.example'
        }
        finally {
            $env:KORE_HOST = ''
        }
    }

    It 'offers variables with sessions to -Session' {
        $sandbox = Start-KoreSandbox
        $global:testSession = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault
        $global:testOther = 'no session'
        foreach ($line in 'Export-KoreBot -Session $test', 'New-KoreJwt -Session $test', 'Disconnect-KoreSession -Session $test') {
            $found = (TabExpansion2 $line $line.Length).CompletionMatches
            $found.CompletionText | Should -Contain '$testSession' -Because $line
        }

        $found = (TabExpansion2 'Export-KoreBot -Session ' 24).CompletionMatches
        $found.CompletionText | Should -Be '$testSession'
        $found.ToolTip | Should -BeLike "$($sandbox.Credential.UserName) at http*"
        $global:testSession | Disconnect-KoreSession
        (TabExpansion2 'Export-KoreBot -Session ' 24).CompletionMatches.CompletionText | Should -Not -Contain '$testSession'
        Remove-Variable testSession, testOther -Scope Global
        $sandbox | Stop-KoreSandbox
    }

    It 'offers folders, and no files, to <_>' -ForEach @(
        'Test-KoreBackup -Path ', 'Test-KoreBackup -LiteralPath ', 'Export-KoreBot -Destination ', 'Save-KoreExport -Destination '
        'Export-KoreRole -Destination ', 'Export-KoreTestSuite -Destination '
    ) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $null = New-Item -ItemType Directory (Join-Path $folder backup), (Join-Path $folder 'my backup')
        $null = New-Item (Join-Path $folder backup.txt)
        Push-Location $folder
        try {
            (Get-Completion "${_}b") -replace '^\.[\\/]' | Should -Be backup
            (Get-Completion "${_}my") | Should -BeLike "*my backup*"
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'What is completed' {
    It 'is what is accepted' {
        $sandbox = Connect-Sandbox
        foreach ($name in 'Task', 'NlpData', 'Setting', 'AgentAI', 'AgentAssist', 'BotComponent') {
            $words = @{ $name = Get-Completion "Start-KoreBotExport -$name " }
            Start-KoreBotExport $sandbox.BotId[0] @words | Should -HaveCount 1
        }

        Stop-KoreSandbox
    }
}
