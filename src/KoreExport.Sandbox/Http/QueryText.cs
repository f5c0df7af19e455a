using System.Globalization;

namespace KoreExport.Sandbox.Http;

/// <summary>Reads parameters of a query.</summary>
internal static class QueryText
{
    /// <summary>The value of a parameter; null where it is missing.</summary>
    public static string? Find(string query, string name)
    {
        foreach (var part in query.Split('&'))
        {
            var equals = part.IndexOf('=');
            if (equals > 0 && string.Equals(part.Substring(0, equals), name, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(part.Substring(equals + 1).Replace('+', ' '));
            }
        }

        return null;
    }

    /// <summary>Reads a number that is not negative.</summary>
    /// <returns>False where there is something else.</returns>
    public static bool TryReadNumber(string query, string name, int missing, out int number)
    {
        number = missing;
        return Find(query, name) is not { } text || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
