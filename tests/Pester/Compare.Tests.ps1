BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    . (Join-Path $PSScriptRoot 'Definitions.ps1')
    $escape = [char]27
}

Describe 'Compare-KoreExport' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder
        $before = New-Definition (Join-Path $folder 'before.zip')
        $after = New-Definition (Join-Path $folder 'after.zip') -Script "var a = 1;`nvar b = 7;`nvar c = 3;"
    }

    It 'says what changed, decoded' {
        $difference = Compare-KoreExport $before $after
        $difference | Should -HaveCount 1
        $difference | Should -BeOfType KoreExport.KoreDifference
        $difference.BotId | Should -Be $botId
        $difference.Component | Should -Be DialogComponent
        $difference.Name | Should -Be compute
        $difference.RefId | Should -Be component-script
        $difference.Change | Should -Be Modified
        $difference.Property | Should -Be script
        $difference.Before | Should -Be "var a = 1;`nvar b = 2;`nvar c = 3;"
        $difference.After | Should -Be "var a = 1;`nvar b = 7;`nvar c = 3;"
    }

    It 'compares trees with zips' {
        $tree = Expand-KoreExport $before -Destination (Join-Path $folder tree)
        Compare-KoreExport -ReferencePath $tree.Path -DifferencePath $after | Should -HaveCount 1
        Compare-KoreExport -ReferencePath $tree.Path -DifferencePath $before | Should -BeNullOrEmpty
        Get-Item $after | Compare-KoreExport -ReferencePath $tree.Path | Should -HaveCount 1
    }

    It 'takes what Get-KoreBackup returns, a first export too' {
        $found = @(
            [pscustomobject]@{ BotId = $botId; Name = 'Bank'; Kind = 'Bot'; Path = $after; PreviousPath = $before }
            [pscustomobject]@{ BotId = 'st-new'; Name = 'New'; Kind = 'Bot'; Path = $after; PreviousPath = $null }
        ) | Compare-KoreExport
        $found | Should -HaveCount 2
        $found[0].Property | Should -Be script
        $found[1].BotId | Should -Be st-new
        "$($found[1].Component) $($found[1].Change)" | Should -Be 'Bot Added'
    }

    It 'counts with -Summary' {
        $summary = Compare-KoreExport $before $after -Summary
        $summary.IsEqual | Should -BeFalse
        $summary.Count | Should -Be 1
        $summary.Modified | Should -Be 1
        $summary.Components['DialogComponent'] | Should -Be 1
        $summary.BotId | Should -Be $botId
        $summary | Out-String -Width 120 | Should -Match "$botId +1 1 modified"
        (Compare-KoreExport $before $before -Summary).IsEqual | Should -BeTrue
    }

    It 'says True with -Quiet where nothing differs, over all pairs' {
        Compare-KoreExport $before $before -Quiet | Should -BeTrue
        Compare-KoreExport $before $after -Quiet | Should -BeFalse
        $pairs = @{ PreviousPath = $before; Path = $after }, @{ PreviousPath = $before; Path = $before } | ForEach-Object { [pscustomobject]$_ }
        $pairs | Compare-KoreExport -Quiet | Should -BeExactly $false
        [array]::Reverse($pairs)
        $pairs | Compare-KoreExport -Quiet | Should -BeExactly $false
        Compare-KoreExport $before (Join-Path $folder none.zip) -Quiet -ErrorAction SilentlyContinue | Should -BeExactly $false
    }

    It 'leaves out what changes by itself, but for -IncludeVolatile' {
        $copy = New-Definition (Join-Path $folder copy.zip) -BotId st-copy -Hash ffffffffffffffffffffffffffffffff
        Compare-KoreExport $before $copy | Should -BeNullOrEmpty
        (Compare-KoreExport $before $copy -IncludeVolatile).Property | Should -Be encryptedHash
    }

    It 'masks secrets, more of them with -SecretPattern' {
        $changed = New-Definition (Join-Path $folder changed.zip) -Key engine-secret-2 -Script "var a = 'internal-4711';"
        $found = Compare-KoreExport $before $changed -SecretPattern 'internal-\d+'
        $found | Should -HaveCount 2
        "$($found.Before) $($found.After)" | Should -Not -Match 'engine-secret|internal-4711'
        { Compare-KoreExport $before $after -SecretPattern '[' } | Should -Throw -ErrorId 'KoreOptionInvalid*'
    }

    It 'reports what it cannot read and goes on with the next pair' {
        $found = @{ PreviousPath = 'nowhere.zip'; Path = $after }, @{ PreviousPath = $before; Path = $after } | ForEach-Object { [pscustomobject]$_ } |
            Compare-KoreExport -BotId $botId -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be KorePathNotFound
    }

    It 'stops where Select-Object has enough' {
        $other = New-Definition (Join-Path $folder other.zip) -Script 'var z;' -Key engine-secret-9
        Compare-KoreExport $before $other | Select-Object -First 1 | Should -HaveCount 1
    }
}

Describe 'The view of differences' {
    BeforeAll {
        $folder = Join-Path $TestDrive view
        $null = New-Item -ItemType Directory $folder
        $before = New-Definition (Join-Path $folder 'before.zip')
        $after = New-Definition (Join-Path $folder 'after.zip') -Script "var a = 1;`nvar b = 7;`nvar c = 3;" -Dialog 'Settle Bill'
        $differences = Compare-KoreExport $before $after
    }

    AfterEach {
        Set-Rendering Host
    }

    It 'reads like a change list' {
        Set-Rendering PlainText
        $lines = ($differences | Out-String -Width 120).Trim() -split '\r?\n'
        $lines[0] | Should -Be "   Bot: $botId".Trim()
        $lines | Should -Contain '> Dialog Settle Bill (was Pay Bill)'
        $lines | Should -Contain '~ DialogComponent compute: script'
        $lines | Should -Contain '    - var b = 2;'
        $lines | Should -Contain '    + var b = 7;'
        "$lines" | Should -Not -Match 'var a|var c'
    }

    It 'has colours where PowerShell shows colours' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        Set-Rendering Ansi
        $text = $differences | Out-String -Width 120
        $text.Contains("$($PSStyle.Foreground.Red)- var b = 2;$($PSStyle.Reset)") | Should -BeTrue -Because $text
        $text.Contains("$($PSStyle.Foreground.Green)+ var b = 7;$($PSStyle.Reset)") | Should -BeTrue -Because $text
    }

    It 'has none in a file and in a pipe' {
        $script = "Import-Module '$manifest'; Compare-KoreExport '$before' '$after'"
        $piped = pwsh -NoProfile -NonInteractive -Command $script
        "$piped" | Should -Match 'var b = 7'
        "$piped" | Should -Not -Match $escape
        $differences > (Join-Path $folder list.txt)
        Get-Content -Raw (Join-Path $folder list.txt) | Should -Not -Match $escape
    }

    It 'is the same for a copy that went through a file' {
        Set-Rendering PlainText
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($differences))
        $copy | Out-String -Width 120 | Should -Be ($differences | Out-String -Width 120)
    }

    It 'lets no text of a bot steer the terminal' {
        Set-Rendering PlainText
        $hostile = New-Definition (Join-Path $folder 'hostile.zip') -Dialog "a$escape[2J$escape]0;x$([char]7)" -Script "a$escape[31m`r`nb$([char]0x202E)c"
        $text = Compare-KoreExport $before $hostile | Out-String -Width 120
        $text | Should -Not -Match "[$escape$([char]7)$([char]0x202E)]"
    }
}
