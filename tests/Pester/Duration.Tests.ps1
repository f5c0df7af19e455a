BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $module = (Get-Module KoreExport).ImplementingAssembly
    $attribute = $module.GetType('KoreExport.Parameters.DurationAttribute')

    function Read-Duration($Value) {
        [Activator]::CreateInstance($attribute).Transform($ExecutionContext, $Value)
    }
}

AfterAll {
    Stop-KoreSandbox
}

Describe 'A duration' {
    It 'is read from <Text>: <Seconds> seconds' -ForEach @(
        @{ Value = 90; Seconds = 90 }
        @{ Value = 0; Seconds = 0 }
        @{ Value = 1.5; Seconds = 1.5 }
        @{ Value = [long] 7; Seconds = 7 }
        @{ Value = [decimal] 7; Seconds = 7 }
        @{ Value = '90'; Seconds = 90 }
        @{ Value = ' 1.5 '; Seconds = 1.5 }
        @{ Value = '26:00:00'; Seconds = 26 * 3600 }
        @{ Value = '26:30'; Seconds = 26.5 * 3600 }
        @{ Value = '00:00:05.5'; Seconds = 5.5 }
        @{ Value = '1.02:00:00'; Seconds = 26 * 3600 }
        @{ Value = '240:00:00'; Seconds = 864000 }
        @{ Value = [timespan]::FromHours(26); Seconds = 26 * 3600 }
        @{ Value = (New-TimeSpan -Minutes 3); Seconds = 180 }
    ) {
        (Read-Duration $Value).TotalSeconds | Should -Be $Seconds
    }

    It 'is not read from <Value>' -ForEach @(
        @{ Value = -5 }, @{ Value = '-5' }, @{ Value = [timespan]::FromSeconds(-1) }, @{ Value = '-26:00:00' }, @{ Value = 'soon' },
            @{ Value = '' }
        @{ Value = '1:75:00' }, @{ Value = '1:00:75' }, @{ Value = '1.26:00:00' }, @{ Value = '1:2:3:4' }, @{ Value = '1e3' },
            @{ Value = '1,5' }
        @{ Value = [double]::NaN }, @{ Value = [double]::PositiveInfinity }, @{ Value = [double]::MaxValue }, @{ Value = $true }
        @{ Value = [datetime]'2026-01-01' }, @{ Value = @{} }, @{ Value = [timespan]::MaxValue }, @{ Value = 'NaN' }, @{ Value = ':' }
    ) {
        { Read-Duration $Value } | Should -Throw '*is no duration*a number of seconds*'
    }

    It 'is read alike in every culture: <_>' -ForEach 'de-DE', 'fa-IR', 'th-TH', 'fi-FI', 'ar-SA' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            (Read-Duration '1.5').TotalSeconds | Should -Be 1.5
            (Read-Duration '26:00:00').TotalHours | Should -Be 26
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'is what -<Name> of <Cmdlet> takes' -ForEach @(
        @{ Cmdlet = 'Wait-KoreExport'; Name = 'TimeoutSec'; Maximum = 604800 }
        @{ Cmdlet = 'Wait-KoreExport'; Name = 'PollIntervalSec'; Minimum = 1; Maximum = 3600 }
        @{ Cmdlet = 'Save-KoreExport'; Name = 'TimeoutSec'; Maximum = 604800 }
        @{ Cmdlet = 'Export-KoreBot'; Name = 'TimeoutSec'; Maximum = 604800 }
        @{ Cmdlet = 'Export-KoreBot'; Name = 'PollIntervalSec'; Minimum = 1; Maximum = 3600 }
        @{ Cmdlet = 'Export-KoreBot'; Name = 'MaximumAge' }
        @{ Cmdlet = 'Test-KoreBackup'; Name = 'MaximumAge' }
        @{ Cmdlet = 'Connect-KoreSession'; Name = 'RequestTimeoutSec'; Minimum = 1; Maximum = 3600 }
        @{ Cmdlet = 'Connect-KoreSession'; Name = 'RateLimitTimeoutSec'; Maximum = 86400 }
        @{ Cmdlet = 'Connect-KoreSession'; Name = 'TokenLifetime' }
        @{ Cmdlet = 'New-KoreJwt'; Name = 'Lifetime' }
        @{ Cmdlet = 'Start-KoreSandbox'; Name = 'JobDuration' }
        @{ Cmdlet = 'Start-KoreSandbox'; Name = 'LinkLifetime' }
    ) {
        $duration = (Get-Command $Cmdlet).Parameters[$Name].Attributes | Where-Object { $_.GetType() -eq $attribute }
        $duration.Minimum | Should -Be ([double]$_.Minimum)
        if ($_.Maximum) { $duration.Maximum | Should -Be $_.Maximum }
    }

    It 'belongs to every parameter that takes a time span' {
        foreach ($command in Get-Command -Module KoreExport) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType -in [timespan], [Nullable[timespan]] }) {
                $parameter.Attributes.TypeId | Should -Contain $attribute -Because "$($command.Name) -$($parameter.Name)"
            }
        }
    }
}

Describe 'A cmdlet with a duration' {
    BeforeAll {
        $sandbox = Connect-Sandbox
        $botId = $sandbox.BotId[0]
    }

    It 'takes -TimeoutSec as a time span and as text' {
        (Start-KoreBotExport $botId | Wait-KoreExport -TimeoutSec (New-TimeSpan -Minutes 1)).BotId | Should -Be $botId
        $sandbox.Faults.Job.NeverFinish = $true
        Start-KoreBotExport $botId | Wait-KoreExport -TimeoutSec '00:00:01' -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-ErrorId $failed | Should -Be KoreExportTimeout
        "$failed" | Should -BeLike '*within 1 seconds*'
    }

    It 'takes 26:00:00 for 26 hours' {
        $session = Connect-KoreSession -HostUri $sandbox.HostUri -Credential $sandbox.Credential -NotDefault -RateLimitTimeoutSec '24:00:00'
        $session.RateLimitTimeout.TotalHours | Should -Be 24
    }

    It 'refuses nonsense before anything is sent: <_>' -ForEach '-5', 'soon', '700000' {
        $sandbox.ClearRequests()
        { Export-KoreBot $botId -Destination $TestDrive -TimeoutSec $_ } |
            Should -Throw "*'TimeoutSec'*'$_' is no duration from 0 to 604800 seconds*"
        { Test-KoreBackup $TestDrive -MaximumAge "-$_" } | Should -Throw "*'MaximumAge'*is no duration*"
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
