namespace KoreExport;

/// <summary>Which state of a bot is exported.</summary>
public enum KoreExportType
{
    /// <summary>The bot as it is being worked on.</summary>
    Latest,

    /// <summary>The bot as its users see it.</summary>
    Published,
}
