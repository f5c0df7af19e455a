namespace KoreExport.Help;

/// <summary>Links each cmdlet with those that its help names and with the topics that name it, so that no list has to be kept.</summary>
internal static class RelatedLinks
{
    /// <summary>The cmdlets with their links; those that the documentation gives itself come first.</summary>
    public static IReadOnlyList<CmdletHelp> Add(IReadOnlyList<CmdletHelp> cmdlets, IReadOnlyList<AboutTopic> topics) =>
        [.. cmdlets.Select(cmdlet => cmdlet with
        {
            Links = [.. cmdlet.Links
                .Concat(
                    cmdlets.Where(other => other != cmdlet && IsNamed(other.Name, cmdlet)).Select(other => new LinkHelp(other.Name, "")))
                .Concat(topics.Where(topic => topic.Mentions(cmdlet.Name)).Select(topic => new LinkHelp(topic.Name, "")))
                .DistinctBy(link => link.Text)],
        })];

    private static bool IsNamed(string name, CmdletHelp cmdlet) => Texts(cmdlet).Any(text => AboutTopic.IsNamed(name, text));

    private static IEnumerable<string> Texts(CmdletHelp cmdlet) => cmdlet.Description
        .Append(cmdlet.Synopsis)
        .Concat(cmdlet.Parameters.SelectMany(parameter => parameter.Description))
        .Concat(cmdlet.Examples.SelectMany(example => example.Remarks.Append(example.Code)));
}
