using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KoreExport.Errors;

namespace KoreExport.Bots;

/// <summary>
/// Splits bots among machines without any of them knowing of the others: the first four bytes of the SHA-256 of the bot id's UTF-8 bytes,
/// read as a big-endian number, modulo the number of shards. The same everywhere and for ever: files of earlier runs depend on it.
/// </summary>
internal sealed class BotShard
{
    private readonly int _count;
    private readonly int _index;

    private BotShard(int count, int index)
    {
        _count = count;
        _index = index;
    }

    /// <summary>
    /// Returns the shard, or null where none is asked for; throws <see cref="KoreErrorId.OptionInvalid"/> where it cannot be.
    /// </summary>
    public static BotShard? Create(int? count, int? index)
    {
        if (count is null && index is null)
        {
            return null;
        }

        if (count is null || index is null)
        {
            throw KoreErrors.OptionInvalid(
                $"-Shard{(count is null ? "Index" : "Count")} is given without -Shard{(count is null ? "Count" : "Index")}.",
                "Give both: how many shards there are, and which one this is, counted from 0.");
        }

        if (count < 1 || index < 0 || index >= count)
        {
            throw KoreErrors.OptionInvalid(
                $"There is no shard {Text(index.Value)} of {Text(count.Value)}.",
                $"Shards are counted from 0: use -ShardIndex 0 to {Text(Math.Max(0, count.Value - 1))}. "
                + "Engines that count their jobs from 1 need one less.");
        }

        return new BotShard(count.Value, index.Value);
    }

    public bool Holds(string botId) => IndexOf(botId, _count) == _index;

    /// <summary>The shard of a bot, from 0.</summary>
    public static int IndexOf(string botId, int count)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(botId));
        var number = ((uint)hash[0] << 24) | ((uint)hash[1] << 16) | ((uint)hash[2] << 8) | hash[3];
        return (int)(number % (uint)count);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
