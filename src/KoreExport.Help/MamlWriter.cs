using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace KoreExport.Help;

/// <summary>Writes PowerShell's help format for compiled cmdlets.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help of all cmdlets as one document.</summary>
    public static XDocument Write(IEnumerable<CmdletHelp> cmdlets)
        => new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Write)));

    /// <summary>The document as text, the same on every machine.</summary>
    public static string ToText(XDocument document)
    {
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using (var writer = XmlWriter.Create(text, settings))
        {
            document.Save(writer);
        }

        return text.Append('\n').ToString();
    }

    private static XElement Write(CmdletHelp cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([cmdlet.Synopsis])),
        Description(cmdlet.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(s => SyntaxItem(cmdlet, s))),
        new XElement(
            Command + "parameters",
            cmdlet.Parameters.OrderBy(IsAdded).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(Parameter)),
        new XElement(Command + "inputTypes", cmdlet.Inputs.Select(t => TypeOf("inputType", t))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(t => TypeOf("returnValue", t))),
        new XElement(Command + "examples", cmdlet.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", cmdlet.Links.Select(Link)));

    // Readers look for a cmdlet's own parameters; those that PowerShell adds come last, as they do in its own help.
    private static bool IsAdded(ParameterHelp parameter) => parameter.Name is "Confirm" or "WhatIf";

    private static XElement SyntaxItem(CmdletHelp cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        from parameter in cmdlet.Parameters
        let binding = parameter.In(set)
        where binding is not null
        orderby binding.Position ?? int.MaxValue, binding.Mandatory descending
        select Parameter(parameter, binding, inSyntax: true));

    private static XElement Parameter(ParameterHelp parameter)
        => Parameter(parameter, Binding.Combine([.. parameter.Sets.Values]), inSyntax: false);

    private static XElement Parameter(ParameterHelp parameter, Binding binding, bool inSyntax) => new(
        Command + "parameter",
        new XAttribute("required", binding.Mandatory),
        new XAttribute("variableLength", parameter.IsArray),
        new XAttribute("globbing", parameter.Globbing),
        new XAttribute("pipelineInput", PipelineInput(binding)),
        new XAttribute("position", binding.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Description),
        inSyntax ? SyntaxValue(parameter) : Value(parameter, parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", parameter.Default ?? "None"),
        inSyntax || parameter.Values.Count == 0 ? null : new XElement(Dev + "possibleValues", parameter.Values.Select(PossibleValue)));

    private static XElement? SyntaxValue(ParameterHelp parameter)
    {
        // A switch has no value to type, and a choice shows what there is to choose from.
        if (parameter.IsSwitch)
        {
            return null;
        }

        return parameter.Values.Count > 0
            ? new XElement(Command + "parameterValueGroup", parameter.Values.Select(v => Value(parameter, v.Value)))
            : Value(parameter, parameter.TypeName);
    }

    private static XElement Value(ParameterHelp parameter, string text) => new(
        Command + "parameterValue",
        new XAttribute("required", !parameter.IsSwitch),
        new XAttribute("variableLength", parameter.IsArray),
        text);

    private static XElement PossibleValue(ValueHelp value)
        => new(Dev + "possibleValue", new XElement(Dev + "value", value.Value), Description(value.Description));

    private static string PipelineInput(Binding binding) => (binding.ByValue, binding.ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static XElement TypeOf(string element, TypeHelp type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
        Description(type.Description));

    private static XElement Example(ExampleHelp example, int index)
    {
        var title = example.Title.Length > 0 ? $"Example {index + 1}: {example.Title}" : $"Example {index + 1}";
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"---------- {title} ----------"),
            new XElement(Dev + "code", example.Code),
            // Without an empty paragraph at its end, the next example's title follows without a blank line.
            new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));
    }

    private static XElement Link(LinkHelp link)
        => new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address));

    private static XElement Description(IReadOnlyList<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> paragraphs) =>
        paragraphs.Select(p => new XElement(Maml + "para", p));
}
