using System.Management.Automation;

namespace KoreExport;

/// <summary>A cmdlet that does something with each of the bots it is given.</summary>
public abstract class BotCmdlet : BulkCmdlet
{
    /// <summary>The bots: ids, as General Settings on the platform shows them, or objects with a BotId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [AllowEmptyString]
    public string[] BotId { get; set; } = [];
}
