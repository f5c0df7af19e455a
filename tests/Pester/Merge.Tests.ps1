BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    . (Join-Path $PSScriptRoot 'Definitions.ps1')

    function Read-Definition([string] $Path) {
        $zip = [IO.Compression.ZipFile]::OpenRead($Path)
        $reader = [IO.StreamReader]::new($zip.GetEntry('botDefinition.json').Open())
        $reader.ReadToEnd()
        $reader.Dispose()
        $zip.Dispose()
    }
}

Describe 'Merge-KoreExport' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder
        $zip = New-Definition (Join-Path $folder 'bank.zip')
        $tree = (Expand-KoreExport $zip -Destination (Join-Path $folder 'trees[1]')).Path
        $merged = Join-Path $folder merged.zip
    }

    It 'gives the original to the byte' {
        $file = Merge-KoreExport -LiteralPath $tree -DestinationPath $merged
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be $merged
        Read-Definition $merged | Should -BeExactly (Get-DefinitionText)
    }

    It 'takes an expanded export from the pipeline' {
        $null = Expand-KoreExport $zip -Destination (Join-Path $folder again) | Merge-KoreExport -DestinationPath $merged
        Read-Definition $merged | Should -BeExactly (Get-DefinitionText)
    }

    It 'takes over what an editor changed' {
        $script = Get-ChildItem -LiteralPath $tree -Recurse -Filter *.js
        [IO.File]::WriteAllText($script.FullName, 'var x = "ü" % 2;')
        $null = Merge-KoreExport $tree $merged
        Read-Definition $merged | Should -BeExactly (Get-DefinitionText -Script 'var x = "ü" % 2;')
    }

    It 'gives the same zip each time' {
        $null = Merge-KoreExport $tree $merged
        $hash = (Get-FileHash $merged).Hash
        $null = Merge-KoreExport $tree $merged -Force
        (Get-FileHash $merged).Hash | Should -Be $hash
    }

    It 'leaves a file alone that is there, but for -Force' {
        Set-Content -LiteralPath $merged mine
        { Merge-KoreExport $tree $merged -ErrorAction Stop } | Should -Throw -ErrorId 'KoreFileExists*'
        Get-Content -LiteralPath $merged | Should -Be mine
        Merge-KoreExport $tree $merged -Force | Should -HaveCount 1
    }

    It 'does nothing with -WhatIf' {
        Merge-KoreExport $tree $merged -WhatIf | Should -BeNullOrEmpty
        Test-Path $merged | Should -BeFalse
    }

    It 'names the file that has <What>' -ForEach @(
        @{
            What = 'conflict markers'
            Edit = { [IO.File]::WriteAllText($args[0], "<<<<<<< ours`nvar a;`n=======`nvar b;`n>>>>>>> theirs`n") }
        }
        @{ What = 'gone'; Edit = { [IO.File]::Delete($args[0]) } }
    ) {
        $script = (Get-ChildItem -LiteralPath $tree -Recurse -Filter *.js).FullName
        & $Edit $script
        $failed = $null
        Merge-KoreExport $tree $merged -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be KoreTreeInvalid
        "$failed" | Should -BeLike "*$([IO.Path]::GetFileName($script))*"
        Test-Path $merged | Should -BeFalse
    }

    It 'refuses a tree without secrets, a folder that is no tree, and two trees for one file' {
        $redacted = Expand-KoreExport $zip -Destination (Join-Path $folder redacted) -Redact
        { $redacted | Merge-KoreExport -DestinationPath $merged -ErrorAction Stop } | Should -Throw -ErrorId 'KoreTreeRedacted*'
        { Merge-KoreExport $folder $merged -ErrorAction Stop } | Should -Throw -ErrorId 'KoreTreeInvalid*'
        { $tree, $tree | Merge-KoreExport -DestinationPath $merged -ErrorAction Stop } | Should -Throw -ErrorId 'KoreOptionInvalid*'
    }

    It 'says which files were left out' {
        $script = Get-ChildItem -LiteralPath $tree -Recurse -Filter *.js
        Set-Content -LiteralPath (Join-Path $script.DirectoryName new.js) 'var n;'
        $null = Merge-KoreExport -Path $tree -DestinationPath $merged -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*new.js*'
    }
}
