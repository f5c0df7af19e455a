BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
    $scripts = Get-ChildItem -Path $root/build.ps1, $root/tests/Pester/*.ps1, $root/tests/KoreExport.Tests/Pester/*.ps1,
        $root/src/KoreExport/examples/*.ps1 |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    Import-Module (Join-Path $PSScriptRoot '../../KoreExport.psd1') -Force -ErrorAction Stop
    $commonParameters = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $cmdlets = foreach ($command in Get-Command -Module KoreExport) {
        @{
            Name      = $command.Name
            Command   = $command
            Parameter = @($command.Parameters.Keys | Where-Object { $_ -notin $commonParameters } | Sort-Object)
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')

    # The parameters that the suite names, by cmdlet.
    $used = @{}
    foreach ($file in Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1) {
        $ast = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $null)
        foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $used["$($call.GetCommandName())"] += @($call.CommandElements.ParameterName)
        }
    }
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $manifest -ErrorAction Stop).Version | Should -Be (Get-Module KoreExport).Version
    }

    It 'exports exactly the cmdlets there are classes for' {
        $names = (Get-Module KoreExport).ImplementingAssembly.GetExportedTypes() | ForEach-Object {
            $attribute = $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
            if ($attribute) { "$($attribute.VerbName)-$($attribute.NounName)" }
        }
        $names | Sort-Object | Should -Be @((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
        (Get-Command -Module KoreExport).Name | Sort-Object | Should -Be @($names | Sort-Object)
    }

    It 'leaves a package as it is where there is no certificate to sign it' {
        $env:SIGNING_CERTIFICATE = ''
        $said = & (Join-Path (Split-Path $manifest) '.ci/sign.ps1') $TestDrive
        "$said" | Should -Match 'no certificate.*unsigned'
    }

    It 'exports nothing else' {
        $module = Get-Module KoreExport
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }
}

Describe '<Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Name -Full
    }

    It 'has an approved verb and a singular noun of the module' {
        (Get-Verb).Verb | Should -Contain $Command.Verb
        $Command.Noun | Should -MatchExactly '^Kore[A-Z]\w*$'
    }

    It 'declares what it returns' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'has help: synopsis, description, outputs, examples with words to them' {
        $help.Synopsis.Trim() | Should -Not -BeLike "$Name*"
        $help.Synopsis.Trim() | Should -MatchExactly '\.$'
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        ($help.returnValues | Out-String).Trim() | Should -Not -BeNullOrEmpty
        "$($help.Examples.Example.Code)" | Should -Match $Name
        foreach ($example in $help.Examples.Example) {
            $example.Code | Should -Not -BeNullOrEmpty
            ($example.Remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    foreach ($one in $Parameter) {
        It 'describes -<One>' -ForEach @{ One = $one } {
            $description = (($help.Parameters.Parameter | Where-Object Name -EQ $One).Description | Out-String).Trim()
            $description | Should -MatchExactly '^[A-Z].*\.$'
        }
    }

    It 'has examples that parse and use parameters there are' {
        foreach ($example in $help.Examples.Example) {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($example.Code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $called = Get-Command $call.GetCommandName() -Module KoreExport -ErrorAction Ignore
                if ($called) {
                    foreach ($name in $call.CommandElements.ParameterName) {
                        $called.Parameters.Keys | Should -Contain $name
                    }
                }
            }
        }
    }

    It 'is tested with each of its parameters' {
        # The first positional one is often bound without its name, or from the pipeline.
        $Parameter | Where-Object { $_ -notin $used[$Name] -and $_ -notin 'BotId', 'InputObject', 'Sandbox' } | Should -BeNullOrEmpty
    }
}

Describe 'Import and removal' {
    It 'can be imported again and again' {
        { 1..2 | ForEach-Object { Import-Module $manifest -Force -ErrorAction Stop } } | Should -Not -Throw
        (Get-Command -Module KoreExport).Count | Should -Be @((Import-PowerShellDataFile $manifest).CmdletsToExport).Count
    }

    It 'stops the sandboxes and forgets the session when it is removed' {
        $sandbox = Connect-Sandbox
        Remove-Module KoreExport
        { [Net.Sockets.TcpClient]::new().Connect('127.0.0.1', $sandbox.HostUri.Port) } | Should -Throw
        Import-Module $manifest -Global -ErrorAction Stop
        Get-KoreSession | Should -BeNullOrEmpty
    }

    It 'leaves the sandboxes of others alone when another runspace that used it ends' {
        $sandbox = Connect-Sandbox
        $other = New-PowerShell '(Get-Command Get-KoreSession).Name'
        $other.Invoke() | Should -Be 'Get-KoreSession'
        $other.Runspace.Dispose()
        $other.Dispose()
        Start-KoreBotExport $sandbox.BotId[0] | Should -Not -BeNullOrEmpty
    }

    It 'ends its sandboxes when its own runspace removes it' {
        $other = New-PowerShell 'Start-KoreSandbox; Remove-Module KoreExport'
        $sandbox = $other.Invoke()[0].BaseObject
        $other.Dispose()
        { [Net.Sockets.TcpClient]::new().Connect('127.0.0.1', $sandbox.HostUri.Port) } | Should -Throw
    }
}

Describe 'A script' {
    # PowerShell 7 parses what Windows PowerShell 5.1 does not. Code that only 7 runs may be in texts.
    It 'runs in Windows PowerShell too: <Name>' -ForEach $scripts {
        $tokens = $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $new = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'QuestionMark', 'AndAnd', 'OrOr'
        $tokens | Where-Object { "$($_.Kind)" -in $new } | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" } |
            Should -BeNullOrEmpty
        $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandParameterAst] }, $true).ParameterName |
            Where-Object { $_ -in 'Parallel', 'AsHashtable', 'AsByteStream', 'SkipHttpErrorCheck' } | Should -BeNullOrEmpty
        $tokens | Where-Object { $_.Kind -in 'StringExpandable', 'HereStringExpandable' -and $_.Text -cmatch '(?<!`)(``)*`(e|u\{)' } |
            ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" } | Should -BeNullOrEmpty
    }

    It 'is ASCII, or says that it is UTF-8: <Name>' -ForEach $scripts {
        $bytes = [IO.File]::ReadAllBytes($Path)
        if ($bytes -gt 127) {
            $bytes[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        }
    }
}
