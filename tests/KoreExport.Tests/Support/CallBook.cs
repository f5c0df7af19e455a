using Xunit;

namespace KoreExport.Tests.Support;

/// <summary>
/// The calls of one key, each from its sending to its end. The platform counts each at some moment in between that nobody knows.
/// </summary>
internal sealed class CallBook
{
    private readonly List<(TimeSpan Start, TimeSpan End)> _calls = [];

    public int Count => _calls.Count;

    public void Add(TimeSpan start, TimeSpan end)
    {
        lock (_calls)
        {
            _calls.Add((start, end));
        }
    }

    /// <summary>Whatever moment each call was counted at, no window of that length holds more than the limit.</summary>
    public void HoldsAtMost(int limit, TimeSpan window)
    {
        var byStart = _calls.OrderBy(call => call.Start).ToList();
        var byEnd = _calls.Select(call => call.End).Order().ToList();
        for (int i = 0, gone = 0; i < byStart.Count; i++)
        {
            while (byEnd[gone] <= byStart[i].Start - window)
            {
                gone++;
            }

            Assert.True(i + 1 - gone <= limit, $"{i + 1 - gone} calls in the {window} before {byStart[i].Start}");
        }
    }

    /// <summary>The same for calls whose moment is known.</summary>
    public static void HoldsAtMost(IEnumerable<DateTimeOffset> times, int limit, TimeSpan window)
    {
        var book = new CallBook();
        var origin = DateTimeOffset.UnixEpoch;
        foreach (var time in times)
        {
            book.Add(time - origin, time - origin);
        }

        book.HoldsAtMost(limit, window);
    }
}
