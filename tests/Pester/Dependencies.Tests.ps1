BeforeDiscovery {
    # Windows PowerShell has one context for all: there the library's own names keep the versions apart.
    $desktop = $PSVersionTable.PSEdition -eq 'Desktop'

    # Where dotnet has put what the test project downloads.
    $packages = if ($env:NUGET_PACKAGES) { $env:NUGET_PACKAGES } else { Join-Path $HOME '.nuget/packages' }
    $old = foreach ($version in '5.7.2', '6.8.0') {
        $files = foreach ($package in 'Microsoft.IdentityModel.Logging', 'Microsoft.IdentityModel.Tokens',
            'Microsoft.IdentityModel.JsonWebTokens', 'System.IdentityModel.Tokens.Jwt') {
            Join-Path $packages "$($package.ToLowerInvariant())/$version/lib/netstandard2.0/$package.dll"
        }

        @{ Version = $version; Files = $files; Missing = [bool]($files | Where-Object { -not (Test-Path -LiteralPath $_) }) }
    }
}

BeforeAll {
    $manifest = (Resolve-Path (Join-Path $PSScriptRoot '../../KoreExport.psd1')).ProviderPath

    # Runs a script in a fresh PowerShell and returns what it wrote last, from JSON.
    function Invoke-Fresh([string[]] $Line) {
        $script = Join-Path $TestDrive 'fresh.ps1'
        Set-Content -LiteralPath $script -Value (@('$ErrorActionPreference = "Stop"') + $Line)
        $written = @(pwsh -NoProfile -NonInteractive -File $script 2>&1)
        $LASTEXITCODE | Should -Be 0 -Because ($written | Out-String)
        $written[-1] | ConvertFrom-Json
    }

    $connect = "Import-Module '$manifest'", '$s = Start-KoreSandbox -JobDuration 0',
        'Connect-KoreSession -HostUri $s.HostUri -Credential $s.Credential', '$jwt = New-KoreJwt', '$works = Test-KoreSession $s.BotId[0]'
    $makeOldToken = @(
        '$key = [Microsoft.IdentityModel.Tokens.SymmetricSecurityKey]::new([byte[]](1..64))'
        '$signing = [Microsoft.IdentityModel.Tokens.SigningCredentials]::new($key, "HS256")'
        '$handler = [System.IdentityModel.Tokens.Jwt.JwtSecurityTokenHandler]::new()'
        '$old = $handler.WriteToken([System.IdentityModel.Tokens.Jwt.JwtSecurityToken]::new("me", "you", $null, $null, $null, $signing))'
    )
    $report = @(
        '$loaded = foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {'
        '    $context.Assemblies | Where-Object FullName -Match "IdentityModel" | ForEach-Object {'
        '        @{ Context = $context.Name; Name = $_.GetName().Name; Version = "$($_.GetName().Version)" }'
        '    }'
        '}'
        '$result = @{ Works = $works; Token = $jwt.Token.Length; Old = "$old".Split(".").Count; Loaded = @($loaded) }'
        '$result | ConvertTo-Json -Depth 3 -Compress'
    )
}

Describe 'Beside nobody' -Skip:$desktop {
    It 'the default load context gets none of our token libraries' {
        $result = Invoke-Fresh ($connect + $report)
        $result.Works | Should -BeTrue
        $result.Loaded.Context | Select-Object -Unique | Should -Be 'KoreExport'
    }

    It 'the import loads them ahead, there too' {
        $find = '[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object Assemblies | Where-Object FullName -Match "IdentityModel"'
        $result = Invoke-Fresh (@(
            "Import-Module '$manifest'"
            '$works = $true; $jwt = @{ Token = "" }; $end = [DateTime]::UtcNow.AddSeconds(30)'
            "while (-not ($find) -and [DateTime]::UtcNow -lt `$end) { Start-Sleep -Milliseconds 20 }"
        ) + $report)
        $result.Loaded.Context | Select-Object -Unique | Should -Be 'KoreExport'
    }
}

Describe 'Beside Microsoft.IdentityModel <Version>' -ForEach $old -Skip:$desktop {
    BeforeAll {
        $loadOld = $Files | ForEach-Object { "Add-Type -LiteralPath '$_'" }

        function Assert-Apart($Result) {
            $Result.Works | Should -BeTrue
            $Result.Token | Should -BeGreaterThan 100
            $Result.Old | Should -Be 3
            $default = $Result.Loaded | Where-Object Context -EQ 'Default'
            $default.Name | Sort-Object | Should -Be @($Files | ForEach-Object { [IO.Path]::GetFileNameWithoutExtension($_) } | Sort-Object)
            $default.Version | Select-Object -Unique | Should -Be "$Version.0"
            $ours = $Result.Loaded | Where-Object Context -EQ 'KoreExport'
            $ours.Version | Select-Object -Unique | Should -BeLike '8.*'
        }
    }

    It 'works where the other was first' -Skip:$Missing {
        Assert-Apart (Invoke-Fresh ($loadOld + $makeOldToken + $connect + $report))
    }

    It 'works, and so does the other, where ours was first' -Skip:$Missing {
        Assert-Apart (Invoke-Fresh ($connect + $loadOld + $makeOldToken + $report))
    }

    It 'works after it was removed and imported again' -Skip:$Missing {
        Assert-Apart (Invoke-Fresh ($loadOld + $makeOldToken + $connect + @('Remove-Module KoreExport') + $connect + $report))
    }
}
