BeforeDiscovery {
    $noGit = -not (Get-Command git -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    . (Join-Path $PSScriptRoot 'Definitions.ps1')

    # Git without the settings of whoever runs this.
    function Invoke-Git {
        $written = git -C $repository -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false `
            -c core.autocrlf=false @args 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($written | Out-String)
        $written | ForEach-Object { "$_" }
    }

    # The lines of a diff that are gone or new.
    function Get-Change([string[]] $Diff) {
        $Diff | Where-Object { $_ -match '^[+-](?!\+\+|--)' }
    }
}

Describe 'A backup in git' -Skip:$noGit {
    BeforeEach {
        $repository = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $repository
        $null = Invoke-Git init --quiet
        $night = Join-Path $TestDrive "$([guid]::NewGuid()).zip"
    }

    It 'shows one changed line of a script as one line, night after night' {
        foreach ($script in "var a = 1;`nvar b = 2;`nvar c = 3;", "var a = 1;`nvar b = 7;`nvar c = 3;") {
            $null = New-Definition $night -Script $script -Hash ([guid]::NewGuid().ToString('N')) |
                Expand-KoreExport -Destination $repository -Redact
            $null = Invoke-Git add --all
            $null = Invoke-Git commit --quiet -m night
        }

        $diff = Invoke-Git diff HEAD~1 HEAD -- '*.js'
        Get-Change $diff | Should -Be '-var b = 2;', '+var b = 7;'
        $changed = Invoke-Git diff --name-only HEAD~1 HEAD
        $changed | Where-Object { $_ -notlike '*volatile*' } | Should -HaveCount 1
    }

    It 'has nothing to commit after a night in which nothing changed' {
        foreach ($turn in 1, 2) {
            $null = New-Definition $night | Expand-KoreExport -Destination $repository
            $null = Invoke-Git add --all
            if ($turn -eq 1) { $null = Invoke-Git commit --quiet -m night }
        }

        Invoke-Git status --porcelain | Should -BeNullOrEmpty
    }

    It 'shows zips as text through one line of configuration' {
        # Git runs the line with the path of each version of the file behind it.
        $line = "& { Import-Module '$manifest'; " +
            '$tree = Expand-KoreExport $args[0] -Destination (Join-Path ([IO.Path]::GetTempPath()) (New-Guid)) -Redact; ' +
            'Get-ChildItem $tree.Path -Recurse -File | Sort-Object FullName | Get-Content; Remove-Item (Split-Path $tree.Path) -Recurse }'
        $program = @($global:ThisPowerShell | ForEach-Object { "'$_'" }) -join ' '
        $shell = "$program -NoProfile -NonInteractive -Command " + '"' + $line.Replace('\', '\\').Replace('"', '\"').Replace('$', '\$') +
            '"'
        $null = Invoke-Git config diff.kore.textconv $shell
        Set-Content -LiteralPath (Join-Path $repository .gitattributes) '*.zip diff=kore'
        $zip = New-Definition (Join-Path $repository bank.zip)
        $null = Invoke-Git add --all
        $null = Invoke-Git commit --quiet -m night
        $null = New-Definition $zip -Script "var a = 1;`nvar b = 7;`nvar c = 3;"
        Get-Change (Invoke-Git diff) | Should -Be '-var b = 2;', '+var b = 7;'
    }
}
