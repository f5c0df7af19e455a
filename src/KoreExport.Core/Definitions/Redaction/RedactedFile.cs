using System.Text;

namespace KoreExport.Definitions;

/// <summary>Masks the secrets of a file that is kept as it is: JSON by its members, other text by what looks like a secret.</summary>
internal static class RedactedFile
{
    private static readonly string[] Binary = [".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp"];

    public static byte[] Mask(Redactor redactor, string name, byte[] content)
    {
        if (Array.Exists(Binary, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            return content;
        }

        try
        {
            using var masked = new MemoryStream();
            var writer = new JsonLayoutWriter(masked, JsonLayout.Detect(content, content.Length));
            RedactedJson.Write(writer, redactor, JsonSlice.Unchecked(content));
            writer.Complete();
            return masked.ToArray();
        }
        catch (JsonFormatException)
        {
            return Encoding.UTF8.GetBytes(redactor.Mask(string.Empty, string.Empty, string.Empty, null, JsonText.GetString(content)));
        }
    }
}
