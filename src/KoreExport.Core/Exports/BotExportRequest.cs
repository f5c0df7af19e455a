using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Exports;

/// <summary>
/// What a bot export is to contain, and the request body that says so (seed: Bot Export API, and the vendor documentation for what the
/// seed lacks). A list that is null is left out of the body; a body without <c>exportOptions</c> exports everything.
/// </summary>
internal sealed record BotExportRequest
{
    public string ExportType { get; init; } = "latest";

    public IReadOnlyList<string>? Tasks { get; init; }

    public IReadOnlyList<string>? NlpData { get; init; }

    public IReadOnlyList<string>? Settings { get; init; }

    public IReadOnlyList<string>? AgentAI { get; init; }

    public IReadOnlyList<string>? AgentAssist { get; init; }

    public IReadOnlyList<string>? BotComponents { get; init; }

    public IReadOnlyList<string>? Dialogs { get; init; }

    public IReadOnlyList<string>? Alerts { get; init; }

    public IReadOnlyList<string>? Actions { get; init; }

    public IReadOnlyList<string>? ExperienceFlows { get; init; }

    public bool? AllTasks { get; init; }

    public bool? CustomDashboards { get; init; }

    public bool? IncludeDependentTasks { get; init; }

    public IReadOnlyList<string>? ExcludeVariables { get; init; }

    public bool? ExcludeEnvironmentVariables { get; init; }

    public bool? ExcludeContentVariables { get; init; }

    /// <summary>Keys that the other properties do not reach; merged over them, objects key by key.</summary>
    public IDictionary? AdditionalBody { get; init; }

    /// <summary>The JSON body, UTF-8.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ToNode().WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The JSON body with its keys in one order: the same text for the same request, in whatever order its keys came.</summary>
    public string ToCanonicalText() => JsonMerge.Sort(ToNode())!.ToJsonString();

    private JsonObject ToNode()
    {
        var body = new JsonObject { ["exportType"] = ExportType };
        Add(body, "exportOptions", ExportOptions());
        Add(body, "subTasks", SubTasks());
        AddFlag(body, "allTasks", AllTasks);
        AddFlag(body, "customDashboards", CustomDashboards);

        // The capital I is the platform's.
        AddFlag(body, "IncludeDependentTasks", IncludeDependentTasks);
        if (AdditionalBody is not null)
        {
            JsonMerge.Into(body, AdditionalBody);
        }

        return body;
    }

    private JsonObject? ExportOptions()
    {
        var options = new JsonObject();
        AddList(options, "settings", Settings);
        AddList(options, "tasks", Tasks);
        AddList(options, "nlpData", NlpData);

        // One list under two names: the seed's and the newest documentation's.
        AddList(options, "AgentAI", AgentAI);
        AddList(options, "AgentAssist", AgentAssist);
        AddList(options, "botComponents", BotComponents);
        var variables = new JsonObject();
        AddList(variables, "ignore", ExcludeVariables);
        AddFlag(variables, "ignoreEnvironmentVariables", ExcludeEnvironmentVariables);
        AddFlag(variables, "ignoreContentVariables", ExcludeContentVariables);
        if (variables.Count > 0)
        {
            options["options"] = new JsonObject { ["botVariables"] = variables };
        }

        return options.Count > 0 ? options : null;
    }

    private JsonObject? SubTasks()
    {
        if (Dialogs is null && Alerts is null && Actions is null && ExperienceFlows is null)
        {
            return null;
        }

        // All four together, as in the seed's sample: with subTasks present the platform looks at nothing else.
        var tasks = new JsonObject();
        AddList(tasks, "alerts", Alerts ?? []);
        AddList(tasks, "actions", Actions ?? []);
        AddList(tasks, "dialogs", Dialogs ?? []);
        AddList(tasks, "experienceFlows", ExperienceFlows ?? []);
        return tasks;
    }

    private static void Add(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static void AddFlag(JsonObject target, string name, bool? value)
    {
        if (value is { } flag)
        {
            target[name] = flag;
        }
    }

    private static void AddList(JsonObject target, string name, IReadOnlyList<string>? values)
    {
        if (values is not null)
        {
            target[name] = new JsonArray(values.Select(static value => (JsonNode?)JsonValue.Create(value)).ToArray());
        }
    }
}
