using System.Management.Automation;

namespace KoreExport.Tests.Help;

/// <summary>How much of a sample is taken.</summary>
public enum SampleKind
{
    /// <summary>Everything there is.</summary>
    Whole,

    /// <summary>Only what <c>changed</c>.</summary>
    Part,
}

/// <summary>A sample that was taken.</summary>
public sealed class SampleResult
{
    /// <summary>Its number.</summary>
    public string Id { get; set; } = "";
}

/// <summary>What the sample cmdlets share.</summary>
public abstract class SampleCmdletBase<T> : PSCmdlet
{
    /// <summary>The session to use.</summary>
    /// <default>The session of this runspace</default>
    [Parameter]
    public string? Session { get; set; }
}

/// <summary>
/// Takes samples of
/// one or more things &amp; keeps them.
/// </summary>
/// <remarks>
/// <para>Asks with <see cref="Id"/>, see <see cref="GetBareSample"/> and <see cref="SampleKind.Part"/>; <see langword="true"/> wins.</para>
/// <para>It knows <c>a &lt; b</c> and:</para>
/// <list type="bullet">
/// <item>one <see cref="Force"/></item>
/// <item><term>two</term><description>the second</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Take one</title>
/// <code>
/// $taken = Start-Sample -Id 'a'
/// $taken |
///     Where-Object { $_.Id -gt 1 }
/// </code>
/// <para>Takes the sample "a".</para>
/// <para>Then looks at it.</para>
/// </example>
/// <example>
/// <code>Start-Sample b</code>
/// Without words.
/// </example>
/// <output cref="string">The words of the sample.</output>
/// <seealso cref="GetBareSample"/>
/// <seealso href="https://example.test/samples?a=1&amp;b=2">All about samples</seealso>
[Cmdlet(
    VerbsLifecycle.Start, "Sample", DefaultParameterSetName = "ById", SupportsShouldProcess = true, HelpUri = "https://example.test/help")]
[OutputType(typeof(SampleResult), typeof(string))]
public sealed class StartSample : SampleCmdletBase<string>
{
    /// <summary>The samples to take.</summary>
    /// <value>One number or several.</value>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ById", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Number", "Nr")]
    public string[] Id { get; set; } = [];

    /// <summary>A sample that was taken before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByObject", ValueFromPipeline = true)]
    public SampleResult? InputObject { get; set; }

    /// <summary>How much to take.</summary>
    /// <default>Whole</default>
    [Parameter]
    public SampleKind? Kind { get; set; }

    /// <summary>Its colour.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateSet("Red", "Green")]
    [SupportsWildcards]
    public string? Colour { get; set; }

    /// <summary>Take it even so.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Not for everyone.</summary>
    [Parameter(DontShow = true)]
    public string? Hidden { get; set; }
}

[Cmdlet(VerbsCommon.Get, "BareSample")]
public sealed class GetBareSample : SampleCmdletBase<string>
{
    [Parameter]
    public string? Undescribed { get; set; }

    [Parameter(HelpMessage = "Described by its prompt.")]
    public string? Prompted { get; set; }
}

/// <summary>Removes a sample.</summary>
/// <example><code>Remove-Sample</code></example>
[Cmdlet(VerbsCommon.Remove, "Sample")]
[OutputType(typeof(void))]
public sealed class RemoveSample : PSCmdlet;
