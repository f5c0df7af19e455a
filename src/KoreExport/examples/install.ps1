<#
.SYNOPSIS
    Installs one version of KoreExport, from the PowerShell Gallery or from a file share, for the account that runs this.
.DESCRIPTION
    What the workflows beside this file begin with. A pinned version means that a job does tomorrow what it did today; raise it when you
    have tried the next one. Needs PowerShell 7.4 or newer.
.PARAMETER Version
    The version, and no other.
.PARAMETER Source
    A folder or share that has KoreExport.<version>.nupkg, for machines that do not reach the gallery. Empty for the gallery.
.EXAMPLE
    ./install.ps1 -Version 0.1.0
.EXAMPLE
    ./install.ps1 -Version 0.1.0 -Source //server/modules
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Version,
    [string] $Source
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$repository = 'PSGallery'
if ($Source) {
    $repository = 'KoreExportShare'
    Register-PSResourceRepository -Name $repository -Uri (Convert-Path -LiteralPath $Source) -Trusted -Force
}

# The brackets mean this version exactly.
Install-PSResource -Name KoreExport -Version "[$Version]" -Repository $repository -Scope CurrentUser -TrustRepository -Reinstall
"KoreExport $Version from $repository"
