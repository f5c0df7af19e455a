namespace KoreExport.Downloads;

/// <summary>Where files go and how.</summary>
internal sealed record SaveOptions
{
    /// <summary>
    /// The folder to save into, full path. The file is called after its kind unless <see cref="BeforeCommit"/> names it. Either this or
    /// <see cref="Path"/>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The file to save to, full path.</summary>
    public string? Path { get; init; }

    /// <summary>Whether what is there gives way to a new file that is whole.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether scheme, host and port of the link are replaced by the session's.</summary>
    public bool DownloadFromSessionHost { get; init; }

    /// <summary>Whether a link of a public platform may lead to a private address.</summary>
    public bool AllowPrivateDownloadHost { get; init; }

    /// <summary>What a download may take before it is given up.</summary>
    public DownloadLimits Limits { get; init; } = new();
}
