using System.Collections;
using KoreExport.Exports;
using KoreExport.Sessions;

namespace KoreExport.Parameters;

/// <summary>Completes a parameter with the words that the platform knows for it.</summary>
internal abstract class WordCompleter : KoreCompleter
{
    private readonly IReadOnlyList<string> _words;

    private protected WordCompleter(IReadOnlyList<string> words) => _words = words;

    private protected sealed override IEnumerable<Suggestion> Suggest(IDictionary bound, string word) =>
        _words.Select(static text => new Suggestion(text));
}

/// <summary>Completes <c>-Task</c>.</summary>
internal sealed class TaskCompleter() : WordCompleter(ExportOption.Task.Words);

/// <summary>Completes <c>-NlpData</c>.</summary>
internal sealed class NlpDataCompleter() : WordCompleter(ExportOption.NlpData.Words);

/// <summary>Completes <c>-Setting</c>.</summary>
internal sealed class SettingCompleter() : WordCompleter(ExportOption.Setting.Words);

/// <summary>Completes <c>-AgentAI</c> and <c>-AgentAssist</c>.</summary>
internal sealed class AgentCompleter() : WordCompleter(ExportOption.AgentAI.Words);

/// <summary>Completes <c>-BotComponent</c>.</summary>
internal sealed class BotComponentCompleter() : WordCompleter(ExportOption.BotComponent.Words);

/// <summary>Completes <c>-State</c> of utterances.</summary>
internal sealed class StateCompleter() : WordCompleter(["configured"]);

/// <summary>Completes <c>-Status</c> of bots.</summary>
internal sealed class BotStatusCompleter() : WordCompleter(["configured", "published"]);

/// <summary>Completes <c>-Type</c> of bots.</summary>
internal sealed class BotTypeCompleter() : WordCompleter(["default", "unified", "universalbot"]);

/// <summary>Completes <c>-Algorithm</c>.</summary>
internal sealed class AlgorithmCompleter() : WordCompleter(SigningAlgorithm.All);

/// <summary>Completes <c>-ImportOption</c>.</summary>
internal sealed class ImportOptionCompleter() : WordCompleter([.. Imports.ImportOption.All.Select(static option => option.Word)]);
