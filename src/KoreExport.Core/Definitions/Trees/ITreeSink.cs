namespace KoreExport.Definitions;

/// <summary>Takes the files of a tree, one at a time.</summary>
internal interface ITreeSink
{
    /// <param name="path">Below the bot's folder, with forward slashes.</param>
    /// <param name="content">The bytes; only good during the call.</param>
    /// <param name="length">How many of them count.</param>
    void Add(string path, byte[] content, int length);
}
