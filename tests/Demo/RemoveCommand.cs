using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Backups;

namespace KoreExport.Demo;

/// <summary>
/// Removes old backups from a set, for tests that end it at some moment: <c>remove &lt;folder&gt; &lt;how many are kept&gt;</c>.
/// </summary>
internal static class RemoveCommand
{
    public static Task<int> RunAsync(string[] arguments)
    {
        var policy = new RetentionPolicy { Last = int.Parse(arguments[1], CultureInfo.InvariantCulture) };
        var decisions = BackupRetention.Create(policy, botIds: null, includesRetired: false)
            .Decide(
                [arguments[0]], Clock.System.UtcNow, static problem => Console.Error.WriteLine(problem.Message), CancellationToken.None);
        Console.WriteLine("running");
        foreach (var decision in decisions.Where(static decision => !decision.IsKept))
        {
            BackupRemover.Remove(decision.Entry);
        }

        return Task.FromResult(0);
    }
}
