using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>What a bot is: the files of its export.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Config">Its <c>config.json</c>.</param>
/// <param name="Icon">Its icon, a PNG.</param>
internal sealed record BotContent(JsonObject Definition, JsonObject Config, byte[] Icon)
{
    // One grey pixel.
    public static readonly byte[] GreyIcon = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    /// <summary>Its scripts by file name.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Functions { get; init; } = [];

    /// <summary>A copy that can be changed.</summary>
    public BotContent Copy() =>
        this with { Definition = Definition.DeepClone().AsObject(), Config = Config.DeepClone().AsObject() };
}
