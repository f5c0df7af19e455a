BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 2 }
    $file = (Export-KoreBot $sandbox.BotId[0] -Path (Join-Path $TestDrive bot.zip)).FullName

    # Each restore leaves a backup of the bot.
    function New-Set([int] $Count = 3) {
        $set = Join-Path $TestDrive ([guid]::NewGuid())
        foreach ($i in 1..$Count) {
            $null = Restore-KoreBot $file -BotId $sandbox.BotId[0] -BackupDestination $set -NoVerify -Confirm:$false `
                -WarningAction SilentlyContinue
        }

        $set
    }

    function Get-Name([string] $Set) { (Get-ChildItem -LiteralPath $Set -Recurse -File).Name | Sort-Object }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Remove-KoreBackup' {
    It 'removes what no rule keeps, records too' {
        $set = New-Set
        $removed = Remove-KoreBackup -Path $set -KeepLast 1
        $removed | Should -HaveCount 2
        $removed | Should -BeOfType KoreExport.KoreBackupRetention
        $removed.Removed | Should -Be $true, $true
        Get-Name $set | Should -HaveCount 2
        Remove-KoreBackup $set -KeepLast 1 | Should -BeNullOrEmpty
    }

    It 'says with -WhatIf of every file why it stays, and removes nothing' {
        $set = New-Set
        $before = Get-Name $set
        $shown = Remove-KoreBackup $set -KeepDaily 7 -KeepLast 1 -KeepWeekly 4 -KeepMonthly 12 -KeepYearly 2 -WhatIf
        $shown | Should -HaveCount 3
        ($shown | Where-Object Kept)[0].Reason | Should -Be 'last 1 of 1, daily 1 of 7, weekly 1 of 4, monthly 1 of 12, yearly 1 of 2'
        $shown | Where-Object Removed | Should -BeNullOrEmpty
        Get-Name $set | Should -Be $before
    }

    It 'keeps the newest, whatever the rules say' {
        $set = New-Set 1
        Start-Sleep -Milliseconds 20
        Remove-KoreBackup $set -KeepWithin 0 | Should -BeNullOrEmpty
        Get-Name $set | Should -HaveCount 2
    }

    It 'leaves bots alone that are not named, and takes them with -IncludeRetired' {
        $set = New-Set 2
        Start-Sleep -Milliseconds 20
        $sandbox.BotId[1] | Remove-KoreBackup $set -KeepWithin 0.001 | Should -BeNullOrEmpty
        $sandbox.BotId[1] | Remove-KoreBackup $set -KeepWithin 0.001 -IncludeRetired | Should -HaveCount 2
        Get-Name $set | Should -BeNullOrEmpty
    }

    It 'refuses <What>, and removes nothing' -ForEach @(
        @{ What = 'no rule'; Script = { Remove-KoreBackup $set } }
        @{ What = 'an empty list of bots'; Script = { @() | Remove-KoreBackup $set -KeepLast 1 -IncludeRetired } }
        @{ What = 'a bot id that is none'; Script = { '../x' | Remove-KoreBackup $set -KeepLast 1 -IncludeRetired } }
        @{ What = '-IncludeRetired without the account''s bots'; Script = { Remove-KoreBackup $set -KeepLast 1 -IncludeRetired } }
    ) {
        $set = New-Set 2
        $Script | Should -Throw
        Get-Name $set | Should -HaveCount 4
    }
}
