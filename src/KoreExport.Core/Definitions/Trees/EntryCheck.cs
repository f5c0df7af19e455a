namespace KoreExport.Definitions;

/// <summary>What an editor or a merge of git can break in a file that is kept as it is.</summary>
internal static class EntryCheck
{
    private static readonly string[] TextFiles = [".json", ".js", ".csv", ".txt"];

    /// <summary>What is wrong with the content, or null.</summary>
    public static string? Problem(string name, byte[] content)
    {
        var extension = Array.Find(TextFiles, text => name.EndsWith(text, StringComparison.OrdinalIgnoreCase));
        if (extension is null)
        {
            return null;
        }

        if (content.AsSpan().IndexOf("<<<<<<<"u8) >= 0 && TextPlacement.HasConflictMarkers(JsonText.GetString(content)))
        {
            return "it holds conflict markers (<<<<<<<, =======, >>>>>>>)";
        }

        try
        {
            if (extension == ".json")
            {
                JsonSlice.Parse(content);
            }

            return null;
        }
        catch (JsonFormatException failure)
        {
            return $"it is not JSON ({failure.Message})";
        }
    }
}
