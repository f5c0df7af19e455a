using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Jobs;

/// <summary>What a start asks for.</summary>
internal sealed class StartRequest
{
    public StartRequest(string type, JsonObject? exportOptions)
    {
        Type = type;
        ExportOptions = exportOptions;
    }

    /// <summary><c>latest</c> or <c>published</c>; for ML <c>csv</c> or <c>json</c>.</summary>
    public string Type { get; }

    /// <summary>The components of a bot export; null for all of them.</summary>
    public JsonObject? ExportOptions { get; }
}
