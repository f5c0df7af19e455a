namespace KoreExport.Models;

/// <summary>Which call an answer about an export came from.</summary>
internal enum ExportOrigin
{
    /// <summary>A status call, or none at all.</summary>
    Status,

    /// <summary>Our own start.</summary>
    Start,

    /// <summary>Our own start, after another one whose answer was lost: that one may have made a job too, or may still do so.</summary>
    RepeatedStart,
}
