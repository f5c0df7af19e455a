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
    @{ Line = 'Wait-KoreExport -Kind '; Words = 'Bot', 'MlUtterance' }
    @{ Line = 'Save-KoreExport -Kind M'; Words = 'MlUtterance' }
    @{ Line = 'Connect-KoreSession -Algorithm '; Words = 'HS256', 'HS512', 'RS256', 'RS512' }
    @{ Line = 'New-KoreJwt -Algorithm R'; Words = 'RS256', 'RS512' }
) {
    It 'offers <Words>' {
        Get-Completion $Line | Sort-Object | Should -Be @($Words | Sort-Object)
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
