using System.Text.RegularExpressions;
using KoreExport.Errors;

namespace KoreExport.Models;

/// <summary>
/// Checks bot ids before anything is sent. The platform's are <c>st-&lt;uuid&gt;</c>; what is allowed is wider, but never anything that
/// could change the path of a request or of a file.
/// </summary>
internal static class BotId
{
    private static readonly Regex Allowed = new(@"\A[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.|\z)){0,127}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Returns the id without surrounding blanks, or throws <see cref="KoreErrorId.BotIdInvalid"/>.</summary>
    public static string Check(string? botId)
    {
        var id = botId?.Trim(' ');
        return id is not null && IsValid(id) ? id : throw KoreErrors.BotIdInvalid(botId);
    }

    /// <summary>Whether the text is an id as it stands.</summary>
    public static bool IsValid(string botId) => Allowed.IsMatch(botId);
}
