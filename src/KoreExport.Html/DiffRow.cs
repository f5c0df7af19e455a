namespace KoreExport.Html;

/// <summary>A piece of a line.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsChanged">Whether the other side has not got it.</param>
internal readonly record struct DiffPiece(string Text, bool IsChanged);

/// <summary>A line with its number, counted from 1.</summary>
internal sealed record DiffLine(int Number, IReadOnlyList<DiffPiece> Pieces);

/// <summary>A row of two texts side by side: the same line twice, a changed pair, or a line that one side has not got.</summary>
internal sealed record DiffRow(DiffLine? Before, DiffLine? After, bool IsChanged);
