using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.DirectExports;

/// <summary>
/// Reads the exports that answer at once. As lenient as the rest: what is missing is null, what is not known is kept or passed over.
/// </summary>
internal static class DirectExportParser
{
    private static readonly HashSet<string> KnownOfSuite = new(StringComparer.Ordinal) { "name", "testSuiteType", "description" };

    /// <summary>Reads an array of variables. Values are as they are, because they are what was asked for.</summary>
    public static IReadOnlyList<KoreBotVariable> ReadVariables(JsonElement array, BotId bot) => array.EnumerateArray().Objects()
        .Select(item => new KoreBotVariable
        {
            BotId = bot.Value,
            Key = item.Sanitized("key") ?? string.Empty,
            Value = item.Text("value"),
            Hint = item.Sanitized("hint"),
            VariableType = item.Sanitized("variableType"),
            Scope = item.Sanitized("scope"),
            Group = item.Sanitized("group"),
            PropagateValue = item.Flag("propagateValue"),
            Namespaces = item.Items("vNameSpace").Objects().Select(static space => space.Sanitized("name")).OfType<string>().ToList(),
            IsSecured = item.Flag("isSecured") ?? false,
            AudioTag = item.Sanitized("audioTag"),
            Locales = item.Fields("localeData", static locale => locale.Text("value")),
        })
        .ToList();

    /// <summary>Reads an array of roles.</summary>
    public static IReadOnlyList<KoreRole> ReadRoles(JsonElement array) => array.EnumerateArray().Objects()
        .Select(static item => new KoreRole
        {
            Id = item.Sanitized("_id") ?? string.Empty,
            Name = item.Sanitized("role") ?? string.Empty,
            RoleType = item.Sanitized("roleType"),
            Description = item.Sanitized("rDesc"),
            Permissions = item.Fields("permissions", Permission),
            RefId = item.Sanitized("refId"),
        })
        .ToList();

    /// <summary>Reads a page of test suites: an object whose keys are their ids, with counts beside them.</summary>
    public static IReadOnlyList<KoreTestSuite> ReadTestSuites(JsonElement root, BotId bot, string? language) => root.EnumerateObject()
        .Where(static property => property.Value.Text("name") is { Length: > 0 })
        .Select(property => new KoreTestSuite
        {
            BotId = bot.Value,
            Id = LogSanitizer.Sanitize(property.Name),
            Name = LogSanitizer.Neutralise(property.Value.Text("name")!),
            Type = property.Value.Sanitized("testSuiteType"),
            Description = property.Value.Sanitized("description"),
            Language = language,
            AdditionalProperties = property.Value.UnknownFields(KnownOfSuite),
        })
        .ToList();

    private static string? Permission(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? LogSanitizer.Sanitize(value.GetString()) : value.GetRawText();
}
