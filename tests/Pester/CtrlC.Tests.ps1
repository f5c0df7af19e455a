BeforeDiscovery {
    $notUnix = $PSVersionTable.Platform -ne 'Unix'
    $restore = 'Restore-KoreBot "$Folder-bot.zip" -BotId $BotId[0] -Session $Session -BackupDestination "$Folder-before" ' +
        '-Confirm:$false -WarningAction SilentlyContinue'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox
    $folder = Join-Path $TestDrive stopped
    $null = Export-KoreBot $sandbox.BotId[0] -Path "$folder-bot.zip"

    # Runs a script in a runspace of its own, stops it as Ctrl+C does once it hangs, and tells how long that took.
    function Stop-Running([string] $Script, [scriptblock] $Hangs) {
        Reset-Fault $sandbox
        & $fault
        $given = @{ Session = Get-KoreSession; BotId = $sandbox.BotId; Folder = $folder }
        $shell = New-PowerShell "param(`$Session, `$BotId, `$Folder) $Script" $given
        try {
            $run = $shell.BeginInvoke()
            Wait-Until $Hangs
            Start-Sleep -Milliseconds 50
            $run.IsCompleted | Should -BeFalse -Because 'it hangs'
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $taken = $clock.Elapsed.TotalSeconds
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $shell.Streams.Error | Should -BeNullOrEmpty
            $script:told = "$($shell.Streams.Warning)"
            $taken
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Ctrl+C in <Cmdlet> while <What>' -ForEach @(
    @{
        Cmdlet = 'Start-KoreBotExport'
        What = 'no answer comes'
        Kind = 'StartBotExport'
        Fault = { $sandbox.Faults.Api.StallHeadersCount = 9 }
        Script = 'Start-KoreBotExport $BotId[0] -Session $Session'
    }
    @{
        Cmdlet = 'Start-KoreMlExport'
        What = 'half an answer comes'
        Kind = 'StartMlExport'
        Fault = { $sandbox.Faults.Api.StallBodyCount = 9 }
        Script = 'Start-KoreMlExport $BotId[0] -Session $Session'
    }
    @{
        Cmdlet = 'Get-KoreBotExportStatus'
        What = 'no answer comes'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Api.StallHeadersCount = 9 }
        Script = 'Get-KoreBotExportStatus $BotId[0] -Session $Session'
    }
    @{
        Cmdlet = 'Test-KoreSession'
        What = 'no answer comes'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Api.StallHeadersCount = 9 }
        Script = 'Test-KoreSession $BotId[0] -Session $Session'
    }
    @{
        Cmdlet = 'Wait-KoreExport'
        What = 'the export does not end'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Job.NeverFinish = $true }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Wait-KoreExport -Session $Session'
    }
    @{
        Cmdlet = 'Wait-KoreExport'
        What = 'no answer comes'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.StallHeadersCount = 9 }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Wait-KoreExport -Session $Session'
    }
    @{
        Cmdlet = 'Wait-KoreExport -Any'
        What = 'half an answer comes'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Api.Kind = 'BotExportStatus'; $sandbox.Faults.Api.StallBodyCount = 9 }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Wait-KoreExport -Any -Session $Session'
    }
    @{
        Cmdlet = 'Wait-KoreExport'
        What = 'it waits out a rate limit'
        Kind = 'BotExportStatus'
        Fault = {
            $sandbox.Faults.Api.Kind = 'BotExportStatus'
            $sandbox.Faults.Api.RateLimitCount = 9
            $sandbox.Faults.Api.RetryAfter = '60'
        }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Wait-KoreExport -Session $Session'
    }
    @{
        Cmdlet = 'Save-KoreExport'
        What = 'the download stalls'
        Kind = 'Download'
        Fault = { $sandbox.Faults.Download.StallAt = 500; $sandbox.Faults.Download.StallCount = 9 }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Save-KoreExport -Session $Session -Destination $Folder'
    }
    @{
        Cmdlet = 'Save-KoreExport'
        What = 'the download has no headers'
        Kind = 'Download'
        Fault = { $sandbox.Faults.Download.StallAt = 0; $sandbox.Faults.Download.StallCount = 9 }
        Script = 'Start-KoreBotExport $BotId -Session $Session | Save-KoreExport -Session $Session -Destination $Folder'
    }
    @{
        Cmdlet = 'Export-KoreBot'
        What = 'the download is slow'
        Kind = 'Download'
        Fault = { $sandbox.Faults.Download.BytesPerSecond = 200 }
        Script = 'Export-KoreBot $BotId -Session $Session -Destination $Folder'
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'it looks at the target'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Api.StallHeadersCount = 9 }
        Told = '^The restore of bot st-\S+ was stopped at the step Preflight\. Nothing was changed\.$'
        Script = $restore
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'the target is backed up'
        Kind = 'StartBotExport'
        Fault = { $sandbox.Faults.Job.NeverFinish = $true }
        Told = 'at the step Backup\. Nothing was changed\.$'
        Script = $restore
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'it uploads'
        Kind = 'UploadFile'
        Fault = { $sandbox.Faults.Api.Kind = 'UploadFile'; $sandbox.Faults.Api.StallHeadersCount = 9 }
        Told = 'at the step Upload\. Nothing was changed\.$'
        Script = $restore
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'it starts the import'
        Kind = 'StartBotImport'
        Fault = { $sandbox.Faults.Api.Kind = 'StartBotImport'; $sandbox.Faults.Api.StallBodyCount = 9 }
        Told = 'at the step Import\. The platform may have started .*Restore-KoreBot -LiteralPath'
        Script = $restore
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'the import does not end'
        Kind = 'BotImportStatus'
        Fault = { $sandbox.Faults.Import.NeverFinish = $true }
        Told = 'at the step Wait\. The import bir-\S+ goes on .*Restore-KoreBot -LiteralPath'
        Script = $restore
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'it verifies'
        Kind = 'Download'
        Fault = { $sandbox.Faults.Download.StallAt = 500; $sandbox.Faults.Download.StallCount = 9 }
        Told = 'at the step Verify\. .*not verified\..*-NoBackup'
        Script = "$restore -NoBackup"
    }
    @{
        Cmdlet = 'Restore-KoreBot'
        What = 'it publishes'
        Kind = 'StartPublish'
        Fault = { $sandbox.Faults.Api.Kind = 'StartPublish'; $sandbox.Faults.Api.StallHeadersCount = 9 }
        Told = 'at the step Publish\. .*verified'
        Script = "$restore -Publish"
    }
    @{
        Cmdlet = 'Export-KoreBot'
        What = 'the export does not end'
        Kind = 'BotExportStatus'
        Fault = { $sandbox.Faults.Job.NeverFinish = $true }
        Script = 'Export-KoreBot $BotId -Session $Session -Destination $Folder'
    }
) {
    It 'is over within a second, quietly, and leaves no file' {
        # The best of three: a busy machine may delay one.
        $taken = foreach ($attempt in 1..3) {
            $seconds = Stop-Running $Script { $sandbox.Requests.Kind -contains $Kind }
            $seconds
            if ($seconds -lt 1) { break }
        }
        if ($Told) { $script:told | Should -Match $Told } else { $script:told | Should -BeNullOrEmpty }
        ($taken | Measure-Object -Minimum).Minimum | Should -BeLessThan 1
        if (Test-Path -LiteralPath $folder) {
            Wait-Until { -not (Get-ChildItem -LiteralPath $folder -Force -Recurse -File) } 'no file stays'
        }
    }
}

