<#
.SYNOPSIS
    Draws the pictures of a terminal session that the README shows, from a run of the module in a terminal.
.DESCRIPTION
    Runs the commands below against a sandbox, in a PowerShell of its own that writes to a terminal (the program script of util-linux makes
    one; so this runs on Linux). What it wrote, colours and progress too, becomes session-light.svg and session-dark.svg. Build the module
    first.

    The progress bar is gone when a command has ended. The picture shows how it looked half way, above the output.
.PARAMETER OutputPath
    Where the pictures go.
.EXAMPLE
    dotnet pwsh -NoProfile -File tests/Pictures/New-SessionPicture.ps1
#>
[CmdletBinding()]
param([string] $OutputPath = $PSScriptRoot)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$columns = 96
$commands = @(
    '$sandbox = Start-KoreSandbox -BotCount 6 -JobDuration 2'
    'Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential'
    'Get-KoreBot | Export-KoreBot -Destination ./backup -ThrottleLimit 3'
    'Get-KoreBot | Test-KoreBackup -Path ./backup'
    'Export-KoreBot -BotId st-nowhere -Destination ./backup'
)

# What the terminal was sent.
function Get-Recording {
    $work = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "kore-picture-$PID")
    try {
        $module = (Resolve-Path (Join-Path $PSScriptRoot '../../KoreExport.psd1')).Path
        $typed = @("Import-Module '$module'; Set-Location '$work'; `$PSStyle.FileInfo.Directory = ''") +
            @($commands | ForEach-Object { "Write-Host 'PS> $($_.Replace("'", "''"))'"; $_ }) + 'Stop-KoreSandbox'
        Set-Content -LiteralPath "$work/typed.txt" -Value $typed
        $shell = (Get-Process -Id $PID).Path
        if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') {
            $shell += " exec $PSHOME/pwsh.dll"
        }

        $run = "stty cols $columns rows 60 -echo; $shell -NoProfile -NoLogo -NonInteractive -Command - < $work/typed.txt"
        $null = script --quiet --return --command $run "$work/recording.txt"
        $text = Get-Content -LiteralPath "$work/recording.txt" -Raw
        $text -replace '\AScript started.*?\n' -replace '\r' -replace '\nScript done[^\n]*\n*\z' -replace "/[^ ']*kore-picture-$PID", '~'
    }
    finally {
        Remove-Item -LiteralPath $work -Recurse -Force
    }
}

# The lines that stay, and in their place the last state of a progress bar that is half way.
function Get-Line([string] $Text) {
    $esc = [char] 27
    $home1 = "$esc\[1;1H"
    $frame = "(?s)$esc\[\?25l$home1(?<bar>.*?)$home1$esc\[\?12l$esc\[\?25h"
    $halfWay = [regex]::Matches($Text, $frame) | ForEach-Object { $_.Groups['bar'].Value } |
        Where-Object { $_ -match '(?s)[23] of 6 done.*\n' } | Select-Object -Last 1
    $emptied = "(?s)$home1( {$columns}\n?)+$home1"
    $plain = $Text -replace $frame -replace $emptied -replace $home1 -replace "$esc\[\?\d+[hl]|$esc[=>]|$esc\[39;49m"
    foreach ($line in $plain.Trim() -split '\n') {
        # As a terminal breaks what is too long: colours take no room.
        $line -replace "(?<=\G(?:(?:$esc\[[0-9;]*m)*[^$esc]){$columns})(?!$)", "`n" -split '\n'
        if ($line -match '^PS> .*-ThrottleLimit') {
            $halfWay -split '\n'
        }
    }
}

# Two cells for what is Chinese, Japanese or Korean.
function Get-Width([string] $Text) {
    $Text.Length + [regex]::Matches($Text, '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]').Count
}

