using KoreExport.Models;

namespace KoreExport.Downloads;

/// <summary>What it takes to fetch a file. No record, because those print their members and the link is a secret.</summary>
/// <param name="bot">The bot the file is of.</param>
/// <param name="link">The link as the platform sent it.</param>
/// <param name="announcedSize">The size the platform announces, in bytes, where it does.</param>
/// <param name="renew">Asks the platform for a fresh link to the same file.</param>
internal sealed class DownloadTicket(BotId bot, string? link, long? announcedSize, Func<CancellationToken, Task<DownloadTicket>> renew)
{
    /// <summary>The bot the file is of, for errors.</summary>
    public string BotId { get; } = bot.Value;

    /// <summary>The link as the platform sent it.</summary>
    public string Link { get; } = link?.Trim() ?? string.Empty;

    /// <summary>The size the platform announces, in bytes.</summary>
    public long? AnnouncedSize { get; } = announcedSize;

    /// <summary>Asks the platform for a fresh link to the same file.</summary>
    public Task<DownloadTicket> RenewAsync(CancellationToken cancellationToken) => renew(cancellationToken);
}
