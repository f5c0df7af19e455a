<#
.SYNOPSIS
    What the test files share. Each dot-sources it in BeforeAll, which also imports the module as it ships.
#>

# Version 1 catches misspelt variables; later ones also forbid to ask a list for its items' properties.
Set-StrictMode -Version 1

$manifest = (Resolve-Path (Join-Path $PSScriptRoot '../../KoreExport.psd1')).ProviderPath
Import-Module $manifest -Force -Global -ErrorAction Stop

# A sandbox whose exports are done at once, and a default session on it, both without rate limits.
function Connect-Sandbox {
    param([hashtable] $Sandbox = @{}, [hashtable] $Session = @{})

    $options = @{ JobDuration = 0; RateLimitPerMinute = 0 }
    foreach ($name in $Sandbox.Keys) { $options[$name] = $Sandbox[$name] }
    $started = Start-KoreSandbox @options
    $given = @{ RequestsPerMinute = 0 }
    foreach ($name in $Session.Keys) { $given[$name] = $Session[$name] }
    Connect-KoreSession -HostUri $started.HostUri -Credential $started.Credential @given
    $started
}

# Puts all faults of a sandbox back to what they were at its start.
function Reset-Fault {
    param($Sandbox)

    $pristine = [KoreExport.SandboxFaults]::new()
    foreach ($group in 'Api', 'Job', 'Download', 'Import') {
        foreach ($property in $pristine.$group.GetType().GetProperties()) {
            # Not by assignment, which would make an empty text of null.
            $property.SetValue($Sandbox.Faults.$group, $property.GetValue($pristine.$group))
        }
    }

    $Sandbox.ClearRequests()
}

# How tables and lists are drawn, where PowerShell can draw them in more than one way.
function Set-Rendering {
    param([string] $OutputRendering)

    if ($PSVersionTable.PSVersion.Major -ge 7) { $PSStyle.OutputRendering = $OutputRendering }
}

# A PowerShell beside this one, with the module imported. The caller disposes it.
function New-PowerShell {
    param([string] $Script, [hashtable] $Parameter = @{})

    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($manifest)
    [powershell]::Create($state).AddScript($Script).AddParameters($Parameter)
}

# Waits for something that happens on another thread; far longer than it can take.
function Wait-Until {
    param([scriptblock] $Condition, [string] $What = "$Condition")

    $end = [DateTime]::UtcNow.AddSeconds(20)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $end) {
            throw "Waited in vain: $What"
        }

        Start-Sleep -Milliseconds 20
    }
}

# The claims (or, with -Header, the header) of a signed token.
function Read-Jwt {
    param([string] $Token, [switch] $Header)

    $part = $Token.Split('.')[[int](-not $Header)].Replace('-', '+').Replace('_', '/')
    $bytes = [Convert]::FromBase64String($part.PadRight([int][Math]::Ceiling($part.Length / 4) * 4, '='))
    [Text.Encoding]::UTF8.GetString($bytes) | ConvertFrom-Json
}

# A SecureString, as a vault would give it.
function Get-Secret {
    param([string] $Text)

    [Net.NetworkCredential]::new('', $Text).SecurePassword
}

function New-RsaCertificate {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=KoreExport test', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
}

# The last error's id without the cmdlet's name.
function Get-ErrorId {
    param($ErrorRecord)

    "$(@($ErrorRecord)[-1].FullyQualifiedErrorId)".Split(',')[0]
}
