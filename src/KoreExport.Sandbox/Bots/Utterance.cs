using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>One utterance of an ML export.</summary>
/// <param name="Task">The task it belongs to.</param>
/// <param name="Sentence">What is said.</param>
/// <param name="Type">Its type, for instance <c>DialogIntent</c>.</param>
/// <param name="Language">Its language.</param>
internal sealed record Utterance(string Task, string Sentence, string Type, string Language)
{
    /// <summary>The entities marked in it, as JSON.</summary>
    public string Entities { get; init; } = "[]";

    /// <summary>What makes it the same as another.</summary>
    public (string Task, string Sentence, string Language) Key => (Task, Sentence, Language);

    public JsonObject ToJson() => new()
    {
        ["taskName"] = Task,
        ["sentence"] = Sentence,
        ["type"] = Type,
        ["entities"] = JsonNode.Parse(Entities),
        ["language"] = Language,
    };
}
