using System.Text;

namespace KoreExport.Definitions;

/// <summary>What the writers of one tree share: where files go, what is kept apart, and what is masked.</summary>
internal sealed class TreeBuilder(ITreeSink sink, Redactor? redactor)
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    /// <summary>The files so far.</summary>
    public List<string> Files { get; } = [];

    public VolatileValues Volatile { get; } = new();

    /// <summary>The <c>refId</c> by the id for which it stands.</summary>
    public Dictionary<string, string> References { get; } = new(StringComparer.Ordinal);

    public Redactor? Redactor => redactor;

    /// <summary>Adds a file of JSON in the platform's style, with a final new line for git and editors.</summary>
    public void AddJson(string path, Action<JsonLayoutWriter> write)
    {
        using var content = new MemoryStream();
        var writer = new JsonLayoutWriter(content, JsonLayout.Platform);
        write(writer);
        writer.Complete();
        content.Write(NewLine, 0, 1);
        Add(path, content.GetBuffer(), (int)content.Length);
    }

    /// <summary>Adds a file of text, with a final new line that is not part of it.</summary>
    public void AddText(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text + "\n");
        Add(path, content, content.Length);
    }

    public void Add(string path, byte[] content, int length)
    {
        sink.Add(path, content, length);
        Files.Add(path);
    }
}
