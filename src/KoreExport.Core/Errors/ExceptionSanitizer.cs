namespace KoreExport.Errors;

/// <summary>
/// Makes exceptions of others fit to be kept inside ours. The network stack quotes what it cannot read ("invalid status line: '…'"), and
/// that may hold a link, a token or terminal escape codes.
/// </summary>
internal static class ExceptionSanitizer
{
    /// <summary>The exception itself, or, where one message in it is not fit to be shown, one with their cleaned messages alone.</summary>
    public static Exception Sanitize(Exception cause)
    {
        var messages = new List<string>();
        var isSafe = true;
        for (var one = cause; one is not null; one = one.InnerException)
        {
            var clean = LogSanitizer.Sanitize(one.Message);
            isSafe &= clean == one.Message.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ').Trim();
            messages.Add(clean);
        }

        return isSafe ? cause : new IOException(string.Join(" -> ", messages));
    }
}
