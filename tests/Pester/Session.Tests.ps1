BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $certificate = New-RsaCertificate
    $sandbox = Start-KoreSandbox -JobDuration 0 -RateLimitPerMinute 0
    $botId = $sandbox.BotId[0]
    $clientId = $sandbox.Credential.UserName
    $secret = $sandbox.Credential.GetNetworkCredential().Password
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Connect-KoreSession' {
    AfterEach {
        Disconnect-KoreSession
    }

    It 'takes a credential and makes the session the default, without a word and without a request' {
        $sandbox.ClearRequests()
        Connect-KoreSession $sandbox.HostUri $sandbox.Credential | Should -BeNullOrEmpty
        (Get-KoreSession).ClientId | Should -Be $clientId
        $sandbox.Requests | Should -BeNullOrEmpty
        Test-KoreSession -BotId $botId | Should -BeTrue
    }

    It 'takes a client id and a secret as SecureString' {
        Connect-KoreSession -HostUri $sandbox.HostUri -ClientId $clientId -ClientSecret $sandbox.Credential.Password
        Test-KoreSession $botId | Should -BeTrue
    }

    It 'takes a client id and a secret as text' {
        Connect-KoreSession -HostUri $sandbox.HostUri -ClientId $clientId -ClientSecret $secret
        Test-KoreSession $botId | Should -BeTrue
    }

    It 'takes objects with HostUri and Credential from the pipeline' {
        $sandbox | Connect-KoreSession -PassThru | ForEach-Object HostUri | Should -Be $sandbox.HostUri
    }

    It 'signs with a certificate by <_>' -ForEach 'RS256', 'RS512' {
        $signed = Start-KoreSandbox -Certificate $certificate
        Connect-KoreSession -HostUri $signed.HostUri -ClientId $signed.Credential.UserName -Certificate $certificate -Algorithm $_
        Test-KoreSession $signed.BotId[0] | Should -BeTrue
        $signed.Requests[-1].TokenAlgorithm | Should -Be $_
        $signed | Stop-KoreSandbox
    }

    It 'takes RS256 for a certificate and HS256 for a secret when nothing is said' {
        (Connect-KoreSession -HostUri h.example -ClientId c -Certificate $certificate -NotDefault).Algorithm | Should -Be 'RS256'
        (Connect-KoreSession -HostUri h.example -Credential $sandbox.Credential -NotDefault).Algorithm | Should -Be 'HS256'
    }

    It 'signs with HS512 where the secret is long enough' {
        $session = Connect-KoreSession -HostUri h.example -ClientId c -ClientSecret ('k' * 64) -Algorithm hs512 -PassThru
        (Read-Jwt ($session | New-KoreJwt).Token -Header).alg | Should -Be 'HS512'
    }

    It 'signs with HS512 and a secret of the platform, and notes in verbose what the standard asks for' {
        $said = Connect-KoreSession -HostUri h.example -Credential $sandbox.Credential -Algorithm HS512 -NotDefault -Verbose 4>&1
        "$said" | Should -BeLike '*RFC 7518*64 with HS512*'
        "$said" | Should -Not -BeLike "*$($sandbox.Credential.GetNetworkCredential().Password)*"
        $session = $said | Where-Object { $_ -is [KoreExport.KoreSession] }
        (Read-Jwt ($session | New-KoreJwt).Token -Header).alg | Should -Be 'HS512'
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'an unknown algorithm'; Arguments = @{ Algorithm = 'none' } }
        @{ Why = 'RS256 with a secret'; Arguments = @{ Algorithm = 'RS256' } }
        @{ Why = 'an encryption key that is no JWK'; Arguments = @{ EncryptionKey = '{}' } }
    ) {
        { Connect-KoreSession -HostUri h.example -Credential $sandbox.Credential @Arguments } |
            Should -Throw -ErrorId 'KoreCredentialInvalid,*'
    }

    It 'refuses HS256 with a certificate' {
        { Connect-KoreSession -HostUri h.example -ClientId c -Certificate $certificate -Algorithm HS256 } |
            Should -Throw -ErrorId 'KoreCredentialInvalid,*'
    }

    It 'encrypts tokens where there is an encryption key' {
        $jwe = Start-KoreSandbox -EnforceJwe
        Connect-KoreSession -HostUri $jwe.HostUri -Credential $jwe.Credential -EncryptionKey $jwe.EncryptionKey
        Test-KoreSession $jwe.BotId[0] | Should -BeTrue
        $jwe.Requests[-1].TokenEncrypted | Should -BeTrue
        (Get-KoreSession).EncryptionKeyId | Should -Be ($jwe.EncryptionKey | ConvertFrom-Json).kid
        $jwe | Stop-KoreSandbox
    }

    It 'sends a new token with each request, which an app that enforces JTI asks for' {
        $strict = Start-KoreSandbox -EnforceJti
        Connect-KoreSession -HostUri $strict.HostUri -Credential $strict.Credential
        1..2 | ForEach-Object { Test-KoreSession $strict.BotId[0] } | Should -Be $true, $true
        $strict | Stop-KoreSandbox
    }

    It 'gives the tokens the subject and the lifetime that were asked for' {
        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -Subject 'night run' -TokenLifetime 90
        $claims = Read-Jwt (New-KoreJwt).Token
        $claims.sub | Should -Be 'night run'
        $claims.exp - $claims.iat | Should -Be 90
    }

    It 'reads <Given> as <Address>' -ForEach @(
        @{ Given = 'platform.kore.ai'; Address = 'https://platform.kore.ai/' }
        @{ Given = 'https://platform.kore.ai/'; Address = 'https://platform.kore.ai/' }
        @{ Given = 'https://platform.kore.ai/api'; Address = 'https://platform.kore.ai/' }
        @{ Given = ' kore.example:8443/api/ '; Address = 'https://kore.example:8443/' }
        @{ Given = 'http://localhost:8080'; Address = 'http://localhost:8080/' }
        @{ Given = 'http://[::1]:8080'; Address = 'http://[::1]:8080/' }
    ) {
        (Connect-KoreSession -HostUri $Given -Credential $sandbox.Credential -NotDefault -WarningVariable warnings).HostUri |
            Should -Be $Address
        $warnings | Should -BeNullOrEmpty
    }

    It 'refuses <_> as a host' -ForEach ' ', 'ftp://kore.example', 'https://kore.example/botbuilder', 'https://user:password@kore.example',
        'https://', 'https://kore.example/?a=b' {
        { Connect-KoreSession -HostUri $_ -Credential $sandbox.Credential } | Should -Throw -ErrorId 'KoreHostInvalid,*'
    }

    It 'refuses http to another machine' {
        { Connect-KoreSession -HostUri http://kore.example -Credential $sandbox.Credential } |
            Should -Throw '*plain http*' -ErrorId 'KoreHostInsecure,*'
    }

    It 'takes http with -AllowHttp, warns once and shows it' {
        $session = Connect-KoreSession -HostUri http://kore.example -Credential $sandbox.Credential -AllowHttp -PassThru `
            -WarningVariable warnings 3> $null
        $warnings | Should -HaveCount 1
        $session.AllowHttp | Should -BeTrue
        $session | Out-String -Width 120 | Should -Match 'http allowed'
    }

    It 'warns once of -SkipCertificateCheck and shows it' {
        $session = Connect-KoreSession -HostUri kore.example -Credential $sandbox.Credential -SkipCertificateCheck -PassThru `
            -WarningVariable warnings 3> $null
        $warnings | Should -HaveCount 1
        $session.SkipCertificateCheck | Should -BeTrue
        $session | Out-String -Width 120 | Should -Match 'any certificate'
    }

    It 'keeps time-out, retries and proxy with the session' {
        $proxy = @{ Proxy = 'http://proxy.example:3128'; ProxyCredential = $sandbox.Credential }
        $given = @{ HostUri = 'kore.example'; Credential = $sandbox.Credential; NotDefault = $true }
        $session = Connect-KoreSession @given @proxy -RequestTimeoutSec 7 -ConnectTimeoutSec 4 -StallTimeoutSec 3 -MaximumRetryCount 2
        $session.RequestTimeout.TotalSeconds, $session.ConnectTimeout.TotalSeconds, $session.StallTimeout.TotalSeconds | Should -Be 7, 4, 3
        $short = Connect-KoreSession @given -RequestTimeoutSec 7
        $short.ConnectTimeout.TotalSeconds, $short.StallTimeout.TotalSeconds | Should -Be 7, 7
        (Connect-KoreSession @given -Proxy http://proxy.example:3128 -ProxyCredential $sandbox.Credential).NoProxy | Should -BeFalse
        $session.MaximumRetryCount | Should -Be 2
        $session.Proxy | Should -Be 'http://proxy.example:3128/'
        $session | ConvertTo-Json | Should -Not -Match ([regex]::Escape($secret))
    }

    It 'goes around the proxy with -NoProxy, and refuses both' {
        $env:HTTP_PROXY = $env:http_proxy = 'http://127.0.0.1:9'
        $env:NO_PROXY = $env:no_proxy = ''
        try {
            $given = @{ HostUri = $sandbox.HostUri; Credential = $sandbox.Credential; NotDefault = $true; MaximumRetryCount = 0 }
            Get-KoreBot -Session (Connect-KoreSession @given -NoProxy) | Should -Not -BeNullOrEmpty
            { Connect-KoreSession @given -NoProxy -Proxy http://proxy.example:3128 } | Should -Throw -ErrorId 'KoreOptionInvalid,*'
        }
        finally {
            Remove-Item Env:HTTP_PROXY, Env:http_proxy, Env:NO_PROXY, Env:no_proxy -ErrorAction Ignore
        }
    }

    It 'refuses the proxy <_>, and repeats no password' -ForEach @(
        'proxy:3128', 'proxy', 'http://user:password@proxy.example', 'user:password@proxy:3128', 'http://user:password@proxy:port'
        'http://user:pass/password@proxy:3128', 'http://user:1/password@proxy:3128', 'http:// user:password@[proxy', 'ftp://proxy'
    ) {
        $refused = try { Connect-KoreSession -HostUri kore.example -Credential $sandbox.Credential -Proxy $_ } catch { $_ }
        Get-ErrorId $refused | Should -Be 'KoreOptionInvalid'
        ($refused, $refused.Exception, $refused.ErrorDetails.RecommendedAction) -join ' ' | Should -Not -Match ':pass|:password|1/'
        $refused.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*'
    }

    It 'takes a proxy as text, as an address, and none' {
        $given = @{ HostUri = 'kore.example'; Credential = $sandbox.Credential; NotDefault = $true }
        (Connect-KoreSession @given -Proxy ([uri]'http://proxy.example:3128/')).Proxy | Should -Be 'http://proxy.example:3128/'
        (Connect-KoreSession @given -Proxy $null).Proxy | Should -BeNullOrEmpty
    }

    It 'returns a session and leaves the default one alone with -NotDefault' {
        $other = Connect-KoreSession -HostUri kore.example -Credential $sandbox.Credential -NotDefault
        $other.IsConnected | Should -BeTrue
        Get-KoreSession | Should -BeNullOrEmpty
    }
}

Describe 'Connect-KoreSession -FromEnvironment' {
    BeforeEach {
        $env:KORE_HOST = $sandbox.HostUri
        $env:KORE_CLIENT_ID = $clientId
        $env:KORE_CLIENT_SECRET = $secret
    }

    AfterEach {
        Remove-Item Env:KORE_HOST, Env:KORE_CLIENT_ID, Env:KORE_CLIENT_SECRET -ErrorAction Ignore
        Disconnect-KoreSession
    }

    It 'reads host, client id and secret' {
        Connect-KoreSession -FromEnvironment
        Test-KoreSession $botId | Should -BeTrue
    }

    It 'prefers -HostUri' {
        Connect-KoreSession -FromEnvironment -HostUri other.example
        (Get-KoreSession).HostUri | Should -Be 'https://other.example/'
    }

    It 'names <_> when it is missing' -ForEach 'KORE_HOST', 'KORE_CLIENT_ID', 'KORE_CLIENT_SECRET' {
        Remove-Item "Env:$_"
        { Connect-KoreSession -FromEnvironment } | Should -Throw "*$_*" -ErrorId 'KoreCredentialInvalid,*'
    }
}

Describe 'Get-, Disconnect- and Test-KoreSession' {
    It 'get nothing, and disconnect nothing, where there is no session' {
        Get-KoreSession | Should -BeNullOrEmpty
        { Disconnect-KoreSession -ErrorAction Stop } | Should -Not -Throw
    }

    It 'forgets the default session' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -PassThru
        Disconnect-KoreSession
        Get-KoreSession | Should -BeNullOrEmpty
        $session.IsConnected | Should -BeFalse
        { Get-KoreBotExportStatus $botId -Session $session } | Should -Throw '*disconnected*' -ErrorId 'KoreSessionUnusable,*'
    }

    It 'leaves the default session when another one is disconnected' {
        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
        Connect-KoreSession -HostUri kore.example -Credential $sandbox.Credential -NotDefault | Disconnect-KoreSession
        Disconnect-KoreSession -Session (Connect-KoreSession -HostUri kore.example -Credential $sandbox.Credential -NotDefault)
        Test-KoreSession $botId | Should -BeTrue
        Disconnect-KoreSession
    }

    It 'does not touch the credential it was made from' {
        Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
        Disconnect-KoreSession
        $sandbox.Credential.GetNetworkCredential().Password | Should -Be $secret
    }

    It 'tells a session that works from one that does not: <Why>' -ForEach @(
        @{ Why = 'wrong secret'; Id = 'KoreCredentialRejected'; Make = { [pscredential]::new($clientId, (Get-Secret ('x' * 44))) } }
        @{ Why = 'missing scope'; Id = 'KoreScopeMissing'; Make = { $sandbox.ScopelessCredential } }
    ) {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential (& $Make) -NotDefault
        Test-KoreSession $botId -Session $session -WarningVariable warnings 3> $null | Should -BeFalse
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike "${Id}: *"
    }

    It 'says that nobody answers' {
        $session = Connect-KoreSession -HostUri http://127.0.0.1:9 -Credential $sandbox.Credential -NotDefault
        Test-KoreSession -Session $session -WarningVariable warnings 3> $null | Should -BeFalse
        $warnings | Should -BeLike 'KoreUnreachable: *'
    }

    It 'tests without a bot too, and then speaks of none' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault
        Test-KoreSession -Session $session | Should -BeTrue
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.ScopelessCredential -NotDefault
        Test-KoreSession -Session $session -WarningVariable warnings 3> $null | Should -BeFalse
        "$warnings" | Should -Not -Match 'st-0000'
    }
}

Describe 'Sessions elsewhere' {
    BeforeAll {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -PassThru
    }

    AfterAll {
        Disconnect-KoreSession
    }

    It 'cannot be used after <_>' -ForEach 'a file', 'JSON-like serialisation' {
        $copy = if ($_ -eq 'a file') {
            $session | Export-Clixml TestDrive:session.xml
            Import-Clixml TestDrive:session.xml
        }
        else {
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($session))
        }

        $copy.ClientId | Should -Be $clientId
        { Start-KoreBotExport $botId -Session $copy } | Should -Throw '*copy*' -ErrorId 'KoreSessionUnusable,*'
        { New-KoreJwt -Session $copy } | Should -Throw -ErrorId 'KoreSessionUnusable,*'
    }

    It 'are not there in a parallel block, unless handed over' {
        # Each in a runspace of its own, as ForEach-Object -Parallel does it, which Windows PowerShell lacks.
        $results = foreach ($number in 1..2) {
            $shell = New-PowerShell '
                param($Session, $BotId)
                $bare = try { Get-KoreBotExportStatus $BotId -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                $given = Start-KoreBotExport $BotId -Session $Session
                [pscustomobject]@{ Default = Get-KoreSession; Bare = $bare; Given = $given.BotId }' @{ Session = $session; BotId = $botId }
            $shell.Invoke()
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
        $results | Should -HaveCount 2
        $results | Where-Object Default | Should -BeNullOrEmpty
        $results.Bare | Should -BeLike 'KoreSessionMissing,*'
        $results.Given | Should -Be $botId, $botId
    }

    It 'still work here after parallel blocks have ended' {
        Test-KoreSession $botId | Should -BeTrue
    }
}
