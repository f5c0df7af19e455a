namespace KoreExport.Abstractions;

/// <summary>Where the engine says what it does. Nothing that reaches it holds a token, a secret or a signed link.</summary>
internal interface IKoreLog
{
    /// <summary>What an operator asks for with -Verbose: each request, each retry and why.</summary>
    void Verbose(string message);

    /// <summary>What somebody should know although the work goes on.</summary>
    void Warning(string message);
}

/// <summary>A log for callers who do not want one.</summary>
internal sealed class NullLog : IKoreLog
{
    public static NullLog Instance { get; } = new();

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }
}
