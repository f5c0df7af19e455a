using DiffPlex;

namespace KoreExport.Html;

/// <summary>
/// Cuts a line into words, runs of white space, and single other characters, so that a changed word is marked and nothing else.
/// </summary>
internal sealed class WordChunker : IChunker
{
    public static readonly WordChunker Instance = new();

    private enum Kind
    {
        Word,
        Space,
        Other,
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Chunk(string text)
    {
        var chunks = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var kind = KindOf(text, start);
            var end = start + Length(text, start);
            while (kind != Kind.Other && end < text.Length && KindOf(text, end) == kind)
            {
                end += Length(text, end);
            }

            chunks.Add(text.Substring(start, end - start));
            start = end;
        }

        return chunks;
    }

    private static int Length(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static Kind KindOf(string text, int at) =>
        char.IsLetterOrDigit(text, at) || text[at] == '_' ? Kind.Word
        : char.IsWhiteSpace(text[at]) ? Kind.Space
        : Kind.Other;
}
