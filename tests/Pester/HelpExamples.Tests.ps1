BeforeDiscovery {
    # From the file: the module itself is imported from its copy below.
    $help = [xml](Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../en-US/KoreExport.dll-Help.xml') -Raw -Encoding utf8)
    $examples = foreach ($command in $help.helpItems.command) {
        foreach ($example in $command.examples.example) {
            @{ Name = "$($command.details.name), $("$($example.title)".Trim('- '))"; Code = "$($example.code)" }
        }
    }
    $topics = Get-ChildItem (Join-Path $PSScriptRoot '../../src/KoreExport/about') -Filter about_*.md |
        ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Stage.ps1')
    $kept = $env:PSModulePath, $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET
    # What an earlier file of this process has imported.
    Remove-Module KoreExport -ErrorAction Ignore
    Install-Copy (Join-Path $TestDrive 'modules')
    Import-Module KoreExport -ErrorAction Stop

    function New-Folder {
        (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('n')))).FullName
    }
}

AfterAll {
    Remove-Module KoreExport -ErrorAction Ignore
    $runspace.Dispose()
    $env:PSModulePath, $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET = $kept
}

Describe 'Examples in the help of cmdlets' {
    It '<Name> runs' -ForEach $examples {
        Invoke-Example (New-Folder) $Code | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $topics {
    BeforeAll {
        $text = (Get-Help $Name -ErrorAction Stop) -join "`n"
        $markdown = Get-Content -LiteralPath $Path -Raw
        $blocks = @(Get-CodeBlock $Path)
    }

    It 'is shown by Get-Help, and listed with a line of its own' {
        $text | Should -Match "(?m)^TOPIC\r?\n    $Name\r?$"
        (Get-Help about_KoreExport* | Where-Object Name -EQ $Name).Synopsis | Should -Match '^[A-Z].*\.$'
    }

    It 'names topics and cmdlets that there are' {
        foreach ($topic in [regex]::Matches($markdown, 'about_KoreExport\w*').Value) {
            Join-Path $PSScriptRoot "../../src/KoreExport/about/$topic.md" | Should -Exist
        }

        foreach ($cmdlet in [regex]::Matches($markdown, '(?<![-\w])[A-Z][a-z]+-Kore\w+').Value | Select-Object -Unique) {
            (Get-Command -Module KoreExport).Name | Should -Contain $cmdlet
        }
    }

    It 'has code that parses and uses parameters there are' {
        foreach ($block in $blocks) {
            Test-Code $block.Code | Where-Object { $_ } | Should -BeNullOrEmpty -Because $block.Code
        }
    }

    It 'has examples that run' {
        foreach ($block in $blocks | Where-Object Note -EQ '') {
            Invoke-Example (New-Folder) $block.Code | Should -BeNullOrEmpty -Because $block.Code
        }
    }

    It 'has tests for Pester that pass' {
        foreach ($file in $blocks | Where-Object Note -Like 'file=*.Tests.ps1') {
            $folder = New-Folder
            foreach ($each in $blocks | Where-Object Note -Like 'file=*') {
                Set-Content -LiteralPath (Join-Path $folder $each.Note.Substring(5)) -Value $each.Code
            }

            $script = "Import-Module '$((Get-Module Pester).Path)'; `$run = Invoke-Pester '$folder' -PassThru; " +
                'exit $run.FailedCount + [int]($run.PassedCount -eq 0)'
            $output = pwsh -NoProfile -NonInteractive -Command $script 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$($output | Out-String)"
        }
    }
}

Describe 'README.md' {
    BeforeAll {
        $path = Join-Path $PSScriptRoot '../../README.md'
        $blocks = @(Get-CodeBlock $path)
    }

    It 'has examples that run' {
        foreach ($block in $blocks) {
            Test-Code $block.Code | Where-Object { $_ } | Should -BeNullOrEmpty -Because $block.Code
            if ($block.Note -eq '') {
                Invoke-Example (New-Folder) $block.Code | Should -BeNullOrEmpty -Because $block.Code
            }
        }
    }

    It 'shows an export as it looks' {
        $export = $blocks | Where-Object Code -Match 'Export-KoreBot' | Select-Object -First 1
        # The output stands in the block behind that of the code.
        $text = (Get-Content $path -Raw) -replace "`r", ''
        $behind = $text.Substring($text.IndexOf($export.Code) + $export.Code.Length)
        $shown = [regex]::Match($behind, '(?s)^```\n\n```\n(?<output>.*?)```').Groups['output'].Value -split "`n"
        # Line by line, as somebody types it: what one pipeline prints decides how its later objects look.
        $typed = $export.Code.Trim() -split "`n" | ForEach-Object { "& {`n$_`n} | Out-String -Width 110" }
        Invoke-Example (New-Folder) ($typed -join "`n") | Should -BeNullOrEmpty
        $headers = for ($i = 1; $i -lt $shown.Count; $i++) { if ($shown[$i] -match '^--') { $shown[$i - 1] } }
        $headers | Should -HaveCount 2
        foreach ($header in $headers) {
            "$written" | Should -Match (($header.Trim() -split ' +' | ForEach-Object { [regex]::Escape($_) }) -join ' +')
        }
    }
}
