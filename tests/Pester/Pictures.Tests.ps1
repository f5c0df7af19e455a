BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $folder = (Resolve-Path (Join-Path $PSScriptRoot '../Pictures')).ProviderPath
}

Describe 'The picture session-<_>.svg' -ForEach 'light', 'dark' {
    It 'is well-formed, takes nothing from elsewhere, and shows progress, views and an error' {
        $text = Get-Content -LiteralPath (Join-Path $folder "session-$_.svg") -Raw -Encoding UTF8
        ([xml] $text).svg.title | Should -Not -BeNullOrEmpty
        $text -replace 'http://www\.w3\.org/2000/svg' | Should -Not -Match 'https?://|<script|<image|<foreignObject'
        $text | Should -Match 'of 6 done'
        $text | Should -Match '>Outcome<'
        $text | Should -Match 'Recommendation: '
        $text | Should -Not -Match 'tmp|/home|root'
    }

    It 'shows the commands of the script that draws it, and they are as they would be typed today' {
        $text = ([xml] (Get-Content -LiteralPath (Join-Path $folder "session-$_.svg") -Raw -Encoding UTF8)).svg.text.InnerText
        $script = Join-Path $folder 'New-SessionPicture.ps1'
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($script, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $list = $ast.Find({ $args[0] -is [Management.Automation.Language.AssignmentStatementAst] -and "$($args[0].Left)" -eq '$commands' },
            $true)
        foreach ($command in $list.Right.Expression.SafeGetValue()) {
            $text | Should -Contain "PS> $command"
            $typed = [Management.Automation.Language.Parser]::ParseInput($command, [ref] $null, [ref] $null)
            foreach ($call in $typed.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $known = (Get-Command $call.GetCommandName() -Module KoreExport).Parameters.Keys
                $call.CommandElements.ParameterName | Where-Object { $_ -and $_ -notin $known } | Should -BeNullOrEmpty
            }
        }
    }
}
