BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'The main job, as the README has it' {
    It 'runs from a fresh PowerShell and prints one row with size and file' {
        $script = @'
Import-Module '{0}'; $s = Start-KoreSandbox; Connect-KoreSession -HostUri $s.HostUri -Credential $s.Credential
$s.BotId[0] | Start-KoreBotExport -ExportType Published | Wait-KoreExport | Save-KoreExport -Destination ./backup
$s.BotId[0] | Start-KoreMlExport -FileType Json | Wait-KoreExport | Save-KoreExport -Destination ./backup
'@.Replace('{0}', $manifest)
        Push-Location $TestDrive
        try {
            $printed = (pwsh -NoProfile -NonInteractive -Command $script 2>&1) -join "`n"
        }
        finally {
            Pop-Location
        }

        $files = Get-ChildItem (Join-Path $TestDrive backup) -Recurse -File | Where-Object Name -NotLike *.record.json
        $files.Extension | Sort-Object | Should -Be '.json', '.zip'
        $rows = $printed -replace "$([char]27)\[[0-9;]*m" -split "`n" -match ' Saved '
        $rows | Should -HaveCount 2
        $rows[0] | Should -Match '^st-\S+ Bot +Saved +\d+\.\d KB \d{8}T\d'
        $rows[1] | Should -Match '^st-\S+ MlUtterance +Saved +\d+\.\d KB \d{8}T\d'
    }
}

Describe 'Start | Wait | Save' {
    BeforeAll {
        $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 10; JobDuration = 0.2 }
    }

    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'works for one' {
        $saved = Start-KoreBotExport $sandbox.BotId[0] -ExportType Published | Wait-KoreExport | Save-KoreExport -Destination $folder
        $saved | Should -HaveCount 1
        $saved | Should -BeOfType KoreExport.KoreSavedExport
    }

    It 'works for ten' {
        $saved = $sandbox.BotId | Start-KoreBotExport | Wait-KoreExport | Save-KoreExport -Destination $folder
        $saved.BotId | Sort-Object | Should -Be @($sandbox.BotId | Sort-Object)
        Get-ChildItem -LiteralPath $folder -Force | Should -HaveCount 10
    }

    It 'works for ten of both kinds, through a file at each step' {
        @($sandbox.BotId | Start-KoreBotExport) + @($sandbox.BotId | Start-KoreMlExport -FileType Json) | Export-Clixml TestDrive:1.xml
        Import-Clixml TestDrive:1.xml | Wait-KoreExport | Export-Clixml TestDrive:2.xml
        $saved = Import-Clixml TestDrive:2.xml | Save-KoreExport -Destination $folder
        $saved | Should -HaveCount 20
        @($saved | Group-Object Kind).Count | Should -Be 2
    }

    It 'hands everything on by value where a cmdlet of the user stands in between' {
        $saved = $sandbox.BotId[0, 1] | Start-KoreBotExport | Where-Object Status -EQ pending | Tee-Object -Variable seen |
            Wait-KoreExport | Sort-Object BotId | Save-KoreExport -Destination $folder
        $saved | Should -HaveCount 2
        $seen | Should -HaveCount 2
    }

    It 'prints plain text where output is redirected' {
        $script = "Import-Module '$manifest'; " +
            "Connect-KoreSession $($sandbox.HostUri) -ClientId $($sandbox.Credential.UserName) -ClientSecret (Read-Host); " +
            "Export-KoreBot $($sandbox.BotId[0]) -Destination '$folder'; Export-KoreBot st-unknown -Destination '$folder'"
        $printed = $sandbox.Credential.GetNetworkCredential().Password | pwsh -NoProfile -Command $script *>&1 | Out-String
        $printed | Should -Match '\d{8}T\d'
        $printed | Should -Match 'Check the bot id'
        $printed | Should -Not -Match 'Exporting Kore'
        $printed | Should -Not -Match '\x1b\[\?'
    }
}

