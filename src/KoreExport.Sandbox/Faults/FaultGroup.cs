namespace KoreExport.Sandbox;

/// <summary>
/// Faults that belong together. Every property can be set at any time from any thread.
/// A property whose name ends in <c>Count</c> counts down, unless it says otherwise: it holds how often the fault still happens;
/// <see cref="int.MaxValue"/> means for ever.
/// </summary>
public abstract class FaultGroup
{
    private readonly object _gate = new();
    private string? _botId;

    private protected FaultGroup()
    {
    }

    /// <summary>The only bot these faults happen to; null: all of them.</summary>
    public string? BotId
    {
        get => Read(ref _botId);
        set => WriteText(ref _botId, value);
    }

    internal bool Concerns(string? botId)
    {
        var only = BotId;
        return only is null || string.Equals(only, botId, StringComparison.Ordinal);
    }

    private protected T Read<T>(ref T field)
    {
        // A nullable number or a TimeSpan is not written in one go on every processor, hence the lock.
        lock (_gate)
        {
            return field;
        }
    }

    private protected void Write<T>(ref T field, T value)
    {
        lock (_gate)
        {
            field = value;
        }
    }

    /// <summary>
    /// Writes a text that may be missing. PowerShell hands over "" where a script sets <c>$null</c>, so "" counts as missing.
    /// </summary>
    private protected void WriteText(ref string? field, string? value) => Write(ref field, value is "" ? null : value);

    private protected bool Take(ref int count, string? botId)
    {
        lock (_gate)
        {
            if (count <= 0 || !Concerns(botId))
            {
                return false;
            }

            if (count != int.MaxValue)
            {
                count--;
            }

            return true;
        }
    }

    /// <summary>
    /// Takes one of <paramref name="count"/> hits at <paramref name="position"/>; after the last one both are as they were at the start.
    /// </summary>
    private protected long? TakePosition(ref long? position, ref int count, string? botId)
    {
        lock (_gate)
        {
            if (position is null || !Take(ref count, botId))
            {
                return null;
            }

            var taken = position;
            if (count == 0)
            {
                position = null;
                count = 1;
            }

            return taken;
        }
    }
}
