using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Exports;

/// <summary>What a start asks for.</summary>
/// <param name="Type"><c>latest</c> or <c>published</c>; for ML <c>csv</c> or <c>json</c>.</param>
/// <param name="Body">The body of a bot export's start; null for everything.</param>
internal sealed record StartRequest(string Type, JsonObject? Body = null);
