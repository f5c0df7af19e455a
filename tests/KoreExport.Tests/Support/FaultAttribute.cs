namespace KoreExport.Tests.Support;

/// <summary>Says which fault a test proves the module to survive. tests/README.md lists them all, and a test compares the two.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FaultAttribute : Attribute
{
    /// <param name="area">One of <see cref="FaultArea"/>.</param>
    /// <param name="fault">What goes wrong, in a few words.</param>
    /// <param name="outcome">What the user sees: the error id, or what the module does about it.</param>
    public FaultAttribute(string area, string fault, string outcome)
    {
        Area = area;
        Fault = fault;
        Outcome = outcome;
    }

    public string Area { get; }

    public string Fault { get; }

    public string Outcome { get; }
}

/// <summary>The parts of the table of faults.</summary>
public static class FaultArea
{
    public const string Talking = "Talking";
    public const string Retries = "Retries";
    public const string Waiting = "Waiting";
    public const string Saving = "Saving";
    public const string Names = "Names";
    public const string Secrets = "Secrets";
    public const string Dependencies = "Dependencies";
    public const string Restoring = "Restoring";
}