Describe 'Select-Object -First 1' {
    BeforeAll {
        $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 5 }
    }

    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $clock = [Diagnostics.Stopwatch]::StartNew()
    }

    It 'ends a start after the first: those that wait for their turn are not started' {
        $sandbox.Faults.Api.StallHeadersCount = [int]::MaxValue
        $sandbox.Faults.Api.BotId = $sandbox.BotId[1]
        Start-KoreBotExport $sandbox.BotId -ThrottleLimit 1 -ErrorVariable failed | Select-Object -First 1 | Should -HaveCount 1
        $sandbox.Requests.BotId | Select-Object -Unique | Should -Not -Contain $sandbox.BotId[2]
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $failed | Should -BeNullOrEmpty
    }

    It 'ends a wait: the others are not asked any more' {
        $exports = $sandbox.BotId | Start-KoreBotExport
        $sandbox.Faults.Job.NeverFinish = $true
        $sandbox.Faults.Job.BotId = $sandbox.BotId[4]
        $exports | Wait-KoreExport -ErrorVariable failed | Select-Object -First 1 | Should -HaveCount 1
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $failed | Should -BeNullOrEmpty
        Start-Sleep -Milliseconds 100
        $asked = $sandbox.Requests.Count
        Start-Sleep -Seconds 1
        $sandbox.Requests.Count | Should -Be $asked
    }

    It 'ends <_>: no partial file stays' -ForEach 'a save', 'an export' {
        $sandbox.Faults.Download.StallAt = 500
        $sandbox.Faults.Download.BotId = $sandbox.BotId[4]
        $saved = if ($_ -eq 'a save') {
            $sandbox.BotId | Start-KoreBotExport | Save-KoreExport -Destination $folder -ErrorVariable failed | Select-Object -First 1
        }
        else {
            $sandbox.BotId | Export-KoreBot -Destination $folder -ErrorVariable failed | Select-Object -First 1
        }

        $saved | Should -HaveCount 1
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $failed | Should -BeNullOrEmpty
        Wait-Until { -not (Get-ChildItem -LiteralPath $folder -Force | Where-Object Extension -EQ .partial) } 'partial files go'
        Test-Path -LiteralPath $saved.FullName | Should -BeTrue
    }
}

Describe 'What happens further down' {
    BeforeAll {
        $sandbox = Connect-Sandbox
    }

    BeforeEach {
        $exports = $sandbox.BotId | Start-KoreBotExport
        $sandbox.ClearRequests()
        $ErrorActionPreference = 'Continue'
    }

    It 'ends <Cmdlet> without an error of its own: <End>' -ForEach @(
        foreach ($end in 'break', 'throw "mine"') {
            @{ Cmdlet = 'Start-KoreBotExport'; End = $end; Script = 'Start-KoreBotExport $BotId -Session $Session' }
            @{ Cmdlet = 'Get-KoreBotExportStatus'; End = $end; Script = 'Get-KoreBotExportStatus $BotId -Session $Session' }
            @{ Cmdlet = 'Wait-KoreExport'; End = $end; Script = 'Wait-KoreExport $Exports -Session $Session' }
            @{ Cmdlet = 'Save-KoreExport'; End = $end; Script = 'Save-KoreExport $Exports -Session $Session -Destination $Folder -Force' }
        }
    ) {
        $shell = New-PowerShell "
            param(`$Session, `$BotId, `$Exports, `$Folder)
            foreach (`$once in 1) { $Script | ForEach-Object { `$_; $End } }" @{
            Session = Get-KoreSession; BotId = $sandbox.BotId; Exports = $exports; Folder = "$TestDrive"
        }
        try {
            $output = try { $shell.Invoke() } catch { $_.Exception.InnerException.Message | Should -Be 'mine' }
            $shell.Streams.Error | Should -BeNullOrEmpty
            if ($End -eq 'break') { $output | Should -HaveCount 1 }
        }
        finally {
            $shell.Dispose()
        }
    }
}
