using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using KoreExport.Errors;
using KoreExport.Views;

namespace KoreExport.Pipeline;

/// <summary>
/// The progress of many items: one bar over all of them with counts and rate, and below it one for each that is worked on. A single item
/// has the upper bar for itself. Items say where they are; the pipeline thread draws by the clock. Drawing never ends a run.
/// </summary>
internal sealed class ItemProgress
{
    // More do not fit on a screen.
    private const int MaximumChildren = 12;
    private const int MaximumText = 120; // cells

    private static int _lastActivityId = 0x4B7000;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _activityId;
    private readonly ConcurrentDictionary<int, (string Label, string Text, double? Percent)> _running = new();
    private readonly HashSet<int> _shown = [];
    private readonly DateTime _since = DateTime.UtcNow;

    // What is done before the first tick needs no bar.
    private DateTime _lastDrawn = DateTime.UtcNow;
    private bool _isShown;
    private bool _isBroken;
    private int _succeeded;
    private int _failed;

    /// <param name="cmdlet">Whose bar it is.</param>
    /// <param name="activity">What it says.</param>
    /// <param name="slots">How many items are worked on at once.</param>
    public ItemProgress(Cmdlet cmdlet, string activity, int slots)
    {
        _cmdlet = cmdlet;
        _activity = activity;
        _activityId = Interlocked.Add(ref _lastActivityId, slots + 1) - slots;
    }

    private int Finished => Volatile.Read(ref _succeeded) + Volatile.Read(ref _failed);

    /// <summary>Says where the item in a slot is; from any thread.</summary>
    public void Set(int slot, string label, string text, double? percent) => _running[slot] = (label, text, percent);

    /// <summary>Says how the item in a slot has ended; from any thread.</summary>
    public void End(int slot, bool succeeded)
    {
        _running.TryRemove(slot, out _);
        _ = Interlocked.Increment(ref succeeded ? ref _succeeded : ref _failed);
    }

    /// <summary>Draws if it is time to; on the pipeline thread.</summary>
    /// <param name="total">How many items there are as far as is known.</param>
    public void Show(int total)
    {
        var now = DateTime.UtcNow;
        var running = _running.ToArray();
        if (now - _lastDrawn < PipelineQueue.Tick || (running.Length == 0 && !_isShown))
        {
            return;
        }

        _lastDrawn = now;
        _isShown = true;
        if (total <= 1)
        {
            // The label last, because narrow terminals cut the end.
            var (label, text, percent) = running.Length > 0 ? running[0].Value : (string.Empty, "ending", null);
            Draw(new ProgressRecord(_activityId, _activity, Shown($"{text}: {label}")) { PercentComplete = Percent(percent) });
            return;
        }

        Draw(Overall(total, now));
        var children = running.OrderBy(static item => item.Key).Take(MaximumChildren).ToList();
        foreach (var gone in _shown.Where(slot => !children.Exists(item => item.Key == slot)).ToList())
        {
            CompleteChild(gone);
        }

        foreach (var item in children)
        {
            _shown.Add(item.Key);
            Draw(new ProgressRecord(ChildId(item.Key), Shown(item.Value.Label), Shown(item.Value.Text))
            {
                ParentActivityId = _activityId,
                PercentComplete = Percent(item.Value.Percent),
            });
        }
    }

    /// <summary>Takes the bars off the screen; on the pipeline thread.</summary>
    public void Complete()
    {
        foreach (var slot in _shown.ToList())
        {
            CompleteChild(slot);
        }

        if (_isShown)
        {
            _isShown = false;
            Draw(new ProgressRecord(_activityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static int Percent(double? percent) => percent is >= 0 and <= 100 ? (int)percent : -1;

    /// <summary>Text that a bar can show: PowerShell refuses empty ones, and terminals obey control characters.</summary>
    private static string Shown(string text)
    {
        var safe = LogSanitizer.Neutralise(DisplayWidth.Truncate(text, MaximumText)).Trim();
        return safe.Length > 0 ? safe : "…";
    }

    private ProgressRecord Overall(int total, DateTime now)
    {
        var finished = Finished;
        var minutes = Math.Max((now - _since).TotalMinutes, 1.0 / 600);
        var rate = (finished / minutes).ToString(finished / minutes < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
        var failed = _failed > 0 ? $", {_failed} failed" : string.Empty;
        var record = new ProgressRecord(_activityId, _activity, $"{finished} of {total} done{failed}, {rate} a minute")
        {
            PercentComplete = Percent(100.0 * finished / total),
        };
        if (finished > 0)
        {
            record.SecondsRemaining = (int)Math.Min(int.MaxValue, (now - _since).TotalSeconds / finished * (total - finished));
        }

        return record;
    }

    private int ChildId(int slot) => _activityId + 1 + slot;

    private void CompleteChild(int slot)
    {
        _shown.Remove(slot);
        Draw(new ProgressRecord(ChildId(slot), "Done", "Done")
        {
            ParentActivityId = _activityId,
            RecordType = ProgressRecordType.Completed,
        });
    }

    private void Draw(ProgressRecord record)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            _cmdlet.WriteProgress(record);
        }
#pragma warning disable CA1031 // A host that cannot draw this must not cost anybody an export. PowerShell's own stops pass.
        catch (Exception failure) when (failure is not RuntimeException)
#pragma warning restore CA1031
        {
            _isBroken = true;
        }
    }
}
