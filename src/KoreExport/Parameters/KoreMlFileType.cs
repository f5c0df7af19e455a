namespace KoreExport;

/// <summary>The format of an utterance file.</summary>
public enum KoreMlFileType
{
    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>A JSON list.</summary>
    Json,
}

/// <summary>The platform's words for <see cref="KoreMlFileType"/>.</summary>
internal static class KoreMlFileTypeWords
{
    public static string ToApiWord(this KoreMlFileType type) => type == KoreMlFileType.Json ? "json" : "csv";
}
