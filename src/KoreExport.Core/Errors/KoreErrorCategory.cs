namespace KoreExport;

/// <summary>
/// What kind of error it is, in PowerShell's words: each name is also one of <c>System.Management.Automation.ErrorCategory</c>,
/// which this assembly does not know.
/// </summary>
public enum KoreErrorCategory
{
    /// <summary>None of the others.</summary>
    NotSpecified,

    /// <summary>No connection, or it broke.</summary>
    ConnectionError,

    /// <summary>The client is not who it says, or nobody.</summary>
    AuthenticationError,

    /// <summary>The client is known but may not do this.</summary>
    PermissionDenied,

    /// <summary>A value that cannot be used.</summary>
    InvalidArgument,

    /// <summary>An object in a state that does not allow the action.</summary>
    InvalidOperation,

    /// <summary>Data that is not what it should be.</summary>
    InvalidData,

    /// <summary>Something named is not there.</summary>
    ObjectNotFound,

    /// <summary>Something is there already.</summary>
    ResourceExists,

    /// <summary>The other side has no capacity just now.</summary>
    ResourceBusy,

    /// <summary>The other side failed.</summary>
    ResourceUnavailable,

    /// <summary>It took too long.</summary>
    OperationTimeout,

    /// <summary>The other side reports a result that is not success.</summary>
    InvalidResult,

    /// <summary>The action was refused for the user's safety.</summary>
    SecurityError,

    /// <summary>A file could not be written.</summary>
    WriteError,
}
