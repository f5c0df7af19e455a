BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotId = 'st-1', 'st-2' }
    $secret = $sandbox.Credential.GetNetworkCredential().Password
    $proxyPassword = 'pr0xy-Passw0rd!'
    $signer = New-RsaCertificate
    $private = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($signer).ExportParameters($true)
    $signatures = [Collections.Generic.HashSet[string]]::new()

    # One text of everything that can be seen of an object.
    function Show-Everything($Object) {
        $Object | Out-String -Width 500
        $Object | Format-List * -Force | Out-String -Width 5000
        "$Object"
        # Deeper than Export-Clixml and ConvertTo-Json go by themselves. Of an error, what the module put there: the rest is megabytes of
        # the runtime's own reflection.
        $parts = @($Object)
        if ($Object -is [Management.Automation.ErrorRecord]) {
            $parts = @($Object.TargetObject, $Object.ErrorDetails) + @(
                for ($cause = $Object.Exception; $cause; $cause = $cause.InnerException) {
                    "$cause $($cause.StackTrace)"
                    $cause | Select-Object * -ExcludeProperty TargetSite, InnerException, ErrorRecord
                }
            )
            if (Get-Command Get-Error -ErrorAction Ignore) { $Object | Get-Error | Out-String -Width 5000 }
            "$($Object.ErrorDetails) $($Object.ErrorDetails.RecommendedAction) $($Object.TargetObject) $($Object.FullyQualifiedErrorId)"
        }

        $parts | ConvertTo-Json -Depth 6 -WarningAction Ignore
        [Management.Automation.PSSerializer]::Serialize($parts, 6)
        [Management.Automation.PSSerializer]::Serialize($Object, 2)
        $Object | Select-Object * | ConvertTo-Csv
    }

    # Runs a script with all preferences at their loudest and returns all it has to say, on every stream.
    function Get-Emission([string] $Script, $Session) {
        $loud = '$VerbosePreference = $DebugPreference = $InformationPreference = "Continue"; $ErrorActionPreference = "Continue"; '
        $given = @{ Session = $Session; Folder = Join-Path $TestDrive ([guid]::NewGuid()) }
        $shell = New-PowerShell "param(`$Session, `$Folder) $loud $Script; `$Error" $given
        try {
            foreach ($object in $shell.Invoke()) {
                Show-Everything $object
                # What the next lines look for.
                if ($object.PSObject.Properties['HasDownloadLink'] -and $object.DownloadUrl -match '[?&]s=([^&]+)') {
                    $null = $signatures.Add($Matches[1])
                }
            }

            $shell.Streams.Error | Out-String -Width 5000
            foreach ($stream in 'Warning', 'Verbose', 'Debug', 'Information') {
                $shell.Streams.$stream | ForEach-Object { "$_" }
                # A call says many lines; what it was given is the same in each.
                $shell.Streams.$stream.InvocationInfo | Where-Object { $_ } | Group-Object { "$($_.MyCommand)" } | ForEach-Object {
                    $_.Group[0].BoundParameters | ConvertTo-Json -Depth 2 -WarningAction Ignore
                }
            }

            $shell.Streams.Progress | ForEach-Object { "$($_.Activity) $($_.StatusDescription) $($_.CurrentOperation)" }
        }
        finally {
            $shell.Dispose()
        }
    }

    function Assert-NoSecret([string[]] $Text) {
        $all = $Text -join "`n"
        $all.Length | Should -BeGreaterThan 500
        $hidden = @($secret, $proxyPassword, [Convert]::ToBase64String($private.D), [BitConverter]::ToString($private.D).Replace('-', '')) +
            @($signatures)
        foreach ($word in $hidden) {
            $all.IndexOf($word, [StringComparison]::OrdinalIgnoreCase) | Should -Be -1
            $all.IndexOf([uri]::EscapeDataString($word), [StringComparison]::OrdinalIgnoreCase) | Should -Be -1
        }

        $all | Should -Not -MatchExactly 'eyJ[A-Za-z0-9_-]{5,}'
        $all | Should -Not -Match '[?&]s=(?!\*\*\*)[^&\s]'
        $all | Should -Not -Match 'PRIVATE KEY'
    }

    $quick = @{
        HostUri = $sandbox.HostUri; Credential = $sandbox.Credential; NotDefault = $true
        MaximumRetryCount = 1; RequestTimeoutSec = 1; RateLimitTimeoutSec = 2
    }
    $session = Connect-KoreSession @quick
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Nothing secret comes out of the module' {
    BeforeEach {
        Reset-Fault $sandbox
    }

    It 'or this test would see it: <What>' -ForEach @(
        @{ What = 'a secret'; Text = { "x $secret x" } }
        @{ What = 'a token'; Text = { (New-KoreJwt -Session $session).Token } }
        @{ What = 'a link'; Text = { (Start-KoreBotExport st-1 -Session $session | Wait-KoreExport -Session $session).DownloadUrl } }
        @{ What = 'a password'; Text = { "x${proxyPassword}x" } }
    ) {
        { Assert-NoSecret ((& $Text) + '.' * 500) } | Should -Throw
        { Assert-NoSecret ('.' * 501) } | Should -Not -Throw
    }

    It 'when all goes well' {
        $text = Get-Emission '
            $Session
            Start-KoreBotExport st-1, st-2 -Session $Session | Tee-Object -Variable started |
                Wait-KoreExport -Session $Session | Tee-Object -Variable done
            Start-KoreMlExport st-1 -Session $Session | Wait-KoreExport -Session $Session
            $started; $done | Get-KoreBotExportStatus -Session $Session
            $done | Save-KoreExport -Session $Session -Destination $Folder
            Test-KoreSession st-1 -Session $Session
            New-KoreJwt -Session $Session' $session
        $signatures.Count | Should -BeGreaterThan 1
        Assert-NoSecret $text
    }

    It 'when the API answers <Fault>' -ForEach @(
        @{ Fault = '500'; Set = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.ServerErrorCount = 99 } }
        @{ Fault = '503'; Set = { $sandbox.Faults.Api.ServerErrorStatus = 503; $sandbox.Faults.Api.ServerErrorCount = 1 } }
        @{ Fault = 'too many requests'; Set = { $sandbox.Faults.Api.RateLimitCount = 99; $sandbox.Faults.Api.RetryAfter = '1' } }
        @{ Fault = 'nothing (reset)'; Set = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.ResetCount = 99 } }
        @{
            Fault = 'nothing (slow headers)'
            Set = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.StallHeadersCount = 99 }
        }
        @{
            Fault = 'half a body (slow body)'
            Set = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.StallBodyCount = 99 }
        }
        @{
            Fault = 'a redirect'
            Set = { $sandbox.Faults.Api.RedirectCount = 99; $sandbox.Faults.Api.RedirectTo = "http://127.0.0.2:9/?s=abcdefghijk$$" }
        }
        @{ Fault = 'HTML'; Set = { $sandbox.Faults.Api.HtmlCount = 99 } }
        @{ Fault = 'nothing (empty 200)'; Set = { $sandbox.Faults.Api.EmptyBodyCount = 99 } }
        @{
            Fault = 'half its JSON (truncated JSON)'
            Set = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.TruncatedJsonCount = 99 }
        }
        @{ Fault = 'JSON of the wrong shape'; Set = { $sandbox.Faults.Api.WrongShapeCount = 99 } }
        @{ Fault = 'a clock that is 5 minutes off'; Set = { $sandbox.Faults.Api.ClockSkew = [timespan]'01:00:00' } }
    ) {
        & $Set
        Assert-NoSecret (Get-Emission 'Export-KoreBot st-1 -Session $Session -Destination $Folder -TimeoutSec 1' $session)
    }

    It 'when the export <Fault>' -ForEach @(
        @{ Fault = 'fails with a reason that holds a token and a link'; Set = {
                $sandbox.Faults.Job.FailCount = 1
                $link = 'https://h.example/api/getMediaStream/market/f-1.zip?e=1&n=2&s=abcdefghijk$$'
                $sandbox.Faults.Job.FailureMessage = "see $link with $((New-KoreJwt -Session $session).Token)"
            }
        }
        @{
            Fault = 'logs a token'
            Set = { $sandbox.Faults.Job.FailCount = 1; $sandbox.Faults.Job.FailureLog = (New-KoreJwt -Session $session).Token }
        }
        @{
            Fault = 'is stale, then superseded'
            Set = { $sandbox.Faults.Job.StaleStatusCount = 1; $sandbox.Faults.Job.SupersedeAfterPolls = 2 }
        }
        @{ Fault = 'has no _id'; Set = { $sandbox.Faults.Job.OmitId = $true } }
        @{
            Fault = 'has an unknown status word'
            Set = { $sandbox.Faults.Job.NeverFinish = $true; $sandbox.Faults.Job.UnknownStatusWord = (New-KoreJwt -Session $session).Token }
        }
        @{ Fault = 'has another size than announced'; Set = { $sandbox.Faults.Job.FileSize = '5' } }
    ) {
        & $Set
        Assert-NoSecret (Get-Emission '
            Export-KoreBot st-1 -Session $Session -Destination $Folder -TimeoutSec 1
            Get-KoreBotExportStatus st-1 -Session $Session' $session)
    }

    It 'when the download <Fault>' -ForEach @(
        @{ Fault = 'is truncated'; Set = { $sandbox.Faults.Download.TruncateAt = 100; $sandbox.Faults.Download.TruncateCount = 99 } }
        @{ Fault = 'is reset'; Set = { $sandbox.Faults.Download.ResetAt = 6000; $sandbox.Faults.Download.ResetCount = 99 } }
        @{ Fault = 'stalls'; Set = { $sandbox.Faults.Download.StallAt = 8000; $sandbox.Faults.Download.StallCount = 99 } }
        @{ Fault = 'has an expired link each time'; Set = { $sandbox.Faults.Download.ExpiredLinkCount = 99 } }
        @{ Fault = 'answers 404'; Set = { $sandbox.Faults.Download.StatusCode = 404; $sandbox.Faults.Download.StatusCodeCount = 99 } }
        @{ Fault = 'answers 503'; Set = { $sandbox.Faults.Download.StatusCodeCount = 99 } }
        @{ Fault = 'is HTML'; Set = { $sandbox.Faults.Download.HtmlCount = 99 } }
        @{ Fault = 'is corrupt'; Set = { $sandbox.Faults.Download.CorruptCount = 99 } }
        @{ Fault = 'is redirected in a circle'; Set = { $sandbox.Faults.Download.RedirectCount = 99 } }
        @{
            Fault = 'is redirected to nowhere'
            Set = {
                $sandbox.Faults.Download.RedirectCount = 99
                $sandbox.Faults.Download.RedirectTo = "http://127.0.0.1:9/x?s=abcdefghijk$$"
            }
        }
        @{ Fault = 'changes'; Set = { $sandbox.Faults.Download.ResetAt = 100; $sandbox.Faults.Download.ChangeFile = $true } }
        @{ Fault = 'leads to another host'; Set = { $sandbox.Faults.Download.LinkBase = 'http://127.0.0.1:9' } }
        @{ Fault = 'leads to a file'; Set = { $sandbox.Faults.Download.Link = 'file:///etc/passwd?s=abcdefghijk$$' } }
        @{
            Fault = 'leads to a host that is none'
            Set = { $sandbox.Faults.Download.Link = 'https://no-such-host.invalid/api/getMediaStream/f-1.zip?e=1&n=2&s=abcdefghijk$$' }
        }
        @{ Fault = 'has a link that is none'; Set = { $sandbox.Faults.Download.Link = '://?s=abcdefghijk$$' } }
    ) {
        & $Set
        Assert-NoSecret (Get-Emission '
            Start-KoreBotExport st-1 -Session $Session | Tee-Object -Variable e |
                Save-KoreExport -Session $Session -Destination $Folder -TimeoutSec 1
            $e | Get-KoreBotExportStatus -Session $Session' $session)
    }

    It 'when the file cannot be written' {
        Set-Content TestDrive:file x
        Assert-NoSecret (Get-Emission "
            Export-KoreBot st-1 -Session `$Session -Destination '$TestDrive/file'
            Export-KoreBot st-1 -Session `$Session -Path '$TestDrive/file'" $session)
    }

    It 'when credentials are <Case>' -ForEach @(
        @{
            Case = 'wrong'
            Make = { $quick.Credential = [pscredential]::new('cs-x', $sandbox.Credential.Password); Connect-KoreSession @quick }
        }
        @{ Case = 'without scope'; Make = { $quick.Credential = $sandbox.ScopelessCredential; Connect-KoreSession @quick } }
        @{
            Case = 'a private key'
            Make = {
                $app = @{ HostUri = $sandbox.HostUri; ClientId = $sandbox.Credential.UserName; Certificate = $signer }
                Connect-KoreSession @app -NotDefault -MaximumRetryCount 0
            }
        }
        @{ Case = 'encrypted (JWE)'; Make = { Connect-KoreSession @quick -EncryptionKey $sandbox.EncryptionKey } }
        @{
            Case = 'behind a proxy that is not there'
            Make = { 
                $quick.HostUri = 'https://kore.example'
                $login = [pscredential]::new('me', (Get-Secret $proxyPassword))
                Connect-KoreSession @quick -Proxy http://127.0.0.1:9 -ProxyCredential $login
            }
        }
        @{
            Case = 'for a host that does not speak TLS'
            Make = {
                $quick.HostUri = "https://127.0.0.1:$($sandbox.HostUri.Port)"
                Connect-KoreSession @quick -SkipCertificateCheck 3> $null
            }
        }
    ) {
        $quick = $quick.Clone()
        $made = & $Make
        Assert-NoSecret (Get-Emission '
            $Session
            New-KoreJwt -Session $Session
            Test-KoreSession st-1 -Session $Session
            Export-KoreBot st-1 -Session $Session -Destination $Folder' $made)
    }

    It 'when parameters are refused' {
        $text = foreach ($attempt in @(
                { Connect-KoreSession -HostUri https://user:$secret@kore.example -Credential $sandbox.Credential }
                { Connect-KoreSession -HostUri https://user:/$secret@kore.example -Credential $sandbox.Credential }
                { Connect-KoreSession -HostUri ftp://user:/$secret@kore.example -Credential $sandbox.Credential }
                { Connect-KoreSession kore.example -Credential $sandbox.Credential -Proxy http://user:$proxyPassword@proxy.example }
                { Connect-KoreSession -HostUri kore.example -ClientId c -ClientSecret $secret -Algorithm HS512 }
                { Connect-KoreSession -HostUri kore.example -ClientId c -ClientSecret $secret -Algorithm $secret.Substring(0, 4) }
                { New-KoreJwt -ClientId c -ClientSecret $secret -Lifetime 7200 }
                { New-KoreJwt -Credential $sandbox.Credential -EncryptionKey '{"kty":"RSA"}' }
            )) {
            try { & $attempt } catch { Show-Everything $_ }
        }
        # Where the user typed a secret into the command itself, PowerShell shows the command: that is his text, not ours.
        Assert-NoSecret $text
    }

    It 'in a transcript and on a console' {
        $sandbox.Faults.Download.ResetAt = 100
        $sandbox.Faults.Api.ServerErrorCount = 1
        $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET = $sandbox.HostUri, $sandbox.Credential.UserName, $secret
        try {
            $script = @"
Import-Module '$manifest'
`$VerbosePreference = `$DebugPreference = 'Continue'
Start-Transcript '$TestDrive/transcript.txt' -IncludeInvocationHeader
Connect-KoreSession -FromEnvironment -PassThru
New-KoreJwt | Format-List *
Start-KoreBotExport st-1 | Wait-KoreExport | Tee-Object -Variable done | Save-KoreExport -Destination '$TestDrive/transcript'
`$done | Format-List *
Export-KoreBot st-none -Destination '$TestDrive/transcript'
if (Get-Command Get-Error -ErrorAction Ignore) { Get-Error }
Stop-Transcript
"@
            $console = pwsh -NoProfile -NonInteractive -Command $script *>&1 | Out-String
        }
        finally {
            Remove-Item Env:KORE_HOST, Env:KORE_CLIENT_ID, Env:KORE_CLIENT_SECRET
        }

        Assert-NoSecret $console
        Assert-NoSecret (Get-Content "$TestDrive/transcript.txt" -Raw)
        (Get-Content "$TestDrive/transcript.txt" -Raw) | Should -Match 'st-none'
    }
}
