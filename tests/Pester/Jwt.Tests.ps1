BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $certificate = New-RsaCertificate
    $credential = [pscredential]::new('cs-1', (Get-Secret ('s' * 44)))
    Connect-KoreSession -HostUri kore.example -Credential $credential -Subject 'from the session'
}

AfterAll {
    Disconnect-KoreSession
}

Describe 'New-KoreJwt' {
    It 'signs with the default session' {
        $jwt = New-KoreJwt
        $claims = Read-Jwt $jwt.Token
        $claims.appId | Should -BeExactly 'cs-1'
        $claims.sub | Should -Be 'from the session'
        $claims.jti | Should -Be $jwt.JwtId
        $claims.exp - $claims.iat | Should -Be 300
        (Read-Jwt $jwt.Token -Header).alg | Should -Be 'HS256'
        $jwt.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds($claims.exp))
        $jwt.IssuedAt.Offset | Should -Be ([TimeSpan]::Zero)
    }

    It 'signs with a given session, from the pipeline too' {
        $session = Connect-KoreSession -HostUri kore.example -ClientId cs-2 -ClientSecret ('t' * 44) -NotDefault
        (New-KoreJwt -Session $session).ClientId | Should -Be 'cs-2'
        ($session | New-KoreJwt).ClientId | Should -Be 'cs-2'
    }

    It 'needs no session: <Set>' -ForEach @(
        @{ Set = 'credential'; Arguments = { @{ Credential = $credential } }; Algorithm = 'HS256' }
        @{
            Set = 'secret as SecureString'
            Arguments = { @{ ClientId = 'cs-1'; ClientSecret = $credential.Password } }
            Algorithm = 'HS256'
        }
        @{
            Set = 'secret as text, HS512'
            Arguments = { @{ ClientId = 'cs-1'; ClientSecret = 's' * 64; Algorithm = 'HS512' } }
            Algorithm = 'HS512'
        }
        @{ Set = 'certificate'; Arguments = { @{ ClientId = 'cs-1'; Certificate = $certificate } }; Algorithm = 'RS256' }
        @{
            Set = 'certificate, RS512'
            Arguments = { @{ ClientId = 'cs-1'; Certificate = $certificate; Algorithm = 'RS512' } }
            Algorithm = 'RS512'
        }
    ) {
        $given = & $Arguments
        $jwt = New-KoreJwt @given
        $jwt.Algorithm | Should -Be $Algorithm
        (Read-Jwt $jwt.Token -Header).alg | Should -Be $Algorithm
        (Read-Jwt $jwt.Token).appId | Should -Be 'cs-1'
    }

    It 'takes each parameter by its name' {
        New-KoreJwt -Credential $credential -Algorithm HS256 | Should -Not -BeNullOrEmpty
        New-KoreJwt -ClientId cs-1 -ClientSecret $credential.Password | Should -Not -BeNullOrEmpty
        New-KoreJwt -ClientId cs-1 -Certificate $certificate | Should -Not -BeNullOrEmpty
    }

    It 'sets subject and jti, and otherwise a new jti each time' {
        $claims = Read-Jwt (New-KoreJwt -Subject somebody -JwtId once).Token
        $claims.sub | Should -Be 'somebody'
        $claims.jti | Should -Be 'once'
        (New-KoreJwt).JwtId | Should -Not -Be (New-KoreJwt).JwtId
    }

    It 'takes <Given> as <Seconds> seconds' -ForEach @(
        @{ Given = 60; Seconds = 60 }
        @{ Given = '90'; Seconds = 90 }
        @{ Given = 3600; Seconds = 3600 }
        @{ Given = [timespan]'00:10:00'; Seconds = 600 }
        @{ Given = '00:02:00'; Seconds = 120 }
    ) {
        $claims = Read-Jwt (New-KoreJwt -Lifetime $Given).Token
        $claims.exp - $claims.iat | Should -Be $Seconds
    }

    It 'refuses a lifetime of <_>' -ForEach 3601, '01:00:01', 0, 9 {
        { New-KoreJwt -Lifetime $_ } | Should -Throw '*cannot live for*' -ErrorId 'KoreOptionInvalid,*'
    }

    It 'encrypts for a key' {
        $sandbox = Start-KoreSandbox
        $key = $sandbox.EncryptionKey
        $sandbox | Stop-KoreSandbox
        $jwt = New-KoreJwt -Credential $credential -EncryptionKey $key
        $jwt.Encrypted | Should -BeTrue
        $jwt.Token.Split('.') | Should -HaveCount 5
        $header = Read-Jwt $jwt.Token -Header
        $header.alg | Should -BeIn 'RSA-OAEP', 'RSA1_5'
        $header.enc | Should -Be 'A128CBC-HS256'
        $header.kid | Should -Be ($key | ConvertFrom-Json).kid
    }

    It 'says that there is no session' {
        Disconnect-KoreSession
        try {
            { New-KoreJwt } | Should -Throw -ErrorId 'KoreSessionMissing,*'
        }
        finally {
            Connect-KoreSession -HostUri kore.example -Credential $credential
        }
    }
}

Describe 'The token' {
    BeforeAll {
        $jwt = New-KoreJwt
        $isToken = 'eyJ[\w-]+\.'
    }

    It 'is there when asked for by name' {
        $jwt.Token | Should -Match "^$isToken"
        $jwt | Select-Object -ExpandProperty Token | Should -Be $jwt.Token
        $jwt | ForEach-Object Token | Should -Be $jwt.Token
        $jwt.GetToken() | Should -Be $jwt.Token
    }

    It 'is masked in <View>' -ForEach @(
        @{ View = 'the default view'; Show = { $jwt | Out-String -Width 200 } }
        @{ View = 'Format-List *'; Show = { $jwt | Format-List * | Out-String -Width 200 } }
        @{ View = 'Format-List * -Force'; Show = { $jwt | Format-List * -Force | Out-String -Width 200 } }
        @{ View = 'Format-Table *'; Show = { $jwt | Format-Table * | Out-String -Width 2000 } }
        @{ View = 'Select-Object *'; Show = { $jwt | Select-Object * | Out-String -Width 2000 } }
        @{ View = 'ConvertTo-Json -Depth 5'; Show = { $jwt | ConvertTo-Json -Depth 5 } }
        @{ View = 'ConvertTo-Csv'; Show = { $jwt | ConvertTo-Csv } }
        @{ View = 'ConvertTo-Html'; Show = { $jwt | ConvertTo-Html } }
        @{ View = 'Export-Clixml'; Show = { $jwt | Export-Clixml TestDrive:jwt.xml; Get-Content TestDrive:jwt.xml -Raw } }
        @{ View = 'ToString'; Show = { "$jwt" } }
    ) {
        $text = & $Show | Out-String
        $text | Should -Match 'cs-1'
        $text | Should -Not -Match $isToken
    }

    It 'does not come out of a job' {
        $job = Start-Job { Import-Module $using:manifest; New-KoreJwt -ClientId cs-job -ClientSecret ('s' * 44) }
        $copy = $job | Receive-Job -Wait -AutoRemoveJob
        $copy.ClientId | Should -Be 'cs-job'
        $copy | ConvertTo-Json | Should -Not -Match $isToken
        $copy | Out-String -Width 120 | Should -Match '\*\*\*'
    }
}
