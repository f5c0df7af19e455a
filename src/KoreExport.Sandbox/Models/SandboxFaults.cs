namespace KoreExport;

/// <summary>What a sandbox does wrong; nothing, as long as nobody sets anything. All of it can be changed while the sandbox runs.</summary>
public sealed class SandboxFaults
{
    /// <summary>Faults of the API's answers: proxies, networks, rate limits.</summary>
    public SandboxApiFaults Api { get; } = new();

    /// <summary>Odd states of an export.</summary>
    public SandboxJobFaults Job { get; } = new();

    /// <summary>Faults of links and downloads.</summary>
    public SandboxDownloadFaults Download { get; } = new();

    /// <summary>Faults of imports and publishings.</summary>
    public SandboxImportFaults Import { get; } = new();

    /// <summary>Faults at random, for long runs.</summary>
    public SandboxRandomFaults Random { get; } = new();
}
