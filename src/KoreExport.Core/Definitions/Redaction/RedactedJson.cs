namespace KoreExport.Definitions;

/// <summary>Writes JSON with its secrets masked and all else as it was.</summary>
internal static class RedactedJson
{
    /// <summary>Writes the definition, or another file of the export.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="redactor">What masks.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="member">The member of the definition that it is from; empty for a definition.</param>
    public static void Write(JsonLayoutWriter writer, Redactor redactor, JsonSlice json, string member = "") =>
        Write(writer, redactor, json, null, ValuePath.Root(json), member);

    private static void Write(JsonLayoutWriter writer, Redactor redactor, JsonSlice value, JsonSlice? owner, ValuePath path, string member)
    {
        if (value.IsScalar)
        {
            writer.Scalar((redactor.Mask(member, path, owner, value) ?? value).Text);
        }
        else if (value.IsObject)
        {
            writer.Open('{');
            foreach (var (name, content) in value.Members())
            {
                var text = name.GetText()!;
                writer.Name(name.Text);
                Write(writer, redactor, content, value, path.Member(text, content), member.Length == 0 ? text : member);
            }

            writer.Close('}');
        }
        else
        {
            writer.Open('[');
            var index = 0;
            foreach (var item in value.Items())
            {
                Write(writer, redactor, item, null, path.Item(index++, item), member);
            }

            writer.Close(']');
        }
    }
}
