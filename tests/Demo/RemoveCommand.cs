using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Backups;

namespace KoreExport.Demo;

/// <summary>
/// <c>remove FOLDER LAST [DAILY WEEKLY MONTHLY]</c>: removes old backups from a set, as Remove-KoreBackup does, and says how many seconds
/// of processor time the process took. For tests that end it at some moment.
/// </summary>
internal static class RemoveCommand
{
    public static Task<int> RunAsync(string[] arguments)
    {
        var counts = arguments.Skip(1).Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).Concat([0, 0, 0]).ToList();
        var policy = new RetentionPolicy { Last = counts[0], Daily = counts[1], Weekly = counts[2], Monthly = counts[3] };
        var decisions = BackupRetention.Create(policy, botIds: null, includesRetired: false)
            .Decide(
                [arguments[0]], Clock.System.UtcNow, static problem => Console.Error.WriteLine(problem.Message), CancellationToken.None);
        Console.WriteLine("running");
        foreach (var decision in decisions.Where(static decision => !decision.IsKept))
        {
            BackupRemover.Remove(decision.Entry);
        }

        Console.WriteLine(FormattableString.Invariant($"{Environment.CpuUsage.TotalTime.TotalSeconds:0.00}"));
        return Task.FromResult(0);
    }
}
