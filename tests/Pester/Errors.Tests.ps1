BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Session @{ MaximumRetryCount = 0; RequestTimeoutSec = 20; RateLimitTimeoutSec = 0 }
    $botId = $sandbox.BotId[0]
    $secret = $sandbox.Credential.GetNetworkCredential().Password
    $wrong = [pscredential]::new($sandbox.Credential.UserName, (Get-Secret ('wrong' * 9)))

    function New-Session($HostUri = $sandbox.HostUri, [pscredential] $Credential = $sandbox.Credential) {
        Connect-KoreSession -HostUri $HostUri -Credential $Credential -NotDefault -MaximumRetryCount 0 -RequestTimeoutSec 20 `
            -RateLimitTimeoutSec 0
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'The error for <Case>' -ForEach @(
    @{
        Case = 'a wrong secret'
        Id = 'KoreCredentialRejected'
        Category = 'AuthenticationError'
        Words = '*Invalid SDK credentials*'
        Run = { Start-KoreBotExport $botId -Session (New-Session -Credential $wrong) }
    }
    @{
        Case = 'a missing scope'
        Id = 'KoreScopeMissing'
        Category = 'PermissionDenied'
        Words = '*Permission denied. Scope is incorrect!*'
        Action = "*'Bot Export'*"
        Run = { Start-KoreBotExport $botId -Session (New-Session -Credential $sandbox.ScopelessCredential) }
    }
    @{
        Case = 'a missing scope for utterances'
        Id = 'KoreScopeMissing'
        Category = 'PermissionDenied'
        Words = '*Scope is incorrect*'
        Action = "*'Utterances Export'*"
        Run = { Start-KoreMlExport $botId -Session (New-Session -Credential $sandbox.ScopelessCredential) }
    }
    @{
        Case = 'an unknown bot'
        Id = 'KoreBotNotFound'
        Category = 'ObjectNotFound'
        Target = 'st-unknown'
        Words = '*Invalid StreamId*'
        Run = { Start-KoreBotExport st-unknown }
    }
    @{
        Case = 'an unknown bot, seen as a wrong secret'
        Id = 'KoreCredentialRejected'
        Category = 'AuthenticationError'
        Target = 'st-unknown'
        Action = '*check the bot id too*'
        Run = { Start-KoreMlExport st-unknown }
    }
    @{
        Case = 'a bot id that cannot be'
        Id = 'KoreBotIdInvalid'
        Category = 'InvalidArgument'
        Target = '../st'
        Run = { Start-KoreBotExport '../st' }
    }
    @{
        Case = 'a wrong host'
        Id = 'KoreUnreachable'
        Category = 'ConnectionError'
        Run = { Start-KoreBotExport $botId -Session (New-Session -HostUri https://no-such-host.invalid) }
    }
    @{
        Case = 'no network (refused)'
        Id = 'KoreUnreachable'
        Category = 'ConnectionError'
        Run = { Start-KoreBotExport $botId -Session (New-Session -HostUri http://127.0.0.1:9) }
    }
    @{
        Case = 'a rate limit'
        Id = 'KoreRateLimited'
        Category = 'ResourceBusy'
        Words = '*per-minute rate limit*'
        Fault = { $sandbox.Faults.Api.RateLimitCount = 1 }
        Run = { Start-KoreBotExport $botId }
    }
    @{
        Case = 'a server error (503)'
        Id = 'KoreServerError'
        Category = 'ResourceUnavailable'
        Words = '*503*'
        Fault = { $sandbox.Faults.Api.ServerErrorStatus = 503; $sandbox.Faults.Api.ServerErrorCount = 1 }
        Run = { Get-KoreBotExportStatus $botId }
    }
    @{
        Case = 'HTML instead of JSON'
        Id = 'KoreResponseInvalid'
        Category = 'InvalidData'
        Fault = { $sandbox.Faults.Api.HtmlCount = 1 }
        Run = { Get-KoreBotExportStatus $botId }
    }
    @{
        Case = 'a redirect'
        Id = 'KoreRedirectRefused'
        Category = 'SecurityError'
        Fault = { $sandbox.Faults.Api.RedirectCount = 1 }
        Run = { Get-KoreBotExportStatus $botId }
    }
    @{
        Case = 'an export that fails'
        Id = 'KoreExportFailed'
        Category = 'InvalidResult'
        Fault = { $sandbox.Faults.Job.FailCount = 1 }
        Run = { Start-KoreBotExport $botId | Wait-KoreExport }
    }
    @{
        Case = 'an export that does not end'
        Id = 'KoreExportTimeout'
        Category = 'OperationTimeout'
        Action = '*Wait-KoreExport -BotId -Id -Kind*'
        Fault = { $sandbox.Faults.Job.NeverFinish = $true }
        Run = { Start-KoreBotExport $botId | Wait-KoreExport -TimeoutSec 0 }
    }
    @{
        Case = 'a link that is none'
        Id = 'KoreDownloadLinkRefused'
        Category = 'SecurityError'
        Fault = { $sandbox.Faults.Download.Link = 'file:///etc/passwd' }
        Run = { Export-KoreBot $botId -Destination $TestDrive }
    }
    @{
        Case = 'a damaged zip'
        Id = 'KoreFileCorrupt'
        Category = 'InvalidData'
        Fault = { $sandbox.Faults.Download.CorruptCount = 99 }
        Run = { Export-KoreBot $botId -Destination $TestDrive }
    }
    @{
        Case = 'a truncated file'
        Id = 'KoreDownloadIncomplete'
        Category = 'InvalidData'
        Fault = { $sandbox.Faults.Download.TruncateAt = 100; $sandbox.Faults.Download.TruncateCount = 99 }
        Run = { Export-KoreBot $botId -Destination $TestDrive }
    }
    @{
        Case = 'a file that exists'
        Id = 'KoreFileExists'
        Category = 'ResourceExists'
        Target = '*there.zip'
        Fault = { Set-Content TestDrive:there.zip x }
        Run = { Export-KoreBot $botId -Path TestDrive:there.zip }
    }
) {
    BeforeAll {
        Reset-Fault $sandbox
        $ErrorActionPreference = 'Continue'
        $case = $_
        if ($case.Fault) { & $case.Fault }
        $output = & $Run 2>&1
        $record = @($output)[-1]
    }

    It 'is one, and does not end the pipeline' {
        $output | Should -HaveCount 1
        $record | Should -BeOfType Management.Automation.ErrorRecord
    }

    It 'has its id and category' {
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,KoreExport.*"
        $record.CategoryInfo.Category | Should -Be $Category
    }

    It 'has the bot (or the file) as its target' {
        $record.TargetObject | Should -BeLike $(if ($case.Target) { $case.Target } else { $botId })
    }

    It 'says what to do' {
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($case.Action) { $record.ErrorDetails.RecommendedAction | Should -BeLike $case.Action }
    }

    It 'keeps the platform''s own words, on one line' {
        if ($case.Words) { "$record" | Should -BeLike $case.Words }
        "$record" | Should -Not -Match '[\p{Cc}]'
    }

    It 'holds no secret' {
        $text = ($record | Format-List * -Force | Out-String -Width 5000) + $record.Exception.ToString()
        $text | Should -Not -Match ([regex]::Escape($secret))
        $text | Should -Not -Match 'eyJ|[?&]s='
    }
}

Describe 'Errors that end the cmdlet' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'no session: <_>' -ForEach 'Start-KoreBotExport st-1', 'Start-KoreMlExport st-1', 'Get-KoreBotExportStatus st-1',
        'Get-KoreMlExportStatus st-1', 'Export-KoreBot st-1', 'Wait-KoreExport -BotId st-1 -Id ber-1 -Kind Bot',
            'Save-KoreExport -BotId st-1 -Id ber-1 -Kind Bot', 'Test-KoreSession', 'New-KoreJwt' {
        $bare = New-PowerShell $_
        try {
            $bare.Invoke() | Should -BeNullOrEmpty
            $bare.Streams.Error | Should -HaveCount 1
            $bare.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'KoreSessionMissing,*'
            $bare.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Connect-KoreSession*'
        }
        finally {
            $bare.Dispose()
        }
    }

    It 'one error for a whole pipeline, not one a bot' {
        Disconnect-KoreSession -Session ($closed = New-Session)
        { $sandbox.BotId | Start-KoreBotExport -Session $closed } | Should -Throw -ErrorId 'KoreSessionUnusable,*'
    }
}

Describe 'Error preferences' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'Stop ends with the first error, for try and catch, once the others are done: <_>' -ForEach 'variable', 'parameter' {
        $seen = [Collections.Generic.List[object]]::new()
        $caught = & {
            $given = @{}
            if ($_ -eq 'variable') { $ErrorActionPreference = 'Stop' } else { $given.ErrorAction = 'Stop' }
            try {
                'st-unknown', $botId, 'st nonsense', $sandbox.BotId[1] | Start-KoreBotExport @given | ForEach-Object { $seen.Add($_) }
            }
            catch {
                $_
            }
        }
        $caught | Should -HaveCount 1
        $caught.FullyQualifiedErrorId | Should -BeLike 'KoreB*,*'
        $seen.BotId | Should -Be $sandbox.BotId[0, 1]
    }

    It 'Stop: <Cmdlet> hands on what was done before it ends with the error' -ForEach @(
        @{ Cmdlet = 'Export-KoreBot'; Script = { $sandbox.BotId | Export-KoreBot -Destination $folder -ThrottleLimit 1 -ErrorAction Stop } }
        @{ Cmdlet = 'Wait-KoreExport'; Script = { $exports | Wait-KoreExport -ErrorAction Stop } }
        @{ Cmdlet = 'Save-KoreExport'; Script = { $exports | Save-KoreExport -Destination $folder -ErrorAction Stop } }
    ) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $sandbox.Faults.Job.BotId = $botId
        $sandbox.Faults.Job.FailCount = 1
        $exports = if ($Cmdlet -ne 'Export-KoreBot') { $sandbox.BotId | Start-KoreBotExport }
        $seen = [Collections.Generic.List[object]]::new()
        { & $Script | ForEach-Object { $seen.Add($_) } } | Should -Throw -ErrorId 'KoreExportFailed,*'
        $seen.BotId | Sort-Object | Should -Be @($sandbox.BotId[1, 2] | Sort-Object)
        if ($Cmdlet -ne 'Wait-KoreExport') { $seen.FullName | Should -Exist }
    }

    It 'Stop keeps the exception''s type, for catch by type' {
        $caught = try { Start-KoreBotExport st-unknown -ErrorAction Stop } catch [KoreExport.KoreException] { $_.Exception.ErrorId }
        $caught | Should -Be 'KoreBotNotFound'
    }

    It 'Stop ends a wait and a save too, and what else was under way' {
        $sandbox.Faults.Job.FailCount = 1
        { $sandbox.BotId | Export-KoreBot -Destination $TestDrive -ErrorAction Stop } | Should -Throw -ErrorId 'KoreExportFailed,*'
        Get-ChildItem $TestDrive -Force -Recurse -Filter '*.part*' | Should -BeNullOrEmpty
    }

    It 'SilentlyContinue is silent and Ignore leaves nothing in $Error' {
        $Error.Clear()
        Start-KoreBotExport st-unknown -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $Error | Should -HaveCount 1
        $Error.Clear()
        Start-KoreBotExport st-unknown -ErrorAction Ignore
        $Error | Should -BeNullOrEmpty
    }

    It 'shows the recommendation in the error view' {
        $ErrorActionPreference = 'Continue'
        $shown = Start-KoreBotExport st-unknown 2>&1 | Out-String -Width 300
        $shown | Should -Match 'Check the bot id'
    }
}
