using System;
using System.Threading.Tasks;

namespace KoreExport.Demo;

/// <summary>The main job where there is no PowerShell: exports from a sandbox and says what it got.</summary>
internal static class DemoCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        Console.Error.WriteLine("usage: Demo sandbox [--port N] [--job-seconds S]");
        return Task.FromResult(args.Length == 0 ? 0 : 2);
    }
}
