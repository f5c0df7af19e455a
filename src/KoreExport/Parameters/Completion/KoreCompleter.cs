using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KoreExport.Parameters;

/// <summary>Completes a parameter with what begins with the word so far; wildcards in it mean what they do elsewhere.</summary>
internal abstract class KoreCompleter : IArgumentCompleter
{
    private protected KoreCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var begins = NamePatterns.Pattern(word + "*");
        return Suggest(fakeBoundParameters, word)
            .Where(suggestion => begins.IsMatch(suggestion.Text) || begins.IsMatch(suggestion.Title))
            .Select(static suggestion => new CompletionResult(
                suggestion.IsCode ? suggestion.Text : Quote(suggestion.Text),
                suggestion.Text,
                CompletionResultType.ParameterValue,
                suggestion.Title));
    }

    /// <summary>What there is to choose from, in the order in which it is offered.</summary>
    /// <param name="bound">The parameters before.</param>
    /// <param name="word">The word so far.</param>
    private protected abstract IEnumerable<Suggestion> Suggest(IDictionary bound, string word);

    // What the parser takes for one word of a command needs no quotes.
    private static string Quote(string text) =>
        text.Length > 0 && text.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && text[0] != '-'
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>Something to choose.</summary>
    /// <param name="Text">The text of the argument.</param>
    /// <param name="Title">What people call it; empty texts are not shown.</param>
    /// <param name="IsCode">Whether it is an expression and not a text.</param>
    private protected sealed record Suggestion(string Text, string Title, bool IsCode = false)
    {
        public Suggestion(string text)
            : this(text, text)
        {
        }
    }
}
