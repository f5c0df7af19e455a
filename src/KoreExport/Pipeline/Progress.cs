using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace KoreExport.Pipeline;

/// <summary>The progress of one cmdlet: tasks say where they are, the pipeline thread draws it by the clock. Silent where nothing is under way.</summary>
internal sealed class Progress
{
    private static int _lastActivityId = 0x4B6F72;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _activityId = Interlocked.Increment(ref _lastActivityId);
    private readonly ConcurrentDictionary<string, (string Text, double? Percent)> _items = new(StringComparer.Ordinal);
    private bool _shown;

    public Progress(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    /// <summary>Says where an item is; from any thread.</summary>
    public void Set(string item, string text, double? percent = null) => _items[item] = (text, percent);

    /// <summary>Takes an item off the list; from any thread.</summary>
    public void Remove(string item) => _items.TryRemove(item, out _);

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1024 * 1024 => (bytes / (1024.0 * 1024.0)).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1024 => (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture) + " KB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };

    /// <summary>Draws; on the pipeline thread.</summary>
    public void Show(int finished, int total)
    {
        var items = _items.ToArray();
        if (items.Length == 0)
        {
            return;
        }

        var first = items.OrderBy(static item => item.Key, StringComparer.Ordinal).First();
        var percent = total <= 1 ? first.Value.Percent : 100.0 * finished / total;

        // All in the status, because PowerShell 7 shows no more, and the bot last, because narrow terminals cut it.
        var status = total <= 1 ? first.Value.Text : $"{finished} of {total} done; {first.Value.Text}";
        _cmdlet.WriteProgress(new ProgressRecord(_activityId, _activity, status)
        {
            PercentComplete = percent is { } value ? Math.Max(0, Math.Min(100, (int)value)) : -1,
        });
        _shown = true;
    }

    /// <summary>Takes the bar off the screen; on the pipeline thread.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _shown = false;
            _cmdlet.WriteProgress(new ProgressRecord(_activityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
