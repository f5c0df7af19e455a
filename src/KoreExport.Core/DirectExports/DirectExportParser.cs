using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Http;

namespace KoreExport.DirectExports;

/// <summary>Reads the exports that answer at once. As lenient as the rest: what is missing is null, what is not known is kept or passed over.</summary>
internal static class DirectExportParser
{
    private static readonly HashSet<string> KnownOfSuite = new(StringComparer.Ordinal) { "name", "testSuiteType", "description" };

    /// <summary>Reads an array of variables. Values are as they are, because they are what was asked for.</summary>
    public static IReadOnlyList<KoreBotVariable> ReadVariables(JsonElement array, string botId) => Objects(array)
        .Select(item => new KoreBotVariable(botId, Shown(item, "key") ?? string.Empty)
        {
            Value = item.Text("value"),
            Hint = Shown(item, "hint"),
            VariableType = Shown(item, "variableType"),
            Scope = Shown(item, "scope"),
            Group = Shown(item, "group"),
            PropagateValue = item.Flag("propagateValue"),
            Namespaces = Objects(item, "vNameSpace").Select(static space => Shown(space, "name")).OfType<string>().ToList(),
            IsSecured = item.Flag("isSecured") ?? false,
            AudioTag = Shown(item, "audioTag"),
            Locales = Dictionary(item, "localeData", static locale => locale.ValueKind == JsonValueKind.Object ? locale.Text("value") : null),
        })
        .ToList();

    /// <summary>Reads an array of roles.</summary>
    public static IReadOnlyList<KoreRole> ReadRoles(JsonElement array) => Objects(array)
        .Select(static item => new KoreRole(Shown(item, "_id") ?? string.Empty, Shown(item, "role") ?? string.Empty)
        {
            RoleType = Shown(item, "roleType"),
            Description = Shown(item, "rDesc"),
            Permissions = Dictionary(item, "permissions", static value => value.ValueKind == JsonValueKind.String ? LogSanitizer.Sanitize(value.GetString()) : value.GetRawText()),
            RefId = Shown(item, "refId"),
        })
        .ToList();

    /// <summary>Reads a page of test suites: an object whose keys are their ids, with counts beside them.</summary>
    public static IReadOnlyList<KoreTestSuite> ReadTestSuites(JsonElement root, string botId, string language) => root.EnumerateObject()
        .Where(static property => property.Value.ValueKind == JsonValueKind.Object && property.Value.Text("name") is { Length: > 0 })
        .Select(property => new KoreTestSuite(botId, LogSanitizer.Sanitize(property.Name), LogSanitizer.Neutralise(property.Value.Text("name")!))
        {
            Type = Shown(property.Value, "testSuiteType"),
            Description = Shown(property.Value, "description"),
            Language = language,
            AdditionalProperties = property.Value.EnumerateObject()
                .Where(static field => !KnownOfSuite.Contains(field.Name))
                .GroupBy(static field => LogSanitizer.Sanitize(field.Name), StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => PlainValue.Read(group.Last().Value), StringComparer.Ordinal),
        })
        .ToList();

    private static IEnumerable<JsonElement> Objects(JsonElement array) => array.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object);

    private static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? Objects(array) : [];

    private static Dictionary<string, string?> Dictionary(JsonElement element, string name, Func<JsonElement, string?> value) =>
        element.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().GroupBy(static entry => LogSanitizer.Sanitize(entry.Name), StringComparer.Ordinal).ToDictionary(static group => group.Key, group => value(group.Last().Value), StringComparer.Ordinal)
            : [];

    private static string? Shown(JsonElement item, string name) => item.Text(name) is { Length: > 0 } text ? LogSanitizer.Sanitize(text) : null;
}
