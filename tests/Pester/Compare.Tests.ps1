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
        $pairs = @{ PreviousPath = $before; Path = $after }, @{ PreviousPath = $before; Path = $before } |
            ForEach-Object { [pscustomobject]$_ }
        $pairs | Compare-KoreExport -Quiet | Should -BeExactly $false
        [array]::Reverse($pairs)
        $pairs | Compare-KoreExport -Quiet | Should -BeExactly $false
        Compare-KoreExport $before (Join-Path $folder none.zip) -Quiet -ErrorAction SilentlyContinue | Should -BeExactly $false
    }

    It 'leaves out what changes by itself, but for -IncludeVolatile' {
        $copy = New-Definition (Join-Path $folder copy.zip) -BotId st-copy -Hash ffffffffffffffffffffffffffffffff
        Compare-KoreExport $before $copy | Should -BeNullOrEmpty
        (Compare-KoreExport $before $copy -IncludeVolatile).Property | Should -Be _id, encryptedHash
    }

    It 'masks secrets, more of them with -SecretPattern' {
        $changed = New-Definition (Join-Path $folder changed.zip) -Key engine-secret-2 -Script "var a = 'internal-4711';"
        $found = Compare-KoreExport $before $changed -SecretPattern 'internal-\d+'
        $found | Should -HaveCount 2
        "$($found.Before) $($found.After)" | Should -Not -Match 'engine-secret|internal-4711'
        { Compare-KoreExport $before $after -SecretPattern '[' } | Should -Throw -ErrorId 'KoreOptionInvalid*'
    }

    It 'reports what it cannot read and goes on with the next pair' {
        $found = @{ PreviousPath = 'nowhere.zip'; Path = $after }, @{ PreviousPath = $before; Path = $after } |
            ForEach-Object { [pscustomobject]$_ } |
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
        $hostile = New-Definition (Join-Path $folder 'hostile.zip') -Dialog "a$escape[2J$escape]0;x$([char]7)" `
            -Script "a$escape[31m`r`nb$([char]0x202E)c"
        $text = Compare-KoreExport $before $hostile | Out-String -Width 120
        $text | Should -Not -Match "[$escape$([char]7)$([char]0x202E)]"
    }
}

Describe 'What Get-KoreBackup returns, of a whole account' {
    BeforeAll {
        $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 3 }
        # Square brackets in every name.
        $folder = Join-Path $TestDrive 'account [1]'
        $set = Join-Path $folder 'set [x]'
        $bots = Get-KoreBot | ForEach-Object { [pscustomobject]@{ BotId = $_.BotId; Name = "$($_.Name) [x]" } }
        $kinds = 'Bot', 'MlUtterance', 'Variable', 'TestSuite'
        $null = $bots | Export-KoreBot -Destination $set -Kind $kinds -WarningAction SilentlyContinue
        $null = Export-KoreRole -Destination $set
        $sandbox.TouchBot($bots[1].BotId)
        Start-Sleep -Milliseconds 5
        $night = [DateTime]::UtcNow
        $null = $bots | Export-KoreBot -Destination $set -Kind $kinds -SkipUnchanged -WarningAction SilentlyContinue
        $changed = Get-KoreBackup -LiteralPath $set -After $night
    }

    AfterAll {
        Stop-KoreSandbox
    }

    It 'says through Compare-KoreExport what changed last night' {
        $changed.BotId | Select-Object -Unique | Should -Be $bots[1].BotId
        $differences = $changed | Compare-KoreExport
        $differences.BotId | Select-Object -Unique | Should -Be $bots[1].BotId
        $changed.PreviousPath | Should -Not -Contain $null
        $differences | Where-Object Component -EQ Bot | Should -BeNullOrEmpty -Because 'each file has one before it'
        foreach ($file in $differences | Where-Object Component -EQ File) { $file.Name |
            Should -BeIn ($changed.FullName | Split-Path -Leaf) }
        $summary = $changed | Compare-KoreExport -Summary
        $summary | Should -HaveCount $changed.Count
        $summary.ReferencePath | Should -Be $changed.PreviousPath
        $summary.IsEqual | Should -Not -Contain $true
        $changed | Compare-KoreExport -Quiet | Should -BeFalse
    }

    It 'says of first exports that they are new' {
        $first = Get-KoreBackup -LiteralPath $set -Before $night
        $first | Where-Object PreviousPath | Should -BeNullOrEmpty
        $found = $first | Compare-KoreExport
        $found | Should -HaveCount $first.Count
        $found.Change | Select-Object -Unique | Should -Be Added
        $found | Where-Object Component -EQ Bot | Should -HaveCount 3
    }

    It 'goes through Expand-KoreExport, one folder for each bot, kind and part, and Merge-KoreExport' {
        $newest = Get-KoreBackup -LiteralPath $set -Newest 1
        $trees = $newest | Expand-KoreExport -Destination (Join-Path $folder 'trees [x]') -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $trees | Should -HaveCount $newest.Count
        $trees.Path | Select-Object -Unique | Should -HaveCount $newest.Count
        $pairs = $newest | Where-Object Kind -EQ Bot | ForEach-Object {
            $backup = $_
            [pscustomobject]@{ PreviousPath = $backup.FullName; Path = ($trees |
                Where-Object SourcePath -EQ $backup.FullName).Path; BotId = $backup.BotId }
        }
        $pairs | Should -HaveCount 3
        $pairs | Compare-KoreExport -Quiet | Should -BeTrue
        $merged = Merge-KoreExport -LiteralPath $pairs[0].Path -DestinationPath (Join-Path $folder 'merged [x].zip')
        Compare-KoreExport $pairs[0].PreviousPath $merged.FullName -IncludeVolatile | Should -BeNullOrEmpty
    }

    It 'goes through Test-KoreBackup and Export-KoreBot' {
        $newest = Get-KoreBackup -LiteralPath $set -Newest 1
        $newest | Test-KoreBackup -LiteralPath $set -Inspect -Quiet | Should -BeTrue
        $again = Join-Path $folder 'again [x]'
        $saved = $newest | Where-Object { $_.BotId -and $_.Kind -ne 'TestSuite' } |
            Export-KoreBot -Destination $again -WarningAction SilentlyContinue
        $saved | Should -HaveCount 9
        $saved.Name | Select-Object -Unique | Sort-Object | Should -Be ($bots.Name | Sort-Object)
        $pairs = $saved | ForEach-Object {
            $one = $_
            [pscustomobject]@{ PreviousPath = ($newest |
                Where-Object { $_.BotId -eq $one.BotId -and $_.Kind -eq $one.Kind }).FullName; FullName = $one.FullName }
        }
        $pairs | Compare-KoreExport -Quiet | Should -BeTrue
    }

    It 'puts a damaged bot back, after which nothing differs' {
        $bot = $bots[2].BotId
        $backup = Get-KoreBackup -LiteralPath $set -BotId $bot -Kind Bot -Newest 1
        $sandbox.SetBotContent($bot, (Get-KoreBackup -LiteralPath $set -BotId $bots[0].BotId -Kind Bot -Newest 1).FullName)
        $damaged = Export-KoreBot $bot -Path (Join-Path $folder 'damaged [x].zip')
        Compare-KoreExport $backup.FullName $damaged.FullName -Quiet | Should -BeFalse
        $restored = $backup | Restore-KoreBot -BackupDestination (Join-Path $folder 'before [x]') -Confirm:$false
        $restored.Verified | Should -BeTrue
        $again = Export-KoreBot $bot -Path (Join-Path $folder 'again [x].zip')
        Compare-KoreExport $backup.FullName $again.FullName | Should -BeNullOrEmpty
        Compare-KoreExport $backup.FullName $again.FullName -Quiet | Should -BeTrue
        Compare-KoreExport $damaged.FullName $restored.BackupPath -Quiet | Should -BeTrue -Because 'the backup is of the damaged bot'

        $copy = $backup | Restore-KoreBot -AsNew -Name 'A copy [x]' -Confirm:$false
        $copy.Verified | Should -BeTrue
        $exported = Export-KoreBot $copy.BotId -Path (Join-Path $folder 'copy [x].zip')
        (Compare-KoreExport $backup.FullName $exported.FullName).Property | Select-Object -Unique |
            Should -Be name -Because 'only its name is another'
    }
}
