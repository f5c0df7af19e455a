BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Export-KoreBot' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'exports one bot into a folder' {
        $saved = Export-KoreBot -BotId $botId -Destination $folder
        $saved.BotId | Should -Be $botId
        $saved.Kind | Should -Be 'Bot'
        $saved.Duration | Should -BeGreaterThan ([timespan]::Zero)
        (Get-Item -LiteralPath $saved.FullName).Length | Should -Be $saved.Size
    }

    It 'exports several, <How>' -ForEach @(
        @{ How = 'as an argument'; Export = { Export-KoreBot $sandbox.BotId $folder } }
        @{ How = 'from the pipeline'; Export = { $sandbox.BotId | Export-KoreBot -Destination $folder } }
        @{
            How = 'as objects'
            Export = { $sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Path = '/nowhere' } } |
                Export-KoreBot -Destination $folder }
        }
        @{ How = 'one at a time'; Export = { $sandbox.BotId | Export-KoreBot -Destination $folder -ThrottleLimit 1 } }
    ) {
        (& $Export).BotId | Sort-Object | Should -Be @($sandbox.BotId | Sort-Object)
        Get-ChildItem -LiteralPath $folder -Filter *.zip -Recurse | Should -HaveCount 3
    }

    It 'exports definition and utterances' {
        $saved = Export-KoreBot $botId -Kind Bot, MlUtterance -FileType Json -State configured -Destination $folder
        $saved.Kind | Sort-Object | Should -Be 'Bot', 'MlUtterance'
        $saved.FullName | Where-Object { $_ -like '*.json' } | Should -HaveCount 1
    }

    It 'saves to -Path and replaces with -Force' {
        $path = Join-Path $folder bot.zip
        (Export-KoreBot $botId -Path $path).FullName | Should -Be $path
        Export-KoreBot $botId -Path $path -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreFileExists'
        (Export-KoreBot $botId -Path $path -Force).Size | Should -Be (Get-Item -LiteralPath $path).Length
    }

    It 'refuses -Path for two kinds, before anything is started' {
        { Export-KoreBot $botId -Kind Bot, MlUtterance -Path (Join-Path $folder bot.zip) } | Should -Throw -ErrorId 'KoreOptionInvalid,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'warns that -<_> is ignored where no bot definition is exported' -ForEach @(
        'ExportType', 'Task', 'NlpData', 'Setting', 'AgentAI', 'AgentAssist', 'BotComponent', 'Dialog', 'Alert', 'Action', 'ExperienceFlow'
        'AllTasks', 'CustomDashboards', 'IncludeDependentTasks', 'ExcludeVariable', 'ExcludeEnvironmentVariables', 'ExcludeContentVariables'
        'AdditionalBody'
    ) {
        $values = @{
            ExportType = 'Published'; Task = 'botTask'; NlpData = 'rules'; Setting = 'botSettings'; AgentAI = 'rules'; AgentAssist = 'rules'
            BotComponent = 'linkedBots'; AdditionalBody = @{ more = 1 }; AllTasks = $true; CustomDashboards = $true
            IncludeDependentTasks = $true; ExcludeEnvironmentVariables = $true; ExcludeContentVariables = $true
        }
        $value = if ($values.ContainsKey($_)) { $values[$_] } else { 'x' }
        $given = @{ $_ = $value; WhatIf = $true; WarningVariable = 'said'; WarningAction = 'SilentlyContinue' }
        Export-KoreBot $botId -Destination $folder -Kind MlUtterance, Role @given
        "$said" | Should -BeExactly "-$_ is ignored: it applies to -Kind Bot only."
        Export-KoreBot $botId -Destination $folder -Kind MlUtterance, Bot @given
        $said | Should -BeNullOrEmpty
    }

    It 'has such a warning for every parameter that Start-KoreBotExport has too' {
        $shared = (Get-Command Start-KoreBotExport).Parameters.Keys |
            Where-Object { $_ -notin 'BotId', 'Session', 'ThrottleLimit', 'WhatIf', 'Confirm' }
        $attribute = { $_.GetType().Name -eq 'AppliesToAttribute' }
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        foreach ($name in $shared | Where-Object { $_ -notin $common }) {
            ((Get-Command Export-KoreBot).Parameters[$name].Attributes | Where-Object $attribute).Kinds | Should -Be 'Bot' -Because $name
        }
    }

    It 'warns that -<Name> is ignored: it applies to <Kinds>' -ForEach @(
        @{ Name = 'FileType'; Value = 'Json'; Kinds = 'MlUtterance' }
        @{ Name = 'State'; Value = 'configured'; Kinds = 'MlUtterance' }
        @{ Name = 'TimeoutSec'; Value = 5; Kinds = 'Bot, MlUtterance' }
        @{ Name = 'PollIntervalSec'; Value = 5; Kinds = 'Bot, MlUtterance' }
        @{ Name = 'DownloadFromSessionHost'; Value = $true; Kinds = 'Bot, MlUtterance, TestSuite' }
        @{ Name = 'AllowPrivateDownloadHost'; Value = $true; Kinds = 'Bot, MlUtterance, TestSuite' }
    ) {
        $given = @{ $Name = $Value; WhatIf = $true; WarningVariable = 'said'; WarningAction = 'SilentlyContinue' }
        Export-KoreBot $botId -Destination $folder -Kind Role @given
        "$said" | Should -BeExactly "-$Name is ignored: it applies to -Kind $Kinds only."
    }

    It 'leaves out what -Exclude names, by id or name' {
        $bots = Get-KoreBot
        $rest = $bots | Export-KoreBot -Destination $folder -Exclude $bots[0].Name.ToUpperInvariant(), $bots[1].BotId
        $rest.BotId | Should -Be $bots[2].BotId
        $bots | Export-KoreBot -Destination $folder -Exclude '*' | Should -BeNullOrEmpty
        $sandbox.BotId | Export-KoreBot -Destination $folder -Exclude 'st-*' | Should -BeNullOrEmpty
    }

    It 'says at the end how it went, on the information stream' {
        $sandbox.Faults.Job.FailCount = 1
        $sandbox.Faults.Job.BotId = $botId
        $saved = $sandbox.BotId | Export-KoreBot -Destination $folder -SkipUnchanged -InformationVariable said -ErrorAction SilentlyContinue
        $saved | Should -HaveCount 2
        $said | Should -HaveCount 1
        $said[0].Tags | Should -Be KoreExportSummary
        $summary = $said[0].MessageData
        $summary.Asked, $summary.Saved, $summary.Unchanged, $summary.Skipped, $summary.Failed | Should -Be 3, 2, 0, 0, 1
        $summary.Duration | Should -BeGreaterThan ([timespan]::Zero)
        "$summary" | Should -Match '^3 asked for: 2 saved, 0 unchanged, 1 failed, in \d{1,2}\.\d s\.$'
        $null = $sandbox.BotId | Export-KoreBot -Destination $folder -SkipUnchanged -InformationVariable said
        "$($said.MessageData)" | Should -BeLike '3 asked for: 1 saved, 2 unchanged, 0 failed*'
        $null = $sandbox.BotId | Export-KoreBot -Destination $folder -Resume -InformationVariable said
        "$($said.MessageData)" | Should -BeLike '0 asked for: 0 saved, 0 unchanged, 3 in the set already, 0 failed*'
        $null = Export-KoreBot $botId -Destination $folder -InformationVariable said -WhatIf
        $said | Should -BeNullOrEmpty
    }

    It 'ends with its summary before the error, where errors stop it' {
        $sandbox.Faults.Job.FailCount = 1
        try { $null = $sandbox.BotId |
            Export-KoreBot -Destination $folder -ErrorAction Stop -InformationVariable said } catch { $caught = $_ }
        Get-ErrorId $caught | Should -Be KoreExportFailed
        "$($said.MessageData)" | Should -BeLike '3 asked for: 2 saved*1 failed*'
    }

    It 'starts nothing where the file is there already and may not be replaced' {
        $path = Join-Path $folder bot.zip
        $null = Export-KoreBot $botId -Path $path
        $sandbox.ClearRequests()
        Export-KoreBot $botId -Path $path -ErrorAction SilentlyContinue
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'sends what Start-KoreBotExport would' {
        $null = Export-KoreBot $botId -Destination $folder -Session (Get-KoreSession) -ExportType Published -Task botTask -NlpData rules `
            -Setting botSettings `
            -AgentAI rules -AgentAssist rules -BotComponent linkedBots -Dialog a -Alert b -Action c -ExperienceFlow d -AllTasks `
                -CustomDashboards `
            -IncludeDependentTasks -ExcludeVariable e -ExcludeEnvironmentVariables -ExcludeContentVariables -AdditionalBody @{ more = 1 }
        $body = ($sandbox.Requests | Where-Object Kind -EQ StartBotExport).Body
        $sandbox.ClearRequests()
        $null = Start-KoreBotExport $botId -ExportType Published -Task botTask -NlpData rules -Setting botSettings `
            -AgentAI rules -AgentAssist rules -BotComponent linkedBots -Dialog a -Alert b -Action c -ExperienceFlow d -AllTasks `
                -CustomDashboards `
            -IncludeDependentTasks -ExcludeVariable e -ExcludeEnvironmentVariables -ExcludeContentVariables -AdditionalBody @{ more = 1 }
        $body | Should -BeExactly $sandbox.Requests[0].Body
    }

    It 'makes no request and no folder with -WhatIf' {
        Export-KoreBot $sandbox.BotId -Destination $folder -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
        Test-Path -LiteralPath $folder | Should -BeFalse
    }

    It 'goes on with the others: an unknown bot, a failing export, a late one' {
        $sandbox.Faults.Job.FailCount = 1
        $sandbox.Faults.Job.BotId = $sandbox.BotId[1]
        $saved = 'st-unknown', $sandbox.BotId[1], $sandbox.BotId[2] |
            Export-KoreBot -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        $saved.BotId | Should -Be $sandbox.BotId[2]
        $failed | ForEach-Object { Get-ErrorId $_ } | Sort-Object | Should -Be 'KoreBotNotFound', 'KoreExportFailed'
        $sandbox.Faults.Job.NeverFinish = $true
        $sandbox.BotId[1] | Export-KoreBot -Destination $folder -TimeoutSec 0 -PollIntervalSec 1 -ErrorAction SilentlyContinue `
            -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreExportTimeout'
    }

    It 'passes on -DownloadFromSessionHost and -AllowPrivateDownloadHost' {
        $sandbox.Faults.Download.LinkBase = 'http://127.0.0.1:9'
        Export-KoreBot $botId -Destination $folder -DownloadFromSessionHost -AllowPrivateDownloadHost | Should -Not -BeNullOrEmpty
        $sandbox.Faults.Download.LinkBase = [NullString]::Value
    }
}
