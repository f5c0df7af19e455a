<#
.SYNOPSIS
    Writes what Compare-Peers.ps1 has measured: RESULTS.md with the machine's facts, and a chart of the ratios.
#>

function Get-MachineFact {
    $processor = if ($IsLinux) { [regex]::Match([IO.File]::ReadAllText('/proc/cpuinfo'), 'model name\s*:\s*(.+)').Groups[1].Value.Trim() }
    $memory = [GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1GB
    $git = (& git --version) -replace '^git version ', ''
    $curl = (@(& curl --version)[0] -split ' ')[1]
    $architecture = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture
    [ordered]@{
        Processor          = @($processor; "$([Environment]::ProcessorCount) cores"; $architecture) -ne $null -join ', '
        Memory             = "$($memory.ToString('0', [cultureinfo]::InvariantCulture)) GB"
        'Operating system' = [Runtime.InteropServices.RuntimeInformation]::OSDescription -replace '#.*$', ''
        PowerShell         = "$($PSVersionTable.PSVersion), $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"
        Peers              = "curl $curl, git $git"
        Measured           = [DateTime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
    }
}

function Write-Report {
    param([string] $Path, [string] $Chart)

    $lines = [Collections.Generic.List[string]]::new()
    $lines.Add('# What it takes')
    $lines.Add('')
    $lines.Add("Written by ``./build.ps1 -Task Benchmark``: medians of $Round runs, ours and the peers in turn, the server in a process of")
    $lines.Add('its own. Where the time goes, and why a target is missed: [README.md](README.md).')
    $lines.Add('')
    $facts = Get-MachineFact
    foreach ($name in $facts.Keys) { $lines.Add("- $($name): $($facts[$name])") }
    $lines.Add('')
    $lines.Add('![Ratios](results.svg)')
    $lines.Add('')
    $lines.Add('| what | ours | peer | with | ratio | target | met |')
    $lines.Add('|---|---:|---|---:|---:|---|---|')
    foreach ($row in $table) {
        $lines.Add("| $($row.What) | $($row.Ours) | $($row.With) | $($row.Peer) | $($row.Ratio) | $($row.Target) | $($row.Met) |")
    }

    $engine = Join-Path ([IO.Path]::GetTempPath()) 'koreexport-benchmarks/results/KoreExport.Benchmarks.EngineBenchmarks-report-github.md'
    if (Test-Path $engine) {
        $lines.Add('')
        $lines.Add('## The parts of the engine')
        $lines.Add('')
        $lines.AddRange([string[]]@(Get-Content $engine | Where-Object { $_ -match '^\|' }))
    }

    [IO.File]::WriteAllLines($Path, $lines)
    [IO.File]::WriteAllText($Chart, (Get-Chart))
}

# Bars of how long ours takes where the peer takes one; shorter is better.
function Get-Chart {
    $bars = @($table | Where-Object { $_.Ratio -and $null -ne $_.Other })
    $width = 860
    $left = 430
    $scale = 110
    $height = 24 * $bars.Count + 44
    $text = { param($Value) [Security.SecurityElement]::Escape($Value) }
    $invariant = [cultureinfo]::InvariantCulture
    $svg = [Text.StringBuilder]::new()
    $font = 'font-family="sans-serif" font-size="12"'
    $null = $svg.AppendLine("<svg xmlns=""http://www.w3.org/2000/svg"" viewBox=""0 0 $width $height"" $font>")
    $null = $svg.AppendLine("<rect width=""$width"" height=""$height"" fill=""#ffffff""/>")
    $title = 'Time of KoreExport where the other takes 1 (shorter is better)'
    $null = $svg.AppendLine("<text x=""8"" y=""18"" font-weight=""bold"">$title</text>")
    $y = 30
    foreach ($bar in $bars) {
        $ratio = [double]::Parse($bar.Ratio, $invariant)
        $length = [Math]::Min($ratio, 3.3) * $scale
        $colour = if ($bar.Met -eq 'no') { '#d1685a' } elseif ($ratio -le 1) { '#3f8f5f' } else { '#4a7ab5' }
        $label = & $text "$($bar.What), $($bar.With)"
        $null = $svg.AppendLine("<text x=""$($left - 8)"" y=""$($y + 13)"" text-anchor=""end"">$label</text>")
        $wide = $length.ToString('0.0', $invariant)
        $null = $svg.AppendLine("<rect x=""$left"" y=""$y"" width=""$wide"" height=""16"" fill=""$colour""/>")
        $null = $svg.AppendLine("<text x=""$(($left + $length + 5).ToString('0.0', $invariant))"" y=""$($y + 13)"">$($bar.Ratio)</text>")
        $y += 24
    }

    $one = $left + $scale
    $null = $svg.AppendLine("<line x1=""$one"" y1=""26"" x2=""$one"" y2=""$($height - 12)"" stroke=""#555555"" stroke-dasharray=""3 3""/>")
    $null = $svg.AppendLine('</svg>')
    $svg.ToString().ReplaceLineEndings("`n")
}
