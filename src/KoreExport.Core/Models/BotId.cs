using System.Text.RegularExpressions;
using KoreExport.Errors;

namespace KoreExport.Models;

/// <summary>
/// The id of a bot, checked once, where it comes in. The platform's are <c>st-&lt;uuid&gt;</c>; what is allowed is wider, but never
/// anything that could change the path of a request or of a file.
/// </summary>
internal readonly record struct BotId
{
    private static readonly Regex Allowed = new(
        @"\A[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.|\z)){0,127}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly string? _value;

    private BotId(string value) => _value = value;

    /// <summary>The id as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This is no bot id: nobody parsed it.");

    /// <summary>Reads an id, blanks around it aside, or throws <see cref="KoreErrorId.BotIdInvalid"/>.</summary>
    public static BotId Parse(string? text) => TryParse(text?.Trim(' '), out var id) ? id : throw KoreErrors.BotIdInvalid(text);

    /// <summary>Whether the text is an id as it stands.</summary>
    public static bool TryParse(string? text, out BotId id)
    {
        id = text is not null && Allowed.IsMatch(text) ? new BotId(text) : default;
        return id._value is not null;
    }

    /// <summary>The id as text.</summary>
    public override string ToString() => Value;
}
