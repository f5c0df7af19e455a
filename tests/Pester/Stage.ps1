<#
.SYNOPSIS
    Runs the examples that users read, in the help, the topics and the README, as a user would have them: the module is installed, there is
    a session, and a variable such as $botId has a value. The platform is a sandbox.
    What the code mentions decides what there is besides: backups, shards, trees.
#>

Set-StrictMode -Version 1

# Installs the module, as a gallery would, where this process and those that it starts find it by name.
function Install-Copy([string] $Folder) {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
    $copy = New-Item -ItemType Directory (Join-Path $Folder 'KoreExport')
    foreach ($item in 'KoreExport.psd1', 'bin', 'en-US') {
        Copy-Item -LiteralPath (Join-Path $root $item) -Destination $copy -Recurse
    }

    $env:PSModulePath = $Folder + [IO.Path]::PathSeparator + $env:PSModulePath
}

# What an example takes for granted; runs where the example does.
$prepare = {
    param($Folder, $Code, $Pester)

    Set-Location $Folder
    $ProgressPreference = 'SilentlyContinue'
    # Nobody is there to be asked.
    $ConfirmPreference = 'None'
    Import-Module KoreExport -ErrorAction Stop
    $s = $sandbox = Start-KoreSandbox -BotCount 4 -JobDuration 0
    $global:credential = $app = $testApp = $adminApp = $builderApp = $sandbox.Credential
    $env:KORE_HOST = "$($sandbox.HostUri)"
    $env:KORE_CLIENT_ID = $credential.UserName
    $env:KORE_CLIENT_SECRET = $credential.GetNetworkCredential().Password
    function Get-Credential { $global:credential }
    function Get-Secret { $global:credential }
    function Get-AutomationPSCredential { $global:credential }
    $test = $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $credential -PassThru
    $botIds = @($sandbox.BotId)
    $botId = $universalBotId = $botIds[0]
    $export = Start-KoreBotExport -BotId $botId
    $exports = @($export) + @($botIds | Start-KoreMlExport)
    $done = $export | Wait-KoreExport
    Set-Content ./nightly-backup.ps1 'Get-KoreBot | Select-Object -First 3 | Start-KoreBotExport'
    if ($Code -match '(Test|Get|Remove)-KoreBackup|-Resume') {
        $null = $botIds | Export-KoreBot -Destination ./backup
    }

    # Two exports of a bot that changed in between, under all names that the examples have for them, and a tree.
    if ($Code -match '(Expand|Merge|Compare|Restore)-Kore') {
        $null = New-Item -ItemType Directory ./backup -Force
        foreach ($file in 'monday', 'bot', 'backup/bank', 'deployed', 'tuesday') {
            if ($file -eq 'tuesday') { $sandbox.TouchBot($botId) }
            $null = Export-KoreBot -BotId $botId -Path "./$file.zip"
        }

        $tree = (Expand-KoreExport ./bot.zip -Destination ./bots).Path
        foreach ($copy in 'bots/st-1b2c', 'reviewed') {
            if ($Code.Contains($copy)) { Copy-Item -LiteralPath $tree $copy -Recurse }
        }
    }

    if ($Code -match 'shard-') {
        $null = $botIds | Export-KoreBot -Destination ./backup/shard-0
    }

    if ($Code -match '\bShould\b') {
        Import-Module $Pester
    }

    $sandbox.ClearRequests()
}

# One runspace for all examples, emptied of variables in between: a new one for each would load again what the last one had.
$runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
$runspace.Open()

# Runs code apart from this session, and returns the errors that it writes. What it outputs is in $written.
function Invoke-Example([string] $Folder, [string] $Code) {
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    try {
        $null = $shell.AddScript(". { $prepare } @args",
            $false).AddArgument($Folder).AddArgument($Code).AddArgument((Get-Module Pester).Path).Invoke()
        if (-not $shell.Streams.Error.Count) {
            # The platform of the examples is the sandbox.
            $text = $Code -replace '(https://)?(platform\.kore\.ai|kore\.test\.example)(?=[/ ])', $env:KORE_HOST.TrimEnd('/')
            $text = $text.Replace('st-6fa10d24-0000-0000-0000-1e33a82b115e', '$botId')
            $text = $text -replace 'ber-a59b2599-0000-0000-a3ad-3109e08e427a', '$($export.Id)'
            $shell.Commands.Clear()
            $script:written = $shell.AddScript($text, $false).Invoke()
        }

        $shell.Streams.Error | ForEach-Object { "$($_.InvocationInfo.Line.Trim()): $_" }
    }
    catch {
        "$($_.Exception.InnerException)"
    }
    finally {
        $shell.Commands.Clear()
        $null = $shell.AddScript('Stop-KoreSandbox; Disconnect-KoreSession').Invoke()
        $shell.Dispose()
        $runspace.ResetRunspaceState()
    }
}

# What keeps code from being run by somebody: it does not parse, or uses cmdlets or parameters that there are not.
function Test-Code([string] $Code) {
    $errors = $null
    $ast = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
    "$errors"
    foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
        if ($call.GetCommandName() -like '*-Kore*') {
            $called = Get-Command $call.GetCommandName() -Module KoreExport
            $call.CommandElements.ParameterName | Where-Object { $_ -and $_ -notin $called.Parameters.Keys } |
                ForEach-Object { "$($called.Name) has no -$_" }
        }
    }
}

# The blocks of PowerShell in a Markdown file: the code, and what the line that opens the block says besides.
function Get-CodeBlock([string] $Path) {
    $text = (Get-Content -LiteralPath $Path -Raw) -replace "`r", ''
    foreach ($match in [regex]::Matches($text, '(?ms)^```powershell *(?<note>[^\n]*)\n(?<code>.*?)^```')) {
        [pscustomobject]@{ Note = $match.Groups['note'].Value; Code = $match.Groups['code'].Value }
    }
}
