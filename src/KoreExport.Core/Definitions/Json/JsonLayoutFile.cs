using System.Globalization;
using System.Text;

namespace KoreExport.Definitions;

/// <summary>A layout as JSON: an empty object for the platform's own.</summary>
internal static class JsonLayoutFile
{
    public static void Write(JsonLayoutWriter writer, JsonLayout layout)
    {
        writer.Open('{');
        if (!layout.IsPlatform)
        {
            Text(writer, "indent", layout.Indent);
            Text(writer, "newLine", layout.NewLine);
            Text(writer, "afterColon", layout.AfterColon);
            writer.Name("byteOrderMark");
            writer.Scalar(layout.HasMark ? "true"u8 : "false"u8);
            writer.Name("exceptions");
            writer.Open('{');
            foreach (var exception in layout.Exceptions)
            {
                Text(writer, exception.Key.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(exception.Value));
            }

            writer.Close('}');
        }

        writer.Close('}');
    }

    public static JsonLayout Read(JsonSlice json)
    {
        var platform = JsonLayout.Platform;
        var layout = JsonLayout.Create(
            Space(json.TextOf("indent")) ?? platform.Indent,
            Space(json.TextOf("newLine")) ?? platform.NewLine,
            Space(json.TextOf("afterColon")) ?? platform.AfterColon,
            json.Member("byteOrderMark") is { } mark && mark.Text.SequenceEqual("true"u8));
        foreach (var (name, gap) in json.Member("exceptions")?.Members() ?? [])
        {
            if (
                int.TryParse(name.GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && Space(gap.GetText()) is { } text)
            {
                layout.Exceptions[index] = Encoding.ASCII.GetBytes(text);
            }
        }

        return layout;
    }

    // Anything but white space would make other JSON of it.
    private static string? Space(string? text) =>
        text is null || text.All(static character => character is ' ' or '\n' or '\r' or '\t')
            ? text
            : throw new FormatException("its layout is not white space");

    private static void Text(JsonLayoutWriter writer, string name, string value)
    {
        writer.Name(name);
        writer.String(value);
    }
}
