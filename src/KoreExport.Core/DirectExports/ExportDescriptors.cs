using KoreExport.Exports;

namespace KoreExport.DirectExports;

/// <summary>The kinds of exports there are.</summary>
internal static class ExportDescriptors
{
    /// <summary>A bot's variables.</summary>
    public static VariableExportDescriptor Variable { get; } = new();

    /// <summary>A bot's batch test suites.</summary>
    public static TestSuiteExportDescriptor TestSuite { get; } = new();

    /// <summary>The account's roles.</summary>
    public static RoleExportDescriptor Role { get; } = new();

    /// <summary>All of them, in the order of <see cref="KoreExportKind"/>.</summary>
    public static IReadOnlyList<ExportDescriptor> All { get; } =
        [JobExportDescriptor.Bot, JobExportDescriptor.MlUtterance, Variable, TestSuite, Role];

    /// <summary>The one of that kind.</summary>
    public static ExportDescriptor For(KoreExportKind kind) => All.Single(one => one.Kind == kind);
}
