namespace KoreExport.Exports;

/// <summary>What an export is to contain, for each kind that lets one choose.</summary>
internal sealed record ExportRequest
{
    /// <summary>Of a bot's definition.</summary>
    public BotExportRequest Bot { get; init; } = new();

    /// <summary>The format of utterance files: <c>csv</c> or <c>json</c>.</summary>
    public string FileType { get; init; } = "csv";

    /// <summary>The state of the bot whose utterances are exported; the platform documents <c>configured</c>.</summary>
    public string State { get; init; } = "configured";
}
