namespace KoreExport;

/// <summary>What <see cref="SandboxRandomFaults"/> may do to a request.</summary>
[Flags]
public enum SandboxRandomFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>500, 502 or 503 in place of the answer.</summary>
    ServerError = 1,

    /// <summary>The connection is reset before any answer.</summary>
    Reset = 2,

    /// <summary>The answer of a crossed rate limit.</summary>
    RateLimit = 4,

    /// <summary>
    /// A call is carried out, but only half of its answer's JSON comes, announced as if it were all. A download breaks off short of the
    /// announced length.
    /// </summary>
    Truncated = 8,

    /// <summary>The answer is late by <see cref="SandboxRandomFaults.SlowDelay"/>.</summary>
    Slow = 16,

    /// <summary>Any of them.</summary>
    All = ServerError | Reset | RateLimit | Truncated | Slow,
}
