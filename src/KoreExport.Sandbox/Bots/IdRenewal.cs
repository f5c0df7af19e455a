using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Bots;

/// <summary>Makes new ids in the shape of old ones.</summary>
internal static class IdRenewal
{
    private static readonly Regex Uuid =
        new("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Another id of the same shape: a prefix and a UUID, or 24 hexadecimal digits.</summary>
    /// <param name="id">The old id.</param>
    /// <param name="purpose">The same purpose makes the same new id of the same old one.</param>
    public static string Another(string id, string purpose)
    {
        var match = Uuid.Match(id);
        return match.Success
            ? id.Substring(0, match.Index) + DeterministicId.Uuid(id, purpose)
            : DeterministicId.Hex(id, purpose, Math.Max(1, Math.Min(id.Length, 64)));
    }
}
