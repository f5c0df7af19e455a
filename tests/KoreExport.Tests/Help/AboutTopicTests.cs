using KoreExport.Help;
using Xunit;

namespace KoreExport.Tests.Help;

public sealed class AboutTopicTests
{
    [Fact]
    public void A_topic_reads_as_PowerShells_own_do()
        => Assert.Equal(
            """
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                What -Id is for.

            LONG DESCRIPTION
                -Path comes first. See about_Other and the site (https://example.test/a).

            A HEADING
              Below it
                - one
                - two, which goes on and on, so that it does not fit into the width of a
                  console at all

                Get-Sample   takes one
                Save-Sample  keeps it, and says so in a sentence that goes on beyond the
                             end of the line

                KoreSampleMissing, a name that is long
                    ObjectNotFound
                    a | b

                    Get-Sample *.zip |
                        Save-Sample

                The end.

            """.ReplaceLineEndings("\n"),
            new AboutTopic(
                "about_Sample",
                """
                # about_Sample

                What `-Id` is for.

                `-Path` comes *first*. See
                [about_Other](about_Other.md) and the [site](https://example.test/a).

                ## A heading
                ### Below it

                - one
                - two, which goes on and on, so that it does not fit into the width
                  of a **console** at all

                | cmdlet | does |
                |---|---|
                | `Get-Sample` | takes one |
                | `Save-Sample` | keeps it, and says so in a sentence that goes on beyond the end of the line |

                | id | category | means |
                |---|---|---|
                | `KoreSampleMissing`, a name that is long | ObjectNotFound | a \| b |

                ```powershell
                Get-Sample *.zip |
                    Save-Sample
                ```

                The end.
                """).ToText());

    [Theory]
    [InlineData("# about_Other\n\nA sentence.\n", "the first line is not '# about_Sample'")]
    [InlineData(
        "# about_Sample\n\n## Heading\n\nToo late? No: the first text counts, wherever it is, but this one is far too long to be one.\n",
        "no sentence of at most 75")]
    [InlineData("# about_Sample\n\nA sentence.\n\nIt isn’t.\n", "'’' is not ASCII")]
    [InlineData("# about_Sample\n\nA sentence.\n\n```\ncode\n", "a block of code does not end")]
    public void What_would_be_shown_wrongly_stops_the_build(string markdown, string problem)
        => Assert.Contains(problem, Assert.Single(new AboutTopic("about_Sample", markdown).Problems()), StringComparison.Ordinal);

    [Fact]
    public void The_topics_of_the_module_have_no_problems_and_fit_into_a_console()
    {
        var topics = AboutTopic.ReadAll(ErrorTopicTests.Folder);
        Assert.NotEmpty(topics);
        Assert.Empty(topics.SelectMany(topic => topic.Problems()));

        // Code keeps its lines, everything else is wrapped.
        var text = topics.SelectMany(topic => topic.ToText().Split('\n')).Where(
            line => !line.StartsWith("        ", StringComparison.Ordinal));
        Assert.DoesNotContain(text, line => line.Length > 79);
    }

    [Fact]
    public void A_cmdlet_is_linked_with_what_it_names_and_with_the_topics_that_name_it()
    {
        CmdletHelp[] cmdlets =
        [
            new("Get", "Sample") { Description = ["See Save-SampleSet."], Links = [new LinkHelp("Own", "https://example.test")] },
            new("Save", "Sample"),
            new("Save", "SampleSet") { Examples = [new ExampleHelp("", "Get-Sample | Save-SampleSet", [])] },
        ];
        AboutTopic[] topics = [new("about_One", "`Get-Sample`"), new("about_Two", "Save-SampleSets")];

        var linked = RelatedLinks.Add(cmdlets, topics);

        Assert.Equal(["Own", "Save-SampleSet", "about_One"], linked[0].Links.Select(link => link.Text));
        Assert.Empty(linked[1].Links);
        Assert.Equal(["Get-Sample"], linked[2].Links.Select(link => link.Text));
    }
}
