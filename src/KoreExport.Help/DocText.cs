using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KoreExport.Help;

/// <summary>Turns documentation markup into the plain paragraphs that help shows.</summary>
internal sealed partial class DocText
{
    private readonly List<string> _paragraphs = [];
    private readonly StringBuilder _line = new();
    private readonly Func<string, string> _nameOf;

    private DocText(Func<string, string> nameOf) => _nameOf = nameOf;

    /// <summary>The paragraphs of an element; <paramref name="nameOf"/> says how a cref reads.</summary>
    public static IReadOnlyList<string> Paragraphs(XElement element, Func<string, string> nameOf)
    {
        var text = new DocText(nameOf);
        text.AddAll(element.Nodes());
        text.EndParagraph();
        return text._paragraphs;
    }

    /// <summary>Lines of code without the indentation that only comes from the comment they stand in.</summary>
    public static string Code(XElement element)
    {
        var lines = element.Value.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();

        // Text beside the opening tag has no indentation to measure.
        var indent = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Skip(1).Select(l => l.Length > 0 ? l[indent..] : l).Prepend(lines[0].TrimStart())).Trim('\n');
    }

    private void AddAll(IEnumerable<XNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is XText text)
            {
                _line.Append(text.Value);
            }
            else if (node is XElement element)
            {
                Add(element);
            }
        }
    }

    private void Add(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "para":
                EndParagraph();
                AddAll(element.Nodes());
                EndParagraph();
                break;
            case "br":
                EndParagraph();
                break;
            case "code":
                EndParagraph();
                _paragraphs.Add(Code(element));
                break;
            case "list":
                AddList(element);
                break;
            case "see" or "seealso" or "paramref" or "typeparamref":
                AddReference(element);
                break;
            default:
                AddAll(element.Nodes());
                break;
        }
    }

    private void AddList(XElement list)
    {
        EndParagraph();
        var numbered = (string?)list.Attribute("type") == "number";
        var number = 0;
        foreach (var item in list.Elements("item"))
        {
            var parts = item.Elements().Where(e => e.Name.LocalName is "term" or "description").DefaultIfEmpty(item);
            var text = string.Join(": ", parts.Select(p => string.Join(' ', Paragraphs(p, _nameOf))));
            _paragraphs.Add(numbered ? $"{++number}. {text}" : $"- {text}");
        }
    }

    private void AddReference(XElement element)
    {
        var address = (string?)element.Attribute("href");
        if (!string.IsNullOrWhiteSpace(element.Value))
        {
            AddAll(element.Nodes());
            _line.Append(address is null ? "" : $" ({address})");
            return;
        }

        var reference = (string?)element.Attribute("cref");
        _line.Append(reference is not null
            ? _nameOf(reference)
            : (string?)element.Attribute("langword") ?? (string?)element.Attribute("name") ?? address);
    }

    private void EndParagraph()
    {
        var text = Blanks().Replace(_line.ToString(), " ").Trim();
        _line.Clear();
        if (text.Length > 0)
        {
            _paragraphs.Add(text);
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
