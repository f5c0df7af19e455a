using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KoreExport.Parameters;

/// <summary>Completes a path with folders only.</summary>
internal sealed class FolderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(wordToComplete ?? string.Empty)
            .Where(static found => found.ResultType == CompletionResultType.ProviderContainer);
}
