BeforeDiscovery {
    # Debian's browser. Elsewhere the tests that look at a page in it are skipped.
    $noBrowser = -not (Test-Path /usr/bin/chromium)
    $noContexts = $PSVersionTable.PSEdition -eq 'Desktop'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    . (Join-Path $PSScriptRoot 'Definitions.ps1')
    $folder = Join-Path $TestDrive pages
    $null = New-Item -ItemType Directory $folder
    $hostile = '</style></title></pre><script>document.documentElement.id="owned"</script>' +
        '<img src=x onerror="document.documentElement.id=''owned''">"''&amp;<!--'
    $unicode = "a$([char]0x202E)b$([char]0)c$([char]27)d$([char]0xD800)e$([char]::ConvertFromUtf32(0x1F600))ü"

    $chromium = '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', "--user-data-dir=$folder/profile"

    function New-Page {
        $before = New-Definition (Join-Path $folder 'before.zip') -BotId "st-1$hostile" -Dialog 'Pay Bill' -Key engine-secret-1
        $after = New-Definition (Join-Path $folder 'after.zip') -BotId "st-1$hostile" -Dialog "Pay $hostile" -Key engine-secret-2 `
            -Script "var a = 1;`nvar limit = '$hostile';`nvar c = 3;"
        (Compare-KoreExport $before $after) + [KoreExport.KoreDifference] @{
            Component = $hostile; Name = $unicode; Property = $hostile; Language = $hostile; Path = $hostile
            Change = 'Modified'; Before = $hostile; After = $unicode
        } | ConvertTo-KoreHtml -Title "Page $hostile"
    }

    # What the browser makes of a page.
    function Read-Page([string] $Page) {
        $path = Join-Path $folder "$([guid]::NewGuid()).html"
        Set-Content -LiteralPath $path $Page
        $dom = /usr/bin/chromium @chromium --dump-dom "file://$path" 2>$null
        $dom -join "`n"
    }
}

Describe 'ConvertTo-KoreHtml' {
    It 'makes one page that needs nothing else' {
        $page = New-Page
        $page | Should -HaveCount 1
        $page | Should -BeOfType string
        $page | Should -Match '^<!DOCTYPE html>'
        $page | Should -Match "Content-Security-Policy"" content=""default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'"
        $page | Should -Not -Match '<script|<link|<img|<iframe|<object|https?://|url\(|@import| on\w+="|javascript:'
        [regex]::Matches($page, '[^\x09\x0A\x20-\x7E]') | Should -BeNullOrEmpty
    }

    It 'shows what is invisible' {
        $page = New-Page
        $page | Should -Match 'a&#10216;U\+202E&#10217;b&#9216;c&#9243;d&#65533;e&#128512;&#252;'
    }

    It 'marks the changed word, not its line' {
        $page = [KoreExport.KoreDifference] @{
            BotId = 'st-1'; Component = 'Dialog'; Change = 'Modified'; Property = 'x'
            Before = "one`ntwo three`nfour"; After = "one`ntwo five`nfour"
        } | ConvertTo-KoreHtml
        $page | Should -Match '>two <del>three</del><'
        $page | Should -Match '>two <ins>five</ins><'
        $page | Should -Match '<title>Changes of Kore.ai bots</title>'
    }

    It 'has no secret in it' {
        New-Page | Should -Not -Match 'engine-secret'
    }

    It 'says that nothing differs' {
        @() | ConvertTo-KoreHtml | Should -Match 'Nothing differs'
    }

    It 'makes a page of a backup report' {
        $sandbox = Connect-Sandbox -Sandbox @{ BotCount = 2 }
        $set = Join-Path $folder set
        $saved = $sandbox.BotId | Export-KoreBot -Destination $set
        Stop-KoreSandbox
        $good = Test-KoreBackup $set | ConvertTo-KoreHtml
        $good | Should -Match 'Everything is in order'
        Remove-Item -LiteralPath $saved[0].FullName
        $page = Test-KoreBackup $set -ErrorAction SilentlyContinue | ConvertTo-KoreHtml
        $page | Should -Match 'Problems: 1'
        $page | Should -Match "Missing.*$($saved[0].BotId)"
    }

    It 'refuses what it does not know, and goes on' {
        $page = 'text', ([KoreExport.KoreDifference] @{ Component = 'Dialog'; Name = 'known' }) |
            ConvertTo-KoreHtml -ErrorVariable failed -ErrorAction SilentlyContinue
        Get-ErrorId $failed | Should -Be KoreOptionInvalid
        $page | Should -Match known
    }

    It 'does not load DiffPlex where other modules see it' -Skip:$noContexts {
        $script = "Import-Module '$manifest'; `$null = @() | ConvertTo-KoreHtml; " +
            '$all = foreach ($c in [Runtime.Loader.AssemblyLoadContext]::All) { ' +
            '    $c.Assemblies | ForEach-Object { "$($c.Name) $($_.GetName().Name)" } }; ' +
            '$all | Where-Object { $_ -match "DiffPlex|KoreExport.Html" } | Sort-Object'
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'KoreExport DiffPlex', 'KoreExport KoreExport.Html'
    }
}

Describe 'The page in a browser' {
    It 'runs nothing that a name brings along' -Skip:$noBrowser {
        $dom = Read-Page (New-Page)
        $dom | Should -Match '<main>'
        $dom | Should -Not -Match '<html[^>]*owned'
        [regex]::Matches($dom, '<(script|img)\b') | Should -BeNullOrEmpty
    }

    It 'would have shown it, had the name not been escaped' -Skip:$noBrowser {
        Read-Page "<!DOCTYPE html><title>x</title>$hostile" | Should -Match '<html[^>]*owned'
    }

    It 'is styled: the policy lets its own style pass' -Skip:$noBrowser {
        # Without the style the page is as tall as its table needs; a picture of it is compared with one that has no style.
        $page = New-Page
        $pictures = foreach ($one in $page, ($page -replace "'sha256-[^']+'", "'none'")) {
            $path = Join-Path $folder "$([guid]::NewGuid()).html"
            Set-Content -LiteralPath $path $one
            $null = /usr/bin/chromium @chromium --window-size=390,844 --screenshot="$path.png" "file://$path" 2>$null
            (Get-FileHash "$path.png").Hash
        }
        $pictures[0] | Should -Not -Be $pictures[1]
    }
}
