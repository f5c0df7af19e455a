<#
.SYNOPSIS
    Signs the module that dotnet pack has laid out, adds a catalog of its files, and makes the package anew.
.DESCRIPTION
    Needs Windows and PowerShell 7.4 or newer with Microsoft.PowerShell.PSResourceGet 1.1 or newer. Without a certificate it says so and
    leaves everything as it is.

    SIGNING_CERTIFICATE is a code-signing certificate with its private key (PKCS #12), in base64; SIGNING_PASSWORD opens it.
.PARAMETER Path
    The folder that dotnet pack writes to: out.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Path
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $env:SIGNING_CERTIFICATE) {
    'There is no certificate in SIGNING_CERTIFICATE: the package stays unsigned.'
    return
}

$module = Get-ChildItem -Path (Join-Path $Path 'KoreExport') -Directory
if (@($module).Count -ne 1) {
    throw "There must be one version of the module in $Path/KoreExport, but there are $(@($module).Count)."
}

$bytes = [Convert]::FromBase64String($env:SIGNING_CERTIFICATE)
$certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes, $env:SIGNING_PASSWORD)
$signing = @{ Certificate = $certificate; HashAlgorithm = 'SHA256'; TimestampServer = 'http://timestamp.digicert.com' }

function Add-Signature {
    param([string[]] $FilePath)

    $unsigned = Set-AuthenticodeSignature @signing -LiteralPath $FilePath | Where-Object Status -NE Valid
    if ($unsigned) {
        throw "Not signed: $(($unsigned | ForEach-Object { "$($_.Path): $($_.StatusMessage)" }) -join '; ')"
    }
}

# What Windows PowerShell wants signed under AllSigned, and our own assemblies for application control. Others' come signed by them.
Add-Signature (Get-ChildItem -Path $module.FullName -Recurse -Include *.psd1, *.ps1xml, *.ps1, KoreExport*.dll).FullName

# Install-Module looks for the catalog by this name. It has the hashes of all files, the licences and the topics too.
$catalog = Join-Path $module.FullName 'KoreExport.cat'
$null = New-FileCatalog -Path $module.FullName -CatalogFilePath $catalog -CatalogVersion 2
Add-Signature $catalog
if ((Test-FileCatalog -Path $module.FullName -CatalogFilePath $catalog -FilesToSkip 'KoreExport.cat') -ne 'Valid') {
    throw "The catalog $catalog does not fit the module."
}

Remove-Item -Path (Join-Path $Path '*.nupkg')
Compress-PSResource -Path $module.FullName -DestinationPath $Path
"Signed $($module.FullName) as $($certificate.Subject)."
