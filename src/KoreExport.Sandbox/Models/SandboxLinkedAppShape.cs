namespace KoreExport;

/// <summary>Where the answer about a universal bot holds its linked apps.</summary>
public enum SandboxLinkedAppShape
{
    /// <summary>
    /// In <c>configuredLinkedApps</c> and <c>publishedLinkedApps</c> [doc], and in <c>publishedBots</c>, where clients look for them
    /// [seen]: the same ones.
    /// </summary>
    Both,

    /// <summary>In <c>configuredLinkedApps</c> alone, as before the first publishing; the other list is empty [inferred].</summary>
    Configured,

    /// <summary>In <c>publishedLinkedApps</c> alone; the other list is empty [inferred].</summary>
    Published,

    /// <summary>In <c>publishedBots</c>; the documented lists are missing [seen].</summary>
    PublishedBots,
}
