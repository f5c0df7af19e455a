namespace KoreExport.Sandbox.Models;

/// <summary>What was drawn for a request.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Detail">More random bits: which status, which byte.</param>
internal readonly record struct RandomDraw(SandboxRandomFault Fault, uint Detail);
