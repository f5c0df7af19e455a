namespace KoreExport.Definitions;

/// <summary>
/// Bytes that are not JSON, or JSON that is nested too deeply to be worked on. Never leaves the engine: see <see cref="DefinitionErrors"/>.
/// </summary>
internal sealed class JsonFormatException(string reason, long position, bool isTooDeep = false) : Exception(reason)
{
    /// <summary>Where it was noticed, in bytes from the start of the text.</summary>
    public long Position { get; } = position;

    /// <summary>Whether it may well be JSON, but has more levels than <see cref="JsonTokenizer.MaximumDepth"/>.</summary>
    public bool IsTooDeep { get; } = isTooDeep;
}
