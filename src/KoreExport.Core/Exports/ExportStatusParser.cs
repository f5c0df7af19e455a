namespace KoreExport.Exports;

/// <summary>
/// What the platform's status words mean. Only words that were seen to end a job do so, in any case of letters; every other word, known
/// or not, means that it still runs (a wait has its own end).
/// </summary>
internal static class ExportStatusParser
{
    private static readonly string[] Success = ["success", "succeeded"];
    private static readonly string[] Failure = ["failure", "failed"];

    public static KoreExportState Read(string? word)
    {
        if (IsOneOf(word, Success))
        {
            return KoreExportState.Succeeded;
        }

        return IsOneOf(word, Failure) ? KoreExportState.Failed : KoreExportState.Running;
    }

    private static bool IsOneOf(string? word, string[] words) =>
        Array.Exists(words, known => known.Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase));
}
