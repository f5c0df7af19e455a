namespace KoreExport.Verification;

/// <summary>Limits on what an archive may unpack to, against those made to fill disks and waste hours (zip bombs).</summary>
internal static class ArchiveLimits
{
    /// <summary>The most entries an archive may have.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>The most bytes all entries together may unpack to: real exports have a few dozen megabytes.</summary>
    public const long MaximumTotalBytes = 8L * 1024 * 1024 * 1024;

    /// <summary>From here on the ratio counts; small files of blanks may well pack a thousandfold.</summary>
    public const long RatioMattersFrom = 256L * 1024 * 1024;

    /// <summary>Text packs to a tenth or a twentieth; beyond this it is made to harm.</summary>
    public const int MaximumRatio = 200;

    /// <summary>Why so much may not be unpacked, or null.</summary>
    public static string? Refusal(long unpacked, long packed)
    {
        if (unpacked > MaximumTotalBytes)
        {
            return $"it unpacks to more than {MaximumTotalBytes / (1024 * 1024 * 1024)} GB";
        }

        return unpacked > RatioMattersFrom && unpacked / Math.Max(1, packed) > MaximumRatio
            ? $"it unpacks to more than {MaximumRatio} times its size"
            : null;
    }
}
