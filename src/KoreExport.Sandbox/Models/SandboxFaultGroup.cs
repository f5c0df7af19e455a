using System.Runtime.CompilerServices;

namespace KoreExport;

/// <summary>
/// Faults that belong together. Every property can be set at any time from any thread.
/// A property whose name ends in <c>Count</c> counts down, unless it says otherwise: it holds how often the fault still happens;
/// <see cref="int.MaxValue"/> means for ever.
/// </summary>
public abstract class SandboxFaultGroup
{
    private readonly object _gate = new();
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    private protected SandboxFaultGroup()
    {
    }

    /// <summary>The only bot these faults happen to; null: all of them.</summary>
    public string? BotId { get => Get<string?>(); set => Set(value); }

    internal bool AppliesTo(string? botId) => BotId is not { } only || string.Equals(only, botId, StringComparison.Ordinal);

    /// <summary>Uses up one of the times a fault still happens.</summary>
    /// <param name="count">The name of the property that counts them.</param>
    /// <param name="botId">The bot of the request.</param>
    /// <returns>False where the fault does not happen.</returns>
    internal bool Take(string count, string? botId) => Take(count, botId, initial: 0, out _);

    /// <summary>
    /// Uses up one of the times a fault still happens at a position; after the last one both properties are back at their defaults.
    /// </summary>
    /// <param name="position">The name of the property with the position.</param>
    /// <param name="count">The name of the property that counts the times; its default is 1.</param>
    /// <param name="botId">The bot of the request.</param>
    /// <returns>The position; null where the fault does not happen.</returns>
    internal long? TakePosition(string position, string count, string? botId)
    {
        lock (_gate)
        {
            if (Get<long?>(name: position) is not { } taken || !Take(count, botId, initial: 1, out var left))
            {
                return null;
            }

            if (left == 0)
            {
                _values.Remove(position);
                _values.Remove(count);
            }

            return taken;
        }
    }

    /// <summary>Reads the property of the caller.</summary>
    private protected T Get<T>(T initial = default!, [CallerMemberName] string name = "")
    {
        // A nullable number or a TimeSpan is not written in one go on every processor, hence the lock.
        lock (_gate)
        {
            return _values.TryGetValue(name, out var value) ? (T)value! : initial;
        }
    }

    /// <summary>Writes the property of the caller. PowerShell passes "" where a script sets <c>$null</c>, so "" counts as null.</summary>
    private protected void Set<T>(T value, [CallerMemberName] string name = "")
    {
        lock (_gate)
        {
            _values[name] = value is "" ? null : value;
        }
    }

    private bool Take(string count, string? botId, int initial, out int left)
    {
        lock (_gate)
        {
            left = Get(initial, count);
            if (left <= 0 || !AppliesTo(botId))
            {
                return false;
            }

            left -= left == int.MaxValue ? 0 : 1;
            Set(left, count);
            return true;
        }
    }
}
