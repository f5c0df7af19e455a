namespace KoreExport.Sandbox.Bots;

/// <summary>The utterances of a made bot: always the same ones for the same bot.</summary>
internal static class MadeUtterances
{
    private static readonly string[] Openings =
        ["I want to", "Please", "Can you", "How do I", "Könnten Sie bitte", "I'd like to", "help me", "quick,"];
    private static readonly string[] Manners =
        ["today", "for my account", "before Friday", "again", "on my phone", "\"right now\"", "in two steps", "for order 4711"];

    /// <summary>Makes them.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="count">How many.</param>
    /// <param name="variant">Tells variants of the same length apart.</param>
    public static IEnumerable<Utterance> Of(string botId, int count, int variant)
    {
        for (var i = 0; i < count; i++)
        {
            var task = MadeBot.TaskName(i / 8 % MadeBot.TaskCount);
            var manner = Manners[(i + botId[botId.Length - 1]) % Manners.Length];
            var opening = Openings[i % Openings.Length];

            // One digit tells variants apart, so that they all have the same length.
            yield return new Utterance(task, $"{opening} {task.ToLowerInvariant()} {manner}, no. {i}.{variant % 10}", "DialogIntent", "en");
        }
    }
}
