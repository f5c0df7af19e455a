BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]

    function Get-Body {
        ($sandbox.Requests | Where-Object Kind -EQ StartBotExport)[-1].Body | ConvertFrom-Json
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Start-KoreBotExport' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'starts an export and returns it' {
        $export = Start-KoreBotExport -BotId $botId
        $export.BotId | Should -Be $botId
        $export.Id | Should -Match '^ber-'
        $export.State | Should -Be 'Running'
        $export.ExportType | Should -Be 'latest'
        $export | Should -BeOfType KoreExport.KoreBotExport
    }

    It 'sends the body of the documented sample, key for key' {
        Start-KoreBotExport $botId -ExportType Published `
            -Setting botSettings, botVariables, ivrSettings, genAIandLLMSettings `
            -Task botTask, knowledgeGraph, smallTalk `
            -NlpData utterances, patterns, traits, rules, concepts, synonyms, standardResponses, nlpSettings `
            -AgentAI rules, playbooks, widgetSettings, layoutSettings `
            -Dialog @() -AllTasks -CustomDashboards -IncludeDependentTasks
        $sample = '{"exportType":"published","exportOptions":{' +
            '"settings":["botSettings","botVariables","ivrSettings","genAIandLLMSettings"],' +
            '"tasks":["botTask","knowledgeGraph","smallTalk"],' +
            '"nlpData":["utterances","patterns","traits","rules","concepts","synonyms","standardResponses","nlpSettings"],' +
            '"AgentAI":["rules","playbooks","widgetSettings","layoutSettings"]},' +
            '"subTasks":{"alerts":[],"actions":[],"dialogs":[],"experienceFlows":[]},' +
            '"allTasks":true,"customDashboards":true,"IncludeDependentTasks":true}'
        $sandbox.Requests[-1].Body | Should -BeExactly $sample
    }

    It 'sends nothing but the type where nothing is selected' {
        Start-KoreBotExport $botId
        $sandbox.Requests[-1].Body | Should -BeExactly '{"exportType":"latest"}'
    }

    It 'puts <Parameter> into <Path>' -ForEach @(
        @{ Parameter = 'AgentAssist'; Value = 'rules'; Path = 'exportOptions.AgentAssist' }
        @{ Parameter = 'BotComponent'; Value = 'linkedBots', 'smallTalk'; Path = 'exportOptions.botComponents' }
        @{ Parameter = 'Dialog'; Value = 'Welcome', 'Book "flight"'; Path = 'subTasks.dialogs' }
        @{ Parameter = 'Alert'; Value = 'Storm'; Path = 'subTasks.alerts' }
        @{ Parameter = 'Action'; Value = 'Pay'; Path = 'subTasks.actions' }
        @{ Parameter = 'ExperienceFlow'; Value = "Caf$([char]0xE9)"; Path = 'subTasks.experienceFlows' }
        @{ Parameter = 'ExcludeVariable'; Value = 'apiKey', 'pin'; Path = 'exportOptions.options.botVariables.ignore' }
        @{
            Parameter = 'ExcludeEnvironmentVariables'
            Value = $true
            Path = 'exportOptions.options.botVariables.ignoreEnvironmentVariables'
        }
        @{ Parameter = 'ExcludeContentVariables'; Value = $true; Path = 'exportOptions.options.botVariables.ignoreContentVariables' }
        @{ Parameter = 'AllTasks'; Value = $false; Path = 'allTasks' }
        @{ Parameter = 'CustomDashboards'; Value = $false; Path = 'customDashboards' }
        @{ Parameter = 'IncludeDependentTasks'; Value = $false; Path = 'IncludeDependentTasks' }
    ) {
        $given = @{ $Parameter = $Value }
        Start-KoreBotExport $botId -Setting botVariables @given
        $sent = Get-Body
        foreach ($key in $Path.Split('.')) {
            $sent.PSObject.Properties.Name | Should -Contain $key
            $sent = $sent.$key
        }

        $sent | Should -Be $Value
    }

    It 'takes them together' {
        Start-KoreBotExport $botId -AgentAssist rules -BotComponent linkedBots -Dialog a -Alert b -Action c -ExperienceFlow d `
            -ExcludeVariable e -ExcludeEnvironmentVariables -ExcludeContentVariables
        @((Get-Body).subTasks.PSObject.Properties) | Should -HaveCount 4
    }

    It 'merges -AdditionalBody over the rest, objects key by key' {
        Start-KoreBotExport $botId -Task botTask -AdditionalBody @{
            exportOptions = @{ newOption = @('all'); depth = [pscustomobject]@{ levels = 2 } }
            allTasks      = [switch] $true
            note          = $null
        }
        $body = Get-Body
        $body.exportOptions.tasks | Should -Be 'botTask'
        $body.exportOptions.newOption | Should -Be 'all'
        $body.exportOptions.depth.levels | Should -Be 2
        $body.allTasks | Should -BeTrue
        $body.PSObject.Properties.Name | Should -Contain 'note'
    }

    It 'refuses an -AdditionalBody that holds itself' {
        $circle = @{}
        $circle.me = $circle
        { Start-KoreBotExport $botId -AdditionalBody $circle } | Should -Throw -ErrorId 'KoreOptionInvalid,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'corrects the case of option words' {
        Start-KoreBotExport $botId -Setting BOTSETTINGS, GenAiAndLlmSettings
        (Get-Body).exportOptions.settings | Should -BeExactly 'botSettings', 'genAIandLLMSettings'
    }

    It 'refuses an unknown word for -<Parameter>, names the allowed ones and sends nothing' -ForEach @(
        @{ Parameter = 'Task'; Allowed = 'knowledgeGraph' }
        @{ Parameter = 'NlpData'; Allowed = 'standardResponses' }
        @{ Parameter = 'Setting'; Allowed = 'genAIandLLMSettings' }
        @{ Parameter = 'AgentAI'; Allowed = 'playbooks' }
        @{ Parameter = 'AgentAssist'; Allowed = 'playbooks' }
        @{ Parameter = 'BotComponent'; Allowed = 'linkedBots' }
    ) {
        $given = @{ $Parameter = 'botTsak' }
        { Start-KoreBotExport $botId @given } | Should -Throw "*botTsak*-$Parameter*$Allowed*" -ErrorId 'KoreOptionInvalid,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'tells the platform''s words where it selects nothing' {
        Start-KoreBotExport $botId -AdditionalBody @{ exportOptions = @{} } -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreRequestRejected'
        "$failed" | Should -BeLike '*at least one component*'
    }

    It 'makes no request with -WhatIf' {
        Start-KoreBotExport $sandbox.BotId -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false' {
        & {
            $ConfirmPreference = 'Low'
            Start-KoreBotExport $botId -Confirm:$false
        } | Should -Not -BeNullOrEmpty
    }

    It 'takes bots <How>' -ForEach @(
        @{ How = 'as an argument'; Start = { Start-KoreBotExport $sandbox.BotId } }
        @{ How = 'by value'; Start = { $sandbox.BotId | Start-KoreBotExport } }
        @{
            How = 'by property name'
            Start = { $sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = 'x' } } | Start-KoreBotExport }
        }
        @{
            How = 'as objects in an argument'
            Start = { Start-KoreBotExport -BotId ($sandbox.BotId | ForEach-Object { [pscustomobject]@{ BotId = $_ } }) }
        }
        @{ How = 'from exports made before'; Start = { $sandbox.BotId | Start-KoreMlExport | Start-KoreBotExport } }
    ) {
        (& $Start).BotId | Should -Be $sandbox.BotId
    }

    It 'goes on with the others after a bot that fails' {
        $started = $sandbox.BotId[0], 'st-unknown', 'st nonsense/..', $sandbox.BotId[1] |
            Start-KoreBotExport -ErrorAction SilentlyContinue -ErrorVariable failed
        $started.BotId | Should -Be $sandbox.BotId[0, 1]
        $failed | ForEach-Object { Get-ErrorId $_ } | Should -Be 'KoreBotNotFound', 'KoreBotIdInvalid'
    }

    It 'uses the session it is given' {
        $other = Start-KoreSandbox -BotId st-other
        $session = Connect-KoreSession -HostUri $other.HostUri -Credential $other.Credential -NotDefault
        (Start-KoreBotExport st-other -Session $session).BotId | Should -Be 'st-other'
        $other | Stop-KoreSandbox
    }
}
