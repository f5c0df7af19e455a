using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace KoreExport.Pipeline;

/// <summary>
/// The progress of many jobs: one bar over all of them with counts and rate, and below it one for each job that runs. A single job has
/// the upper bar for itself. Jobs say where they are; the pipeline thread draws by the clock.
/// </summary>
internal sealed class JobProgress
{
    private static int _lastActivityId = 0x4B7000;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _activityId;
    private readonly ConcurrentDictionary<int, (string Label, string Text, double? Percent)> _running = new();
    private readonly HashSet<int> _shown = [];
    private readonly DateTime _since = DateTime.UtcNow;
    private DateTime _lastDrawn;
    private bool _isShown;
    private int _saved;
    private int _failed;

    /// <param name="cmdlet">Whose bar it is.</param>
    /// <param name="activity">What it says.</param>
    /// <param name="slots">How many jobs run at once.</param>
    public JobProgress(Cmdlet cmdlet, string activity, int slots)
    {
        _cmdlet = cmdlet;
        _activity = activity;
        _activityId = Interlocked.Add(ref _lastActivityId, slots + 1) - slots;
    }

    private int Finished => Volatile.Read(ref _saved) + Volatile.Read(ref _failed);

    /// <summary>Says where the job in a place is; from any thread.</summary>
    public void Set(int slot, string label, string text, double? percent) => _running[slot] = (label, text, percent);

    /// <summary>Says how the job in a place has ended; from any thread.</summary>
    public void End(int slot, bool isSaved)
    {
        _running.TryRemove(slot, out _);
        _ = Interlocked.Increment(ref isSaved ? ref _saved : ref _failed);
    }

    /// <summary>Draws if it is time to; on the pipeline thread.</summary>
    /// <param name="total">How many jobs there are as far as is known.</param>
    public void Show(int total)
    {
        var now = DateTime.UtcNow;
        if (now - _lastDrawn < PipelineQueue.Tick)
        {
            return;
        }

        _lastDrawn = now;
        var running = _running.ToArray();
        if (running.Length == 0 && !_isShown)
        {
            return;
        }

        _isShown = true;
        if (total <= 1)
        {
            var (label, text, percent) = running.Length > 0 ? running[0].Value : (string.Empty, "ending", null);
            _cmdlet.WriteProgress(new ProgressRecord(_activityId, _activity, $"{label}: {text}") { PercentComplete = Percent(percent) });
            return;
        }

        _cmdlet.WriteProgress(Overall(total, now));
        foreach (var gone in _shown.Where(slot => !running.Any(job => job.Key == slot)).ToList())
        {
            CompleteChild(gone);
        }

        foreach (var job in running)
        {
            _shown.Add(job.Key);
            _cmdlet.WriteProgress(new ProgressRecord(ChildId(job.Key), job.Value.Label, job.Value.Text)
            {
                ParentActivityId = _activityId,
                PercentComplete = Percent(job.Value.Percent),
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
            _cmdlet.WriteProgress(new ProgressRecord(_activityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static int Percent(double? percent) => percent is { } value ? Math.Max(0, Math.Min(100, (int)value)) : -1;

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
        _cmdlet.WriteProgress(new ProgressRecord(ChildId(slot), "Done", "Done") { ParentActivityId = _activityId, RecordType = ProgressRecordType.Completed });
    }
}
