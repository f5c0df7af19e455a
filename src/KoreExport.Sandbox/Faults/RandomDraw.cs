namespace KoreExport.Sandbox;

/// <summary>What was drawn for a request.</summary>
internal readonly struct RandomDraw
{
    public RandomDraw(SandboxRandomFault fault, uint detail)
    {
        Fault = fault;
        Detail = detail;
    }

    public SandboxRandomFault Fault { get; }

    /// <summary>More random bits: which status, which byte.</summary>
    public uint Detail { get; }
}
