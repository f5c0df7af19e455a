BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox @{ BotCount = 120 }
    $server = $sandbox.GetType().GetProperty('Server', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($sandbox)
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Get-KoreBot' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'lists every bot of the account once' {
        $bots = Get-KoreBot
        $bots.BotId | Should -Be $sandbox.BotId
        $bots[0] | Should -BeOfType KoreExport.KoreBot
        $bots[0].Name | Should -Be 'Bank Assistant'
        $bots[0].CreatedOn.Offset | Should -Be ([TimeSpan]::Zero)
        $sandbox.Requests | Should -HaveCount 3
    }

    It 'ends after a page when nobody wants more' {
        Get-KoreBot | Select-Object -First 1 | Should -HaveCount 1
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'filters by name, state, type and language, with wildcards' {
        (Get-KoreBot -Name '*bank*', 'CAFÉ*').Name | Should -Match '^(Bank Assistant|Café)'
        (Get-KoreBot bank*).Count | Should -Be 10
        (Get-KoreBot -Status Published, conf*).Status | Sort-Object -Unique | Should -Be 'configured', 'published'
        (Get-KoreBot -Type uni*).Type | Sort-Object -Unique | Should -Be 'unified'
        (Get-KoreBot -Language DE).DefaultLanguage | Sort-Object -Unique | Should -Be 'de'
        Get-KoreBot -Name 'Bank*' -Language de | Should -BeNullOrEmpty
        Get-KoreBot -Name 'nobody*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'finds bots by id, stops when it has them, and names those that are not there' {
        (Get-KoreBot -BotId $sandbox.BotId[2], $sandbox.BotId[0]).BotId | Should -Be $sandbox.BotId[0, 2]
        $sandbox.Requests | Should -HaveCount 1
        ($sandbox.BotId[70] | Get-KoreBot).BotId | Should -Be $sandbox.BotId[70]
        Get-KoreBot -BotId st-nobody -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be 'KoreBotNotFound'
        $failed[0].TargetObject | Should -Be 'st-nobody'
        Get-KoreBot -BotId '../x' -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be 'KoreBotIdInvalid'
    }

    It 'lists nothing where nothing is piped in' {
        @() | Get-KoreBot | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'splits the account into shards: each bot in exactly one' {
        $shards = 0..3 | ForEach-Object { , (Get-KoreBot -ShardCount 4 -ShardIndex $_).BotId }
        $shards | ForEach-Object { $_ } | Sort-Object | Should -Be ($sandbox.BotId | Sort-Object)
        { Get-KoreBot -ShardCount 4 -ShardIndex 4 } | Should -Throw -ErrorId 'KoreOptionInvalid*'
        (Get-Command Get-KoreBot).ParameterSets | Where-Object Name -Like '*Shard' | ForEach-Object {
            ($_.Parameters | Where-Object { $_.Name -like 'Shard*' }).IsMandatory | Should -Be $true, $true
        }
        ($sandbox.BotId[0..9] | Get-KoreBot -ShardCount 1 -ShardIndex 0).BotId | Should -Be $sandbox.BotId[0..9]
    }

    It 'lists the apps that a universal bot links, and those below them' {
        $ids = $sandbox.BotId
        $server.LinkBots($ids[0], [string[]] $ids[1, 2])
        $server.LinkBots($ids[2], [string[]] $ids[3, 0])
        (Get-KoreBot -LinkedTo $ids[0]).BotId | Should -Be $ids[1, 2]
        (Get-KoreBot -LinkedTo $ids[0] -Recurse).BotId | Should -Be $ids[1, 2, 3]
        (Get-KoreBot -LinkedTo $ids[0] -Recurse -Name 'HR*').BotId | Should -Be $ids[3]
        { Get-KoreBot -LinkedTo st-nobody -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'KoreBotNotFound,*'
        (Get-KoreBot -LinkedTo $ids[0] -ShardCount 1 -ShardIndex 0).BotId | Should -Be $ids[1, 2]
    }

    It 'gives bots that other cmdlets take' {
        $started = Get-KoreBot -Name 'Bank Assistant' | Start-KoreBotExport
        $started.BotId | Should -Be $sandbox.BotId[0]
        Get-KoreBot | Select-Object -First 2 | Export-Clixml TestDrive:bots.xml
        (Import-Clixml TestDrive:bots.xml | Start-KoreMlExport).BotId | Should -Be $sandbox.BotId[0, 1]
    }

    It 'says which scope is missing' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        $failed = try { Get-KoreBot -Session $session -ErrorAction SilentlyContinue } catch { $_ }
        Get-ErrorId $failed | Should -Be 'KoreScopeMissing'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike '*Profile Management > Role Management*'
    }

    It 'shows the client secrets of the list nowhere' {
        $mark = [KoreExport.SandboxSecrets]::JwtAppMark
        $log = ''
        Start-Transcript TestDrive:transcript.txt | Out-Null
        $bots = Get-KoreBot -Verbose -Debug 4>&1 5>&1 | ForEach-Object {
            if ($_ -is [KoreExport.KoreBot]) { $_ } else { $log += "$_" }
        }
        $bots | Select-Object -First 3 | Format-List * | Out-Host
        Stop-Transcript | Out-Null
        $bots | Export-Clixml TestDrive:secrets.xml -Depth 5
        $all = ($bots | ConvertTo-Json -Depth 5) + ($bots | Out-String -Width 1000) + (Get-Content TestDrive:secrets.xml -Raw) +
            (Get-Content TestDrive:transcript.txt -Raw) + "$bots" + $log
        $all | Should -Not -BeLike "*$mark*"
        $all | Should -Not -Match 'clientSecret|jwtApps'
        $all | Should -BeLike '*Bank Assistant*'
    }

    It 'has a view of six columns at most' {
        $view = (Get-FormatData KoreExport.KoreBot -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition[0].Control
        $view.Headers.Count | Should -BeLessOrEqual 6
    }
}

Describe 'Rate limits of a session' {
    It 'are those of the platform unless told otherwise' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault
        $session.RequestsPerMinute, $session.RateLimitTimeout.TotalSeconds | Should -Be 60, 900
        $other = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -RequestsPerMinute 0 `
            -RateLimitTimeoutSec 5
        $other.RequestsPerMinute, $other.RateLimitTimeout.TotalSeconds | Should -Be 0, 5
    }

    It 'hold calls back, and Ctrl+C ends the wait' {
        $shell = New-PowerShell {
            param($HostUri, $Credential, $BotId)
            Connect-KoreSession -HostUri $HostUri -Credential $Credential -RequestsPerMinute 2
            1..3 | ForEach-Object { Start-KoreBotExport $BotId -Verbose }
        } @{ HostUri = $sandbox.HostUri; Credential = $sandbox.Credential; BotId = $sandbox.BotId[5] }
        $running = $shell.BeginInvoke()
        Wait-Until { $shell.Streams.Verbose -match 'stay below the platform''s rate limit' }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        $sandbox.Requests | Where-Object { $_.BotId -eq $sandbox.BotId[5] } | Should -HaveCount 2
    }

    It 'are an error in the end when the platform refuses on and on' {
        Reset-Fault $sandbox
        $sandbox.Faults.Api.RateLimitCount = [int]::MaxValue
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -RateLimitTimeoutSec 0
        { Get-KoreBot -Session $session } | Should -Throw -ErrorId 'KoreRateLimited,*'
        Reset-Fault $sandbox
    }
}
