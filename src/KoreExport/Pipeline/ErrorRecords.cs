using System.Management.Automation;
using KoreExport.Errors;

namespace KoreExport.Pipeline;

/// <summary>Turns the engine's errors into PowerShell's.</summary>
internal static class ErrorRecords
{
    // From 7.5 on the error view shows the recommended action; before that, only the message is seen.
    private static readonly bool ViewShowsAction = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    public static ErrorRecord From(Exception exception, object? target = null)
    {
        var failure = exception as KoreException ?? Unexpected(exception);
        var category = Enum.TryParse<ErrorCategory>(failure.Category.ToString(), out var known) ? known : ErrorCategory.NotSpecified;
        var isNamed = failure.ExportId is not { Length: > 0 } id || failure.Message.Contains(id);
        var what = isNamed ? failure.Message : $"{failure.Message} (Export {failure.ExportId}.)";
        var message = ViewShowsAction ? what : $"{what} {failure.RecommendedAction}";
        return new ErrorRecord(failure, failure.ErrorId, category, failure.Target ?? target)
        {
            ErrorDetails = new ErrorDetails(LogSanitizer.Message(message)) { RecommendedAction = failure.RecommendedAction },
        };
    }

    private static KoreException Unexpected(Exception exception) => new(
        KoreErrorId.Unexpected,
        KoreErrorCategory.NotSpecified,
        $"Something went wrong that KoreExport did not foresee: {exception.GetType().Name}: {LogSanitizer.Sanitize(exception.Message)}",
        "Please report it, with what Get-Error prints after checking that nothing secret is in it.",
        ExceptionSanitizer.Sanitize(exception));
}
