BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $botId = $sandbox.BotId[0]
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Start-KoreMlExport' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'asks for <Expected>' -ForEach @(
        @{ Arguments = @{}; Expected = 'csv'; FileType = 'CSV' }
        @{ Arguments = @{ FileType = 'Csv' }; Expected = 'csv'; FileType = 'CSV' }
        @{ Arguments = @{ FileType = 'Json' }; Expected = 'json'; FileType = 'JSON' }
    ) {
        $export = Start-KoreMlExport $botId @Arguments
        $export | Should -BeOfType KoreExport.KoreMlExport
        $export.Id | Should -Match '^ds-'
        $export.FileType | Should -Be $FileType
        $sandbox.Requests[-1].Path | Should -Be "/api/public/bot/$botId/mlexport?state=configured&type=$Expected"
        $sandbox.Requests[-1].Body | Should -BeNullOrEmpty
    }

    It 'sends another state where told to' {
        Start-KoreMlExport $botId -FileType Json -State published -ErrorAction SilentlyContinue
        $sandbox.Requests[-1].Path | Should -BeLike '*state=published&type=json'
    }

    It 'refuses a state that would be more than a word' {
        { Start-KoreMlExport $botId -State 'a&type=json' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'makes no request with -WhatIf' {
        Start-KoreMlExport $sandbox.BotId -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'takes bots from the pipeline, by value and by property name, and goes on after one that fails' {
        $started = $sandbox.BotId[0], [pscustomobject]@{ BotId = 'st-unknown' }, [pscustomobject]@{ BotId = $sandbox.BotId[1] } |
            Start-KoreMlExport -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $started.BotId | Should -Be $sandbox.BotId[0, 1]
        $failed | Should -HaveCount 1
        $failed[0].TargetObject | Should -Be 'st-unknown'
    }

    It 'uses the session it is given' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Start-KoreMlExport $botId -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*Utterances Export*'
    }
}
