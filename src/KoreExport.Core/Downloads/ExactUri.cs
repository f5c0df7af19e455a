using System.Linq.Expressions;
using System.Text;

namespace KoreExport.Downloads;

/// <summary>
/// Makes addresses whose path and query stay byte for byte as the server wrote them: the signature of a link was made over exactly these.
/// Plain <see cref="Uri"/> would decode some escapes.
/// </summary>
internal static class ExactUri
{
    private static readonly Func<string, Uri> Make = FindExactConstructor() ?? (static text => new Uri(text, UriKind.Absolute));

    /// <summary>
    /// Returns the address, or null where the text is none. Only what may never stand in a request line is escaped: blanks, controls,
    /// non-ASCII.
    /// </summary>
    public static Uri? Create(string text)
    {
        // What follows '#' is for browsers, and never part of a request.
        var escaped = Escape(text.Split('#')[0].Trim());
        try
        {
            return Uri.TryCreate(escaped, UriKind.Absolute, out _) ? Make(escaped) : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = value is > 0x20 and < 0x7F and not (byte)'"' and not (byte)'<' and not (byte)'>'
                ? result.Append((char)value)
                : result.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    // UriCreationOptions exists from .NET 6 on. .NET Framework has nothing like it, but does not touch the query either.
    private static Func<string, Uri>? FindExactConstructor()
    {
        var options = typeof(Uri).Assembly.GetType("System.UriCreationOptions");
        var constructor = options is null ? null : typeof(Uri).GetConstructor([typeof(string), options.MakeByRefType()]);
        if (options is null || constructor is null)
        {
            return null;
        }

        var text = Expression.Parameter(typeof(string));
        var exact = Expression.Variable(options);
        var body = Expression.Block(
            [exact],
            Expression.Assign(exact, Expression.Default(options)),
            Expression.Assign(Expression.Property(exact, "DangerousDisablePathAndQueryCanonicalization"), Expression.Constant(true)),
            Expression.New(constructor, text, exact));
        return Expression.Lambda<Func<string, Uri>>(body, text).Compile();
    }
}
