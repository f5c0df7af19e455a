using System.Reflection;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>The faults that the tests of this assembly prove the module to survive, as Markdown.</summary>
internal static class FaultTable
{
    /// <summary>A line of the table.</summary>
    public sealed record Row(string Area, string Fault, string Outcome, string Test);

    /// <summary>The areas in the order in which <see cref="FaultArea"/> has them.</summary>
    public static IReadOnlyList<string> Areas { get; } = typeof(FaultArea).GetFields(BindingFlags.Public | BindingFlags.Static)
        .OrderBy(field => field.MetadataToken)
        .Select(field => (string)field.GetRawConstantValue()!)
        .ToList();

    /// <summary>All rows: by area, then by class, then in the order of the source.</summary>
    public static IReadOnlyList<Row> Rows { get; } = typeof(FaultTable).Assembly.GetTypes()
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => type
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .OrderBy(method => method.MetadataToken))
        .SelectMany(method => method.GetCustomAttributes<FaultAttribute>().Select(
            fault => new Row(fault.Area, fault.Fault, fault.Outcome, $"{method.DeclaringType!.Name}.{method.Name}")))
        .OrderBy(row => Areas.ToList().IndexOf(row.Area))
        .ToList();

    public static string Render()
    {
        var text = new StringBuilder();
        foreach (var area in Rows.GroupBy(row => row.Area))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append("### ").Append(area.Key).Append(
                "\n\n| Fault | What the user sees | Test |\n|---|---|---|\n");
            foreach (var row in area)
            {
                text.Append("| ").Append(Cell(row.Fault)).Append(" | ").Append(
                    Cell(row.Outcome)).Append(" | `").Append(row.Test).Append("` |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace(
            "<", "&lt;", StringComparison.Ordinal);
}
