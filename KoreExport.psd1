@{
    RootModule           = 'bin/KoreExport.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f6b5c1e-3c0d-4a55-9c0a-6d1f7c4be2a9'
    Author               = 'The KoreExport authors'
    CompanyName          = 'The KoreExport authors'
    Copyright            = 'Copyright (c) 2026 The KoreExport authors. MIT licence.'
    Description          = 'Exports Kore.ai bots (definitions, utterances, variables, tests, roles); verifies, compares and restores them.'
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = 'Desktop', 'Core'
    FormatsToProcess     = 'bin/KoreExport.Format.ps1xml'
    TypesToProcess       = 'bin/KoreExport.Types.ps1xml'
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Compare-KoreExport'
        'Connect-KoreSession'
        'ConvertTo-KoreHtml'
        'Disconnect-KoreSession'
        'Expand-KoreExport'
        'Export-KoreBot'
        'Export-KoreBotVariable'
        'Export-KoreRole'
        'Export-KoreTestSuite'
        'Get-KoreBackup'
        'Get-KoreBot'
        'Get-KoreBotExportStatus'
        'Get-KoreBotVariable'
        'Get-KoreMlExportStatus'
        'Get-KoreRole'
        'Get-KoreSession'
        'Get-KoreTestSuite'
        'Merge-KoreExport'
        'New-KoreJwt'
        'Remove-KoreBackup'
        'Restore-KoreBot'
        'Save-KoreExport'
        'Start-KoreBotExport'
        'Start-KoreMlExport'
        'Start-KoreSandbox'
        'Stop-KoreSandbox'
        'Test-KoreBackup'
        'Test-KoreSession'
        'Wait-KoreExport'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = 'Kore.ai', 'Kore', 'XOPlatform', 'bot', 'chatbot', 'export', 'backup',
                           'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'First release: export, backup sets with check and retention, expand, compare, restore; a sandbox.'
        }
    }
}
