using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Exports;

/// <summary>What a start asks for.</summary>
/// <param name="Type"><c>latest</c> or <c>published</c>; for ML <c>csv</c> or <c>json</c>.</param>
/// <param name="ExportOptions">The components of a bot export; null for all of them.</param>
internal sealed record StartRequest(string Type, JsonObject? ExportOptions = null);
