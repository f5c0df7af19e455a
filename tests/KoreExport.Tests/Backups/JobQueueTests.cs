using System.Collections.Concurrent;
using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class JobQueueTests
{
    [Fact]
    public async Task Never_more_than_the_limit_run_and_all_of_them_do()
    {
        var jobs = new JobQueue(7, CancellationToken.None);
        var slots = new ConcurrentDictionary<int, bool>();
        var (running, most, done) = (0, 0, 0);

        // Nobody goes on before all places are taken once, however the threads are busy.
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 500; i++)
        {
            jobs.Add(async slot =>
            {
                Assert.True(slots.TryAdd(slot, true));
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 7)
                {
                    full.TrySetResult();
                }

                await full.Task;
                Interlocked.Decrement(ref running);
                Interlocked.Increment(ref done);
                Assert.True(slots.TryRemove(slot, out _));
            });
        }

        jobs.Close();
        await jobs.Completion;
        Assert.Equal(500, done);
        Assert.Equal(7, most);
    }

    [Fact]
    public async Task Cancelling_drops_what_waits()
    {
        using var stop = new CancellationTokenSource();
        var jobs = new JobQueue(2, stop.Token);
        var started = 0;
        foreach (var _ in Enumerable.Range(0, 100))
        {
            jobs.Add(async _ =>
            {
                Interlocked.Increment(ref started);
                await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            });
        }

        jobs.Close();
        Assert.False(jobs.Completion.IsCompleted);
        stop.Cancel();
        await jobs.Completion;
        Assert.InRange(started, 0, 4);
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_kept()
    {
        var jobs = new JobQueue(1, CancellationToken.None);
        var weak = Add(jobs);
        jobs.Close();
        await jobs.Completion;
        for (var i = 0; i < 20 && weak.IsAlive; i++)
        {
            GC.Collect();
            await Task.Delay(10);
        }

        Assert.False(weak.IsAlive);
        GC.KeepAlive(jobs);
    }

    private static WeakReference Add(JobQueue jobs)
    {
        var large = new byte[1000];
        jobs.Add(_ =>
        {
            GC.KeepAlive(large);
            return Task.CompletedTask;
        });
        return new WeakReference(large);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen; (seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen;)
        {
        }
    }
}
