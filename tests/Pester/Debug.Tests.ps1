BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $sandbox = Connect-Sandbox -Sandbox @{ BotId = 'st-1' }
}

AfterAll {
    Stop-KoreSandbox
}

Describe '-Debug where nobody can answer' {
    BeforeEach {
        Reset-Fault $sandbox
        # Something to say: a retry on the verbose stream, a warning.
        $sandbox.Faults.Api.ServerErrorCount = 1
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'goes on in a host without a console: <Script>' -ForEach @(
        @{ Script = 'Start-KoreBotExport st-1 -Session $Session -Debug' }
        @{ Script = 'Export-KoreBot st-1 -Session $Session -Destination $Folder -Debug' }
        @{ Script = 'Export-KoreBotVariable st-1 -Session $Session -Destination $Folder -Debug' }
        @{ Script = 'Get-KoreBotExportStatus st-1 -Session $Session -Debug; Get-KoreBotExportStatus st-1 -Session $Session' }
        @{ Script = 'Get-KoreBot -Session $Session -Debug' }
        @{ Script = 'Test-KoreSession st-1 -Session $Session -Debug; $true' }
        @{ Script = 'Export-KoreBot st-1 -Kind Variable -Task botTask -Session $Session -Destination $Folder -Debug' }
    ) {
        if ($Script -like '*Status*') { $null = Start-KoreBotExport st-1 }
        $shell = New-PowerShell "param(`$Session, `$Folder) $Script" @{ Session = Get-KoreSession; Folder = $folder }
        try {
            $shell.Invoke() | Should -Not -BeNullOrEmpty
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'goes on at the end of stdin, and without interaction: <Option>' -ForEach @{ Option = '' }, @{ Option = '-NonInteractive' } {
        $credential = $sandbox.Credential
        $script = "Import-Module '$manifest'; " +
            "Connect-KoreSession $($sandbox.HostUri) -ClientId $($credential.UserName) -ClientSecret `$env:KORE_TEST_SECRET; " +
            "Export-KoreBotVariable st-1 -Destination '$folder' -Debug"
        $env:KORE_TEST_SECRET = $credential.GetNetworkCredential().Password
        try {
            $printed = $null | pwsh -NoProfile @($Option | Where-Object { $_ }) -Command $script *>&1 | Out-String
        }
        finally {
            Remove-Item Env:KORE_TEST_SECRET
        }

        Get-ChildItem -LiteralPath $folder -Filter *.variables.json -Recurse | Should -HaveCount 1
        $printed | Should -Match 'secured'
        $printed | Should -Not -Match 'KoreUnexpected|NullReference|Object reference'
    }
}
