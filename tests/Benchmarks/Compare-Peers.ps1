#requires -Version 7.4
<#
.SYNOPSIS
    Measures whole jobs beside what people use instead, and writes RESULTS.md and results.svg.
.DESCRIPTION
    Ours and the peers run in turn, several times; what counts is the median. The server is a process of its own. Needs the Release build of
    tests/Benchmarks and of the module; ./build.ps1 -Task Benchmark makes both and runs this with the PowerShell that the repository pins.

    A row that fails is a line that says so; the others go on.
.PARAMETER Row
    Which rows, with wildcards; all of them if nothing is said.
.PARAMETER Quick
    Three rounds instead of five, and only rows that take seconds. Does not write RESULTS.md unless -Report says so.
.PARAMETER Report
    Writes RESULTS.md and results.svg, whichever rows were run. They are always written where all are.
.PARAMETER Round
    How often each is run; the median of at least five is what targets are for.
.EXAMPLE
    ./build.ps1 -Task Benchmark

    Measures everything, which takes ten minutes or so.
.EXAMPLE
    tests/Benchmarks/Compare-Peers.ps1 -Row zip-50, import -Quick

    Two rows, roughly.
#>
[CmdletBinding()]
param(
    [string[]] $Row = '*',
    [switch] $Quick,
    [switch] $Report,
    [ValidateRange(1, 100)]
    [int] $Round = 5
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'
if ($Quick) { $Round = 3 }

# With -File, "zip-50,import" arrives as one word.
$Row = @($Row -split ',')

$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
$program = Join-Path $PSScriptRoot 'bin/Release/net10.0/KoreExport.Benchmarks.dll'
$work = Join-Path ([IO.Path]::GetTempPath()) "koreexport-benchmark-$PID"
$table = [Collections.Generic.List[object]]::new()
$servers = [Collections.Generic.List[object]]::new()
Import-Module (Join-Path $root 'KoreExport.psd1') -Force
$null = New-Item -ItemType Directory -Path $work
. (Join-Path $PSScriptRoot 'Measurement.ps1')
. (Join-Path $PSScriptRoot 'Report.ps1')

# Downloads. Curl and a copy check nothing and leave it to the system when the bytes reach the disk: they are the limit. So is a copy that
# waits for the disk, as ours does.
function Measure-Download {
    param([string] $Name, [string] $What, [string] $File, [double] $OverCurl, [double] $OverWebRequest)

    $server = Start-BenchmarkServer --file $File
    $target = Join-Path $work "target$([IO.Path]::GetExtension($File))"
    $kind = if ($File.EndsWith('.zip')) { 'Bot' } else { 'MlUtterance' }
    $export = if ($kind -eq 'Bot') {
        Start-KoreBotExport $server.BotId | Wait-KoreExport
    }
    else {
        Start-KoreMlExport $server.BotId -FileType ([IO.Path]::GetExtension($File).TrimStart('.')) | Wait-KoreExport
    }

    $peers = [ordered]@{
        curl                = { & curl -sS -f -o $target $server.FileUri; if ($LASTEXITCODE) { throw 'curl failed' } }
        'Invoke-WebRequest' = { Invoke-WebRequest -Uri $server.FileUri -OutFile $target }
        'a copy'            = { [IO.File]::Copy($File, $target) }
        'a copy, on disk'   = {
            [IO.File]::Copy($File, $target)
            $stream = [IO.FileStream]::new($target, 'Open', 'Write')
            $stream.Flush($true)
            $stream.Dispose()
        }
    }
    $ours = { $null = $export | Save-KoreExport -Path $target }

    # The runtime compiles what runs often anew, in the background: what it ends with is measured.
    foreach ($warm in 1..5) {
        & $ours
        Remove-Item $target
        if ($Name -eq 'zip-1024') { break }
    }

    $median = Measure-InTurn $ours $peers { Remove-Item $target -ErrorAction Ignore }
    Add-Row "$What to a verified file" $median 'curl' $OverCurl
    if ($OverWebRequest) { Add-Row "$What to a verified file" $median 'Invoke-WebRequest' $OverWebRequest }
    Add-Row "$What to a verified file" $median 'a copy'
    Add-Row "$What to a verified file" $median 'a copy, on disk'
    if ($Name -eq 'zip-1024' -and ($alone = Reset-PeakMemory)) {
        & $ours
        Remove-Item $target
        Add-Value "$What, growth of memory" ((Get-PeakMemory) - $alone) 'MB' 40
        $global:ProgressPreference = 'Continue'
        try { $with = Get-Median @(1..3 | ForEach-Object { Get-Second $ours; Remove-Item $target }) }
        finally { $global:ProgressPreference = 'SilentlyContinue' }
        Add-Row "$What with progress on" ([ordered]@{ ours = $with; 'progress off' = $median.ours }) 'progress off' 1.1
    }
}

function Measure-Bot {
    param([int] $Count, [int] $Throttle, [double] $Target, [switch] $Sequential)

    $server = Start-BenchmarkServer --bots $Count --duration 2000
    $bots = $server.AllBotId
    $folder = Join-Path $work 'bots'
    $ours = { $bots | Export-KoreBot -Destination $folder -ThrottleLimit $Throttle }
    $peers = [ordered]@{ 'ForEach-Object -Parallel' = { Invoke-Script $server $bots $folder $Throttle } }
    & $ours | Out-Null
    $median = Measure-InTurn $ours $peers { Remove-Item $folder -Recurse -Force -ErrorAction Ignore }
    Add-Value "$Count bots of 2 s, $Throttle at once" $median.ours 's' $Target
    Add-Row "$Count bots of 2 s, $Throttle at once" $median 'ForEach-Object -Parallel'
    if ($Sequential -and -not $Quick) {
        $median['a loop'] = Get-Second { Invoke-Script $server $bots $folder 1 }
        Add-Row "$Count bots of 2 s" $median 'a loop'
    }
}

# What people write: start, ask once a second, download; nothing is checked.
function Invoke-Script {
    param($Server, [string[]] $Bot, [string] $Folder, [int] $Throttle)

    $null = New-Item -ItemType Directory -Path $Folder -Force
    $token = (New-KoreJwt -Lifetime 00:30:00).GetToken()
    $Bot | ForEach-Object -ThrottleLimit $Throttle -Parallel {
        $ProgressPreference = 'SilentlyContinue'
        $header = @{ auth = $using:token }
        $address = "$(($using:Server).HostUri)api/public/bot/$_/export"
        $null = Invoke-RestMethod -Method Post -Uri $address -Headers $header -Body '{"exportType":"latest"}' -ContentType application/json
        do {
            Start-Sleep -Seconds 1
            $status = Invoke-RestMethod -Uri "$address/status" -Headers $header
        } while ($status.status -ne 'SUCCESS')
        Invoke-WebRequest -Uri $status.downloadURL -OutFile (Join-Path $using:Folder "$_.zip")
    }
}

$rows = [ordered]@{
    'zip-50'     = { Measure-Download zip-50 '50 MiB zip' (New-MadeFile 'a50.zip' zip 50) 2 0.6 }
    'zip-1024'   = { Measure-Download zip-1024 '1 GiB zip' (New-MadeFile 'a1024.zip' zip 1024) 2 0.6 }
    'csv'        = { Measure-Download csv '100,000 lines of CSV' (New-MadeFile 'a.csv' csv 100000) 1.5 }
    'json'       = { Measure-Download json '20 MB of JSON' (New-MadeFile 'a.json' json 20) 1.5 }
    'starts'     = {
        $server = Start-BenchmarkServer --bots 60
        $null = $server.AllBotId | Start-KoreBotExport
        $null = $server.Send('delay 200')
        $start = Measure-InTurn { $server.AllBotId | Start-KoreBotExport }
        $status = Measure-InTurn { $server.AllBotId | Get-KoreBotExportStatus }
        Add-Value '60 starts at 200 ms latency, 8 at once' $start.ours 's' 2
        Add-Value '60 statuses at 200 ms latency, 8 at once' $status.ours 's' 2
    }
    'bots-20'    = { Measure-Bot 20 20 2.35 -Sequential }
    'bots-240'   = { Measure-Bot 240 48 10.8 }
    'finish'     = {
        $server = Start-BenchmarkServer --duration 600
        $folder = Join-Path $work 'finish'
        $null = Export-KoreBot $server.BotId -Destination $folder
        $null = $server.Send('count')
        $times = @(1..(4 * $Round) | ForEach-Object { Get-Second { Export-KoreBot $server.BotId -Destination $folder } })
        $calls = $server.Send('count').BotExportStatus / $times.Count
        Add-Value 'finished on the server to a verified file, 20 KB, job of 0.6 s' ((Get-Median $times) - 0.6) 's' 0.4
        Add-Value 'status calls of that' $calls 'calls' 4
    }
    'unchanged'  = {
        $count = 3000
        $server = Start-BenchmarkServer --bots $count
        $folder = Join-Path $work 'unchanged'
        $null = $server.AllBotId | Export-KoreBot -Destination $folder -ThrottleLimit 16
        $self = [Diagnostics.Process]::GetCurrentProcess()
        $before = $self.TotalProcessorTime
        $null = $server.AllBotId | Export-KoreBot -Destination $folder -ThrottleLimit 16 -SkipUnchanged
        $self.Refresh()
        $files = @(Get-ChildItem $folder -Recurse -Filter *.zip).Count
        if ($files -ne $count) { throw "$files files where $count were expected." }
        Add-Value '3,000 unchanged bots, processor time a bot' (($self.TotalProcessorTime - $before).TotalMilliseconds / $count) 'ms' 10
    }
    'test'       = {
        $folder = Join-Path $work 'set'
        Invoke-Program make set $folder 100 100 107374
        $null = Test-KoreBackup $folder
        $median = Measure-InTurn { if (-not (Test-KoreBackup $folder).Ok) { throw 'The set is not whole.' } } @{}
        $median['SHA-256 on all cores'] = Get-Median @(1..$Round | ForEach-Object { [double](Invoke-Program sha256 $folder) })
        Add-Row 'Test-KoreBackup, 10,000 files, 1 GiB' $median 'SHA-256 on all cores' 1.2
    }
    'newest'     = {
        $folder = Join-Path $work 'many'
        Invoke-Program make set $folder 3000 17 64
        $median = Measure-InTurn {
            $found = @(Get-KoreBackup $folder -Newest 1)
            if ($found.Count -ne 3000) { throw "$($found.Count) backups where 3,000 were expected." }
        }
        Add-Value 'Get-KoreBackup -Newest 1, 3,000 bots, 102,000 files' $median.ours 's' 1.5
    }
    'import'     = {
        $measure = '$t = [Diagnostics.Stopwatch]::StartNew(); Import-Module {0}; $t.Elapsed.TotalMilliseconds'
        $manifest = "'" + (Join-Path $root 'KoreExport.psd1').Replace("'", "''") + "'"
        $ours = Join-Path $work 'import.ps1'
        $peer = Join-Path $work 'archive.ps1'
        $token = Join-Path $work 'token.ps1'
        $empty = Join-Path $work 'empty.ps1'
        Set-Content $empty ($measure -f "'$(New-EmptyModule)'")
        Set-Content $ours ($measure -f $manifest)
        Set-Content $peer ($measure -f 'Microsoft.PowerShell.Archive')
        Set-Content $token ("Import-Module $manifest`n" +
            '$c = [pscredential]::new("cs-1", ("0123456789abcdef" * 4 | ConvertTo-SecureString -AsPlainText -Force))' + "`n" +
            'Connect-KoreSession -HostUri https://platform.kore.example -Credential $c | Out-Null' + "`n" +
            '$t = [Diagnostics.Stopwatch]::StartNew(); $null = New-KoreJwt; $t.Elapsed.TotalMilliseconds')
        $times = @{ ours = @(); peer = @(); empty = @(); token = @() }
        foreach ($i in 1..(2 * $Round)) {
            $times.ours += [double](Invoke-Shell $ours) / 1000
            $times.peer += [double](Invoke-Shell $peer) / 1000
            $times.empty += [double](Invoke-Shell $empty) / 1000
            $times.token += [double](Invoke-Shell $token)
        }

        $median = [ordered]@{
            ours                           = Get-Median $times.ours
            'Microsoft.PowerShell.Archive' = Get-Median $times.peer
            'a module of an empty cmdlet'  = Get-Median $times.empty
        }
        Add-Row 'import' $median 'Microsoft.PowerShell.Archive' 0.5
        Add-Row 'import' $median 'a module of an empty cmdlet'
        Add-Value 'first token of a process' (Get-Median $times.token) 'ms' 25
    }
    'token'      = {
        $server = Start-BenchmarkServer
        Import-Module (New-EmptyModule)
        $times = 2000
        $empty = { foreach ($i in 1..$times) { Test-Empty } }
        $ours = { foreach ($i in 1..$times) { $null = New-KoreJwt } }
        & $ours
        & $empty
        $median = Measure-InTurn $ours @{ 'an empty cmdlet' = $empty }
        Add-Value 'warm token, over an empty cmdlet' (($median.ours - $median['an empty cmdlet']) / $times * 1e6) 'µs'
    }
    'wait'       = {
        $server = Start-BenchmarkServer --bots 1000 --duration 120000
        $script = Join-Path $work 'wait.ps1'
        Set-Content $script @"
            Import-Module '$(Join-Path $root 'KoreExport.psd1')'
            `$s = '$($server.ClientSecret)' | ConvertTo-SecureString -AsPlainText -Force
            Connect-KoreSession -HostUri '$($server.HostUri)' -Credential ([pscredential]::new('$($server.ClientId)', `$s)) | Out-Null
            `$exports = Get-Content '$($server.BotFile)' | Start-KoreBotExport -ThrottleLimit 32
            `$p = [Diagnostics.Process]::GetCurrentProcess()
            `$before = `$p.PeakWorkingSet64 / 1MB
            `$cpu = `$p.TotalProcessorTime
            `$t = [Diagnostics.Stopwatch]::StartNew()
            `$done = @(`$exports | Wait-KoreExport)
            `$p.Refresh()
            `$percent = (`$p.TotalProcessorTime - `$cpu).TotalSeconds / `$t.Elapsed.TotalSeconds * 100
            '{0} {1} {2} {3}' -f `$done.Count, `$percent, (`$p.PeakWorkingSet64 / 1MB), `$before
"@
        $done, $percent, $memory, $before = (Invoke-Shell $script) -split ' '
        if ([int]$done -ne 1000) { throw "$done exports were done where 1,000 were expected." }
        Add-Value '1,000 exports of two minutes waited for, of one core' ([double]$percent) '%' 10
        Add-Value '1,000 exports of two minutes waited for, memory at most' ([double]$memory) 'MB' 150
        Add-Value 'the same, before the first wait' ([double]$before) 'MB'
    }
    'sandbox'    = {
        $server = Start-BenchmarkServer
        $rate = [double](Invoke-Program statuses $server.HostUri $server.ClientId $server.ClientSecret $server.BotId)
        Add-Value 'status calls the sandbox answers' $rate 'a second' 2000 -AtLeast
    }
    'expand'     = {
        $json = New-MadeFile 'botDefinition.json' definition 10 0
        $zip = Join-Path $work 'definition.zip'
        Compress-Archive $json $zip -Force
        $folder = Join-Path $work 'tree'
        $peers = [ordered]@{ 'Expand-Archive' = { Expand-Archive $zip $folder } }
        $median = Measure-InTurn { $null = Expand-KoreExport $zip -Destination $folder } $peers {
            Remove-Item $folder -Recurse -Force -ErrorAction Ignore
        }
        Add-Row 'a definition of 10 MB as a tree of files (the peer writes one file)' $median 'Expand-Archive'
    }
    'compare'    = {
        $before = New-MadeFile 'before/botDefinition.json' definition 30 0
        $after = New-MadeFile 'after/botDefinition.json' definition 30 100
        $peers = [ordered]@{ 'git diff --no-index' = { & git --no-pager diff --no-index --stat $before $after | Out-Null } }
        $median = Measure-InTurn { $null = Compare-KoreExport $before $after } $peers
        Add-Row 'two definitions of 30 MB compared (the peer compares lines)' $median 'git diff --no-index'
    }
}
$slow = 'zip-1024', 'bots-240', 'unchanged', 'test', 'newest', 'wait'

try {
    foreach ($name in $rows.Keys) {
        if (-not ($Row | Where-Object { $name -like $_ }) -or ($Quick -and $name -in $slow -and $name -notin $Row)) { continue }
        Write-Host "$name ..." -ForegroundColor Cyan
        try {
            & $rows[$name]
        }
        catch {
            Add-Failure $name $_
        }
        finally {
            Stop-BenchmarkServer
            Get-ChildItem $work -Directory | Remove-Item -Recurse -Force -ErrorAction Ignore
        }
    }
}
finally {
    Stop-BenchmarkServer
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}

if ($Report -or ($Row -contains '*' -and -not $Quick)) {
    Write-Report (Join-Path $PSScriptRoot 'RESULTS.md') (Join-Path $PSScriptRoot 'results.svg')
}

$table | Format-Table What, Ours, Peer, With, Ratio, Target, Met -AutoSize | Out-String -Width 240 | Write-Host
