<#
.SYNOPSIS
    Builds, tests and packages KoreExport.
.DESCRIPTION
    Needs the .NET SDK and nothing else. Runs on Windows PowerShell 5.1 and on PowerShell 7. Every task is a plain dotnet command, so
    where there is no PowerShell those commands do the same; they are named below.

    After Build, Test or Package the module can be imported from this folder: Import-Module ./KoreExport.psd1
.PARAMETER Task
    What to do, in the order given. Build if nothing is said.

    Build    dotnet build: compiles everything and lays the module out in bin/ and en-US/.
    Test     dotnet test: runs the tests, the Pester suite too, with the PowerShell that .config/dotnet-tools.json pins.
    Demo     dotnet run --project tests/Demo: exports from a sandbox, without PowerShell.
    Package  dotnet pack: writes out/KoreExport/<version>/, which imports on its own, and out/KoreExport.<version>.nupkg for a gallery.
    Benchmark  measures a Release build beside curl, Invoke-WebRequest and others, and writes tests/Benchmarks/RESULTS.md. Takes ten
             minutes or so.
    Clean    removes what the others have written.
.PARAMETER Configuration
    Debug or Release. A package is always a release.
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 Clean, Test, Package -Configuration Release

    Starts over, tests the release build and packages it.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidatePattern('^((Build|Test|Demo|Package|Benchmark|Clean)(,|$))+$')]
    [ArgumentCompleter({ 'Build', 'Test', 'Demo', 'Package', 'Benchmark', 'Clean' -like "$($args[2])*" })]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    Write-Host "dotnet $args" -ForegroundColor Cyan
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE."
    }
}

function Remove-Output {
    $projects = Get-ChildItem -Path src, tests -Directory | ForEach-Object { Join-Path $_.FullName 'bin'; Join-Path $_.FullName 'obj' }
    foreach ($folder in @('bin', 'en-US', 'out', 'TestResults') + $projects) {
        if (Test-Path -LiteralPath $folder) {
            try {
                Remove-Item -LiteralPath $folder -Recurse -Force
            }
            catch {
                throw "$folder could not be removed. On Windows, a PowerShell that has the module loaded keeps its files locked: " +
                    "close it. ($_)"
            }
        }
    }
}

if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'dotnet is not on the PATH. KoreExport builds with the .NET SDK that global.json names: https://dotnet.microsoft.com/download'
}

Push-Location -LiteralPath $PSScriptRoot
try {
    # With -File, "Build,Test" arrives as one word.
    foreach ($name in $Task -split ',') {
        switch ($name) {
            'Build' { Invoke-DotNet build KoreExport.sln --configuration $Configuration }
            'Test' { Invoke-DotNet test KoreExport.sln --configuration $Configuration }
            'Demo' { Invoke-DotNet run --project tests/Demo --configuration $Configuration }
            'Package' {
                Invoke-DotNet pack src/KoreExport/KoreExport.csproj --configuration Release
                Get-ChildItem -Path out -Recurse -File |
                    Format-Table -AutoSize -Property Length, @{ Name = 'File'; Expression = { Resolve-Path -Relative $_.FullName } }
            }
            'Benchmark' {
                Invoke-DotNet build KoreExport.sln --configuration Release
                Invoke-DotNet tool restore
                Invoke-DotNet run --project tests/Benchmarks --configuration Release --no-build -- engine
                Invoke-DotNet pwsh -NoProfile -File tests/Benchmarks/Compare-Peers.ps1
            }
            'Clean' { Remove-Output }
        }
    }
}
finally {
    Pop-Location
}