# The pieces of a line that look alike: text, colour (of 16), bold, italic, reversed.
function Get-Piece([string] $Line, [hashtable] $Style) {
    foreach ($part in [regex]::Split($Line, '(\x1b\[[0-9;]*m)') -ne '') {
        if ($part -notmatch '^\x1b\[([0-9;]*)m$') {
            [pscustomobject]@{ Text = $part; Color = $Style.Color; Bold = $Style.Bold; Italic = $Style.Italic; Reversed = $Style.Reversed }
            continue
        }

        foreach ($code in ($Matches[1] -split ';' | ForEach-Object { [int] "0$_" })) {
            switch ($code) {
                0 { $Style.Color = -1; $Style.Bold = $Style.Italic = $Style.Reversed = $false }
                1 { $Style.Bold = $true }
                3 { $Style.Italic = $true }
                7 { $Style.Reversed = $true }
                27 { $Style.Reversed = $false }
                { $_ -in 30..37 } { $Style.Color = $_ - 30 }
            }
        }
    }
}

function ConvertTo-Svg([string[]] $Line, [hashtable] $Theme) {
    $cell, $height, $margin = 8.4, 19, 16
    $width = [Math]::Ceiling($columns * $cell + 2 * $margin)
    $total = $Line.Count * $height + 2 * $margin
    $text = [System.Text.StringBuilder]::new()
    $size = 'viewBox="0 0 {0} {1}" width="{0}" height="{1}"' -f $width, $total
    $null = $text.AppendLine("<svg xmlns=""http://www.w3.org/2000/svg"" $size role=""img"">")
    $null = $text.AppendLine('<title>A session in a terminal: an export with its progress, the check of the backup, and an error</title>')
    $fonts = "ui-monospace,'Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
    $null = $text.AppendLine("<style>text{font:14px $fonts;white-space:pre}</style>")
    $null = $text.AppendLine("<rect width=""$width"" height=""$total"" rx=""8"" fill=""$($Theme.Back)"" stroke=""$($Theme.Edge)""/>")
    $style = @{ Color = -1; Bold = $false; Italic = $false; Reversed = $false }
    $y = $margin
    foreach ($one in $Line) {
        $at = 0
        foreach ($piece in Get-Piece $one $style) {
            $cells = Get-Width $piece.Text
            $x = [Math]::Round($margin + $at * $cell, 1)
            $wide = [Math]::Round($cells * $cell, 1)
            $fore = if ($piece.Color -lt 0) { $Theme.Fore } else { $Theme.Colors[$piece.Color] }
            if ($piece.Reversed) {
                $null = $text.AppendLine("<rect x=""$x"" y=""$y"" width=""$wide"" height=""$height"" fill=""$fore""/>")
                $fore = $Theme.Back
            }

            # Each word at its cell, whatever font the reader has.
            foreach ($word in [regex]::Matches($piece.Text, '\S+( \S+)*')) {
                $start = [Math]::Round($x + (Get-Width $piece.Text.Substring(0, $word.Index)) * $cell, 1)
                $length = [Math]::Round((Get-Width $word.Value) * $cell, 1)
                $look = $(if ($piece.Bold) { ' font-weight="bold"' }) + $(if ($piece.Italic) { ' font-style="italic"' })
                $escaped = [Security.SecurityElement]::Escape($word.Value)
                $fitted = 'textLength="{0}" lengthAdjust="spacingAndGlyphs"' -f $length
                $null = $text.AppendLine("<text x=""$start"" y=""$($y + 14)"" $fitted fill=""$fore""$look>$escaped</text>")
            }

            $at += $cells
        }

        $y += $height
    }

    $text.Append('</svg>').ToString()
}

# Black, red, green, yellow, blue, magenta, cyan, white; each with a contrast of 4.5 and more on its background.
$themes = @{
    light = @{ Back = '#ffffff'; Edge = '#d0d7de'; Fore = '#1f2328'; Colors = '#24292f', '#cf222e', '#116329', '#7d4e00', '#0969da',
        '#8250df', '#1b7c83', '#57606a' }
    dark  = @{ Back = '#0d1117'; Edge = '#30363d'; Fore = '#e6edf3'; Colors = '#8b949e', '#ff7b72', '#3fb950', '#d29922', '#58a6ff',
        '#bc8cff', '#39c5cf', '#f0f6fc' }
}
$lines = @(Get-Line (Get-Recording))
foreach ($name in $themes.Keys) {
    ConvertTo-Svg $lines $themes[$name] | Set-Content -LiteralPath (Join-Path $OutputPath "session-$name.svg") -Encoding utf8
}
