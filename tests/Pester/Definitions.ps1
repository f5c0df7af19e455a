<#
.SYNOPSIS
    Small exports for the tests of what reads them. Dot-sourced after Support.ps1.
#>

$botId = 'st-11111111-2222-5333-8444-555555555555'

# The text of a definition, as the platform writes it.
function Get-DefinitionText {
    param(
        [string] $BotId = 'st-11111111-2222-5333-8444-555555555555',
        [string] $Name = 'Bank',
        [string] $Script = "var a = 1;`nvar b = 2;`nvar c = 3;",
        [string] $Key = 'engine-secret-1',
        [string] $Dialog = 'Pay Bill',
        [string] $Hash = '0123456789abcdef0123456789abcdef')

    # As encodeURIComponent does.
    $code = [regex]::Replace([uri]::EscapeDataString($Script), '%(21|27|28|29|2A)', { [uri]::UnescapeDataString($args[0].Value) })
    $quoted = @{}
    foreach ($one in 'BotId', 'Name', 'Key', 'Dialog') { $quoted[$one] = ConvertTo-Json (Get-Variable $one -ValueOnly) }
    @"
{
    "_id": $($quoted.BotId),
    "refId": "bot-ref",
    "encryptedHash": "$Hash",
    "defaultLanguage": "en",
    "localeData": {
        "en": {
            "name": $($quoted.Name)
        }
    },
    "dialogs": [
        {
            "_id": "dg-1",
            "refId": "dialog-pay",
            "lname": $(ConvertTo-Json $Dialog.ToLowerInvariant()),
            "localeData": {
                "en": {
                    "name": $($quoted.Dialog)
                }
            },
            "nodes": []
        }
    ],
    "dialogComponents": [
        {
            "_id": "dc-1",
            "refId": "component-script",
            "name": "compute",
            "type": "script",
            "script": "$code"
        }
    ],
    "translationEngines": [
        {
            "refId": "te",
            "name": "translator",
            "apiKey": $($quoted.Key)
        }
    ]
}
"@.Replace("`r", '')
}

# Writes an export and returns its path.
function New-Definition {
    param([string] $Path, [string] $BotId, [string] $Name, [string] $Script, [string] $Key, [string] $Dialog, [string] $Hash)

    $changes = [hashtable]::new($PSBoundParameters)
    $changes.Remove('Path')
    $bytes = [Text.UTF8Encoding]::new($false).GetBytes((Get-DefinitionText @changes))
    [IO.File]::Delete($Path)
    $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
    $stream = $zip.CreateEntry('botDefinition.json').Open()
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Dispose()
    $zip.Dispose()
    $Path
}
