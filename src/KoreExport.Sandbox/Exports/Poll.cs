namespace KoreExport.Sandbox.Exports;

/// <summary>What a status call gets to see.</summary>
/// <param name="Shown">The export shown; null where there never was one.</param>
/// <param name="Ordinal">Counts the status calls since the latest start, from 1.</param>
internal sealed record Poll(ExportJob? Shown, int Ordinal);
