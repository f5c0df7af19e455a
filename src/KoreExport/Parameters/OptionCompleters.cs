using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KoreExport.Exports;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>Completes a parameter with the words that the platform knows for it.</summary>
public abstract class OptionCompleter : IArgumentCompleter
{
    private readonly IReadOnlyList<string> _words;

    private protected OptionCompleter(IReadOnlyList<string> words) => _words = words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var start = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return _words
            .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(static word => new CompletionResult(word, word, CompletionResultType.ParameterValue, word));
    }
}

/// <summary>Completes <c>-Task</c>.</summary>
public sealed class TaskCompleter() : OptionCompleter(ExportOption.Task.Words);

/// <summary>Completes <c>-NlpData</c>.</summary>
public sealed class NlpDataCompleter() : OptionCompleter(ExportOption.NlpData.Words);

/// <summary>Completes <c>-Setting</c>.</summary>
public sealed class SettingCompleter() : OptionCompleter(ExportOption.Setting.Words);

/// <summary>Completes <c>-AgentAI</c> and <c>-AgentAssist</c>.</summary>
public sealed class AgentCompleter() : OptionCompleter(ExportOption.AgentAI.Words);

/// <summary>Completes <c>-BotComponent</c>.</summary>
public sealed class BotComponentCompleter() : OptionCompleter(ExportOption.BotComponent.Words);

/// <summary>Completes <c>-State</c>.</summary>
public sealed class StateCompleter() : OptionCompleter(["configured"]);

/// <summary>Completes <c>-Algorithm</c>.</summary>
public sealed class AlgorithmCompleter() : OptionCompleter(SigningAlgorithm.All);

/// <summary>Completes <c>-ImportOption</c>.</summary>
public sealed class ImportOptionCompleter() : OptionCompleter([.. Imports.ImportOption.All.Select(static option => option.Word)]);
