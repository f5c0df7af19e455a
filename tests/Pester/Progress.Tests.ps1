BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ JobDuration = 0.6 }
    $argument = @{ Session = Get-KoreSession; BotId = $sandbox.BotId; Folder = $TestDrive.ToString() }

    function Invoke-ForProgress([string] $Script) {
        $shell = New-PowerShell "param(`$Session, `$BotId, `$Folder) $Script" $argument
        try {
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Progress.ReadAll()
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Progress of <Cmdlet>' -ForEach @(
    @{
        Cmdlet = 'Wait-KoreExport'
        Activity = 'Waiting for Kore.ai exports'
        Script = 'Start-KoreBotExport $BotId[0] -Session $Session | Wait-KoreExport -Session $Session'
    }
    @{
        Cmdlet = 'Save-KoreExport'
        Activity = 'Saving Kore.ai exports'
        Script = 'Start-KoreMlExport $BotId[0] -Session $Session | Save-KoreExport -Session $Session -Destination $Folder'
    }
    @{
        Cmdlet = 'Export-KoreBot'
        Activity = 'Exporting Kore.ai bots'
        Script = 'Export-KoreBot $BotId -Session $Session -Destination $Folder'
    }
) {
    It 'says what is done, by the clock, and is taken off the screen' {
        $records = @(Invoke-ForProgress $Script)
        $records.Count | Should -BeGreaterThan 1
        $overall = @($records | Where-Object ParentActivityId -LT 0)
        $overall.Activity | Select-Object -Unique | Should -Be $Activity
        $overall.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $records[-1].RecordType | Should -Be 'Completed'
        @($overall | Where-Object RecordType -EQ Completed) | Should -HaveCount 1
        $records | ForEach-Object { $_.PercentComplete | Should -BeLessOrEqual 100 }
    }

    It 'is silent when the preference says so' {
        Invoke-ForProgress "`$ProgressPreference = 'SilentlyContinue'; $Script" | Should -BeNullOrEmpty
    }
}

Describe 'Progress' {
    It 'is completed after errors too' {
        $sandbox.Faults.Job.FailCount = 1
        $shell = New-PowerShell 'param($Session, $BotId, $Folder) Export-KoreBot $BotId[0] -Session $Session -Destination $Folder' $argument
        $null = $shell.Invoke()
        $shell.Streams.Error | Should -HaveCount 1
        $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
        $shell.Dispose()
    }

    It 'names bytes while a file comes in' {
        $sandbox.Faults.Download.BytesPerSecond = 20000
        $records = Invoke-ForProgress '
            Start-KoreBotExport $BotId[0] -Session $Session | Save-KoreExport -Session $Session -Path (Join-Path $Folder slow.zip)'
        $sandbox.Faults.Download.BytesPerSecond = 0
        $records | Where-Object StatusDescription -Match 'downloading, \d+ (B|KB) of \d+ KB' | Should -Not -BeNullOrEmpty
        ($records | Where-Object StatusDescription -Match downloading).PercentComplete | Where-Object { $_ -gt 0 } |
            Should -Not -BeNullOrEmpty
    }
}
