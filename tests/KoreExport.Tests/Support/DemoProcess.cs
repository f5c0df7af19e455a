using System.Diagnostics;
using KoreExport.Tests.Pester;

namespace KoreExport.Tests.Support;

/// <summary>The demo program as a process of its own, which a test may kill.</summary>
internal static class DemoProcess
{
    public static Process Start(params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(PesterFiles.Root, "tests", "Demo", "bin", configuration, "net10.0", "KoreExport.Demo.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
