BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 4 }
    $bot = $sandbox.BotId[0]
    $quiet = @{ Confirm = $false; WarningAction = 'SilentlyContinue' }


    # The entry of the sandbox that holds the definition, as objects.
    function Read-Definition([string] $Path) {
        $zip = [IO.Compression.ZipFile]::OpenRead($Path)
        try {
            $reader = [IO.StreamReader]::new(($zip.Entries | Where-Object Name -Like '*efinition.json').Open())
            $reader.ReadToEnd() | ConvertFrom-Json
        }
        finally {
            $zip.Dispose()
        }
    }

    # Bots as they are now and as they are to be, compared by the preview of a restore, which changes nothing.
    function Compare-Bot([string] $Path, [string] $BotId) {
        (Restore-KoreBot -LiteralPath $Path -BotId $BotId -Session (Get-KoreSession) -WhatIf -WarningAction SilentlyContinue).Differences
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'Restore-KoreBot' {
    BeforeEach {
        Reset-Fault $sandbox
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $target = @{ BackupDestination = Join-Path $folder before }
        $saved = Export-KoreBot $bot -Path (Join-Path $folder bot.zip)
        $sandbox.SetBotContent($bot, (Export-KoreBot $sandbox.BotId[1] -Path (Join-Path $folder other.zip)).FullName)
    }

    AfterEach {
        $sandbox.SetBotContent($bot, $saved.FullName)
    }

    It 'puts a damaged bot back: what is compared afterwards is empty' {
        Compare-Bot $saved.FullName $bot | Should -Not -BeNullOrEmpty
        $restored = $saved | Restore-KoreBot -BackupDestination (Join-Path $folder before) @quiet
        $restored | Should -BeOfType KoreExport.KoreRestore
        $restored.Verified | Should -BeTrue -Because ($restored.Differences | Out-String)
        $restored.Steps | Where-Object Outcome -EQ Done | ForEach-Object { "$($_.Stage)" } | Should -Be Preflight, Backup, Upload, Import,
            Wait, Verify
        Compare-Bot $saved.FullName $bot | Should -BeNullOrEmpty
        Test-Path -LiteralPath $restored.BackupPath | Should -BeTrue
    }

    It 'makes a new bot' {
        $restored = Restore-KoreBot $saved.FullName -AsNew -Name 'A copy' @quiet
        $restored.Verified | Should -BeTrue -Because ($restored.Differences | Out-String)
        $restored.BotId | Should -Not -BeIn $sandbox.BotId[0..3]
        $sandbox.BotName($restored.BotId) | Should -Be 'A copy'
        (Read-Definition (Export-KoreBot $restored.BotId -Path (Join-Path $folder copy.zip)).FullName)._id | Should -Be $restored.BotId
    }

    It 'makes a new bot of the whole archive where asked' {
        (Restore-KoreBot -Path $saved.FullName -AsNew -UploadMode Zip -TimeoutSec 60 -ThrottleLimit 1 @quiet).Verified | Should -BeTrue
        $sandbox.Requests | Where-Object Kind -EQ UploadFile | Should -HaveCount 1
    }

    It 'changes nothing with -WhatIf and shows what would change' {
        $sandbox.ClearRequests()
        $shown = Restore-KoreBot $saved.FullName -BotId $bot -WhatIf -WarningAction SilentlyContinue
        $shown.Status | Should -Be 'not started'
        $shown.Differences.Count | Should -BeGreaterThan 0
        $sandbox.Requests.Kind | Where-Object { $_ -ge [KoreExport.SandboxRequestKind]::UploadFile } | Should -BeNullOrEmpty
    }

    It 'does nothing where nobody confirms it' {
        $sandbox.ClearRequests()
        $given = @{ Path = $saved.FullName; Bot = $bot; Session = Get-KoreSession }
        $shell = New-PowerShell { param($Path, $Bot, $Session) Restore-KoreBot $Path -BotId $Bot -Session $Session } $given
        try {
            try { $shell.Invoke() | Should -BeNullOrEmpty } catch { $_ | Should -Not -BeNullOrEmpty }
            $shell.HadErrors | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }

        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'publishes what it has verified' {
        $restored = $saved | Restore-KoreBot @target @quiet -Publish -VersionComment 'back again'
        $restored.Published | Should -BeTrue
        ($sandbox.Requests | Where-Object Kind -EQ StartPublish).Body | Should -Match 'back again'
    }

    It 'says at which step it failed, and the command it names puts the bot back' {
        $before = Export-KoreBot $bot -Path (Join-Path $folder damaged.zip)
        $sandbox.Faults.Import.HalfDoneCount = 1
        $saved | Restore-KoreBot @target @quiet -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be KoreImportFailed
        "$($failed[-1].Exception.Message)" | Should -Match 'failed at the step Wait'
        $failed[-1].TargetObject | Should -BeOfType KoreExport.KoreRestore
        $command = [regex]::Match($failed[-1].ErrorDetails.RecommendedAction, "Restore-KoreBot -LiteralPath '[^']+' -BotId [\w-]+").Value
        $command | Should -Not -BeNullOrEmpty
        Push-Location $folder
        try {
            (Invoke-Expression "$command -Confirm:`$false -WarningAction SilentlyContinue").Verified | Should -BeTrue
        }
        finally {
            Pop-Location
        }

        Compare-Bot $before.FullName $bot | Should -BeNullOrEmpty
    }

    It 'survives <Fault>' -ForEach @(
        @{ Fault = 'a lost answer to the start'; Api = @{ Kind = 'StartBotImport'; LostAnswerCount = 1 } }
        @{ Fault = 'a limit at the upload'; Api = @{ Kind = 'UploadFile'; RateLimitCount = 1; RetryAfter = '1' } }
        @{ Fault = 'broken connections while it waits'; Api = @{ Kind = 'BotImportStatus'; ResetCount = 2 } }
        @{ Fault = 'a status 500'; Import = @{ FirstStatus500 = 2 } }
        @{ Fault = 'an unknown word'; Import = @{ UnknownStatusWord = 'queued' } }
        @{ Fault = 'another hash'; Import = @{ RegenerateHash = $true } }
    ) {
        $faults = $_
        foreach ($group in 'Api', 'Import') {
            foreach ($name in $faults[$group].Keys) { $sandbox.Faults.$group.$name = $faults[$group][$name] }
        }
        $restored = $saved | Restore-KoreBot @target @quiet
        $restored.Verified | Should -BeTrue
        Compare-Bot $saved.FullName $bot | Should -BeNullOrEmpty
    }

    It 'ends at <Step> where <Fault>, says what the target is, and is right in that' -ForEach @(
        @{ Fault = 'there is no such bot'; Step = 'Preflight'; Id = 'KoreBotNotFound'; State = 'Nothing was changed'; Other = 'st-00000000-0000-0000-0000-00000000dead' }
        @{ Fault = 'the backup fails'; Step = 'Backup'; Id = 'KoreExportFailed'; State = 'Nothing was changed'; Job = @{ FailCount = 1 } }
        @{ Fault = 'the upload is refused'; Step = 'Upload'; Id = 'KoreRequestRejected'; State = 'Nothing was changed'; Api = @{ Kind = 'UploadFile'; ServerErrorCount = 99; ServerErrorStatus = 403 } }
        @{ Fault = 'the import fails'; Step = 'Wait'; Id = 'KoreImportFailed'; State = 'The target now: it is as it was before'; Import = @{ FailCount = 1 } }
        @{ Fault = 'the import ends half done'; Step = 'Wait'; Id = 'KoreImportFailed'; State = 'is not as it was before'; Import = @{ HalfDoneCount = 1 }; Undo = $true }
        @{ Fault = 'the import does not end'; Step = 'Wait'; Id = 'KoreImportTimeout'; State = 'It may still be running.*as it was before'; Import = @{ NeverFinish = $true } }
    ) {
        $before = Export-KoreBot $bot -Path (Join-Path $folder damaged.zip)
        $case = $_
        foreach ($group in 'Job', 'Api', 'Import' | Where-Object { $case[$_] }) {
            foreach ($name in $case[$group].Keys) { $sandbox.Faults.$group.$name = $case[$group][$name] }
        }
        $id = if ($case.Other) { $case.Other } else { $bot }
        Restore-KoreBot $saved.FullName -BotId $id -TimeoutSec 3 @target @quiet -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be $case.Id
        "$($failed[-1])" | Should -Match "failed at the step $($case.Step): .*$($case.State)"
        $failed[-1].ErrorDetails.RecommendedAction -match 'Restore-KoreBot -LiteralPath' | Should -Be ([bool]$case.Undo)
        $failed[-1].TargetObject.Steps[-1].Outcome | Should -Be Failed
        # Before the fault ends: an import that has not ended goes on then.
        $now = Export-KoreBot $bot -Path (Join-Path $folder now.zip)
        Compare-KoreExport $before.FullName $now.FullName -Quiet | Should -Be (-not $case.Undo)
    }

    It 'refuses <What> before anything is sent' -ForEach @(
        @{ What = 'a word that the platform does not know'; Parameter = @{ ImportOption = 'botTasks' } }
        @{ What = '-Publish with -NoVerify'; Parameter = @{ Publish = $true; NoVerify = $true } }
        @{ What = '-ExcludeVariable for a full import'; Parameter = @{ ExcludeVariable = 'a' } }
    ) {
        $sandbox.ClearRequests()
        { Restore-KoreBot $saved.FullName -BotId $bot @Parameter -Confirm:$false } | Should -Throw -ErrorId 'KoreOptionInvalid*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'refuses two files for one bot, and restores the first' {
        $again = Export-KoreBot $bot -Path (Join-Path $folder again.zip)
        $restored = $saved, $again | Restore-KoreBot @target @quiet -ErrorAction SilentlyContinue -ErrorVariable failed
        $restored | Should -HaveCount 1
        Get-ErrorId $failed | Should -Be KoreOptionInvalid
    }

    It 'restores utterances and variables, each kind in its turn' {
        $all = Export-KoreBot $bot -Destination $folder -Kind MlUtterance, Variable -WarningAction SilentlyContinue
        $sandbox.TouchBot($bot, 'Variables')
        $restored = $all | Restore-KoreBot @target @quiet
        $restored | Should -HaveCount 2
        $restored.Verified | Should -Be $true, $true
        ($restored | Where-Object Kind -EQ Variable).BackupPath | Should -Match '\.variables\..*json$'
    }

    It 'says of test suites that they cannot be restored' {
        $suite = Export-KoreBot $bot -Destination $folder -Kind TestSuite | Select-Object -First 1
        $suite | Restore-KoreBot @target @quiet -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[-1])" | Should -Match 'documents no call'
    }

    It 'takes an incremental import with its words, completed' {
        (TabExpansion2 'Restore-KoreBot -ImportOption know' 34).CompletionMatches.CompletionText | Should -Be knowledgeGraph
        $restored = Restore-KoreBot $saved.FullName -BotId $bot @target @quiet -ImportOption smalltalk
        $restored.Verified | Should -BeTrue -Because ($restored.Differences | Out-String)
        ($sandbox.Requests | Where-Object Kind -EQ StartBotImport).Body | Should -Match '"tasks":\["smallTalk"\]'
    }

    It 'replaces utterances and leaves variables out in an incremental import where asked' {
        $sandbox.SetBotContent($bot, $saved.FullName)
        $restored = Restore-KoreBot $saved.FullName -BotId $bot @target @quiet -ImportOption utterances,
            botVariables -ReplaceUtterance -ExcludeVariable host_url
        $restored.Verified | Should -BeTrue -Because ($restored.Differences | Out-String)
        $body = ($sandbox.Requests | Where-Object Kind -EQ StartBotImport)[-1].Body | ConvertFrom-Json
        $body.importOptions.options.utterances.replace | Should -BeTrue
        $body.importOptions.options.botVariables.ignore | Should -Be host_url
    }

    It 'makes no backup and does not verify where asked' {
        $restored = Restore-KoreBot $saved.FullName -BotId $bot -Kind Bot -NoBackup -NoVerify -DownloadFromSessionHost `
            -AllowPrivateDownloadHost @quiet
        $restored.Status | Should -Be success
        $restored.Verified | Should -BeFalse
        $restored.BackupPath | Should -BeNullOrEmpty
        $restored.Steps | Where-Object Outcome -EQ Skipped | ForEach-Object { "$($_.Stage)" } | Should -Be Backup, Verify, Publish
    }

    It 'refuses a file that is not the one that was meant' {
        Restore-KoreBot $saved.FullName -BotId $bot -Sha256 ('0' * 64) @quiet -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be KoreFileCorrupt
    }
}

Describe 'restore-drill.ps1' {
    It 'restores backups as new bots, compares them, reports, and fails where one is not the same' {
        $kept = $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET
        try {
            $env:KORE_HOST = "$($sandbox.HostUri)"
            $env:KORE_CLIENT_ID = $sandbox.Credential.UserName
            $env:KORE_CLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password
            $drill = (Resolve-Path (Join-Path $PSScriptRoot '../../src/KoreExport/examples/restore-drill.ps1')).ProviderPath
            $page = Join-Path $TestDrive drill.html
            $backups = $sandbox.BotId[0..2] | ForEach-Object { [pscustomobject]@{ BotId = $_; Name = "<b>Bot</b> $_" } } |
                Export-KoreBot -Destination (Join-Path $TestDrive drill)
            $results = $backups | & $drill -Count 2 -ReportPath $page
            $results | Should -HaveCount 2
            $results.Verified | Should -Be $true, $true
            $text = Get-Content -LiteralPath $page -Raw
            $text | Should -Match '2 restored, all verified'
            $text | Should -Match '<title>Restore drill, \d{4}-\d\d-\d\d</title>'
            $text | Should -Match '&lt;b&gt;Bot'
            $text | Should -Not -Match '<b>Bot'

            Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
            $sandbox.Faults.Import.FailCount = 1
            { $backups | & $drill -Count 2 -ReportPath $page } | Should -Throw '*1 not verified*'
            Get-Content -LiteralPath $page -Raw | Should -Match '(?s)2 restored, 1 not verified.*Failed at the step Wait'
        }
        finally {
            $env:KORE_HOST, $env:KORE_CLIENT_ID, $env:KORE_CLIENT_SECRET = $kept
            Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential
        }
    }
}