Describe 'Ctrl+C in a shell' {
    It 'says as its last line what Restore-KoreBot leaves, and how to put it back' -Skip:$notUnix {
        Reset-Fault $sandbox
        $sandbox.Faults.Import.NeverFinish = $true
        $kept = $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET
        $env:KORE_HOST = "$($sandbox.HostUri)"
        $env:KORE_CLIENT_ID = $sandbox.Credential.UserName
        $env:KORE_CLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password
        try {
            $start = [Diagnostics.ProcessStartInfo]::new($global:ThisPowerShell[0])
            $script = "Import-Module '$manifest'; Connect-KoreSession -FromEnvironment; " +
                "Restore-KoreBot '$folder-bot.zip' -BotId $($sandbox.BotId[0]) -BackupDestination '$folder-shell' -Confirm:`$false"
            foreach ($argument in @($global:ThisPowerShell | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command',
                $script) { $start.ArgumentList.Add($argument) }
            $start.RedirectStandardOutput = $true
            $process = [Diagnostics.Process]::Start($start)
            $output = $process.StandardOutput.ReadToEndAsync()
            Wait-Until { $sandbox.Requests.Kind -contains 'BotImportStatus' } 'the import is waited for'
            /bin/kill -INT $process.Id
            $process.WaitForExit(20000) | Should -BeTrue
            $text = $output.Result -replace '\s+', ' '
            $text | Should -Match 'was stopped at the step Wait\. The import bir-[\w-]+ goes on on the platform'
            $text | Should -Match "Restore-KoreBot -LiteralPath '.*stopped-shell.*\.zip' -BotId $($sandbox.BotId[0])"
        }
        finally {
            $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET = $kept

            # Where the signal is ignored, as by what a script starts in the background, it would never end.
            if ($process -and -not $process.HasExited) { $process.Kill() }
        }
    }
}

Describe 'After Ctrl+C' {
    It 'the session works as before' {
        Reset-Fault $sandbox
        Test-KoreSession $sandbox.BotId[0] | Should -BeTrue
        Export-KoreBot $sandbox.BotId[0] -Destination $folder | Should -HaveCount 1
    }

    It 'a file that was there before is still there' {
        $path = Join-Path $TestDrive before.zip
        Set-Content -LiteralPath $path -Value precious
        $fault = { $sandbox.Faults.Download.StallAt = 500 }
        $null = Stop-Running "Export-KoreBot `$BotId[0] -Session `$Session -Path '$path' -Force" {
            $sandbox.Requests.Kind -contains 'Download'
        }
        Get-Content -LiteralPath $path | Should -Be precious
        Get-ChildItem -LiteralPath $TestDrive -Filter 'before*' -Force | Should -HaveCount 1
    }
}
