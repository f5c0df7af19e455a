using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportOptionTests
{
    public static TheoryData<string, string> Documented
    {
        get
        {
            var data = new TheoryData<string, string>
            {
                { "Task", "botTask knowledgeGraph smallTalk forms" },
                {
                    "NlpData",
                    "utterances patterns traits rules concepts synonyms standardResponses nlpSettings training_data bot_synonyms "
                        + "defaultDialog"
                },
                { "Setting", "botSettings botVariables ivrSettings genAIandLLMSettings" },
                { "AgentAI", "rules playbooks widgetSettings layoutSettings" },
                { "BotComponent", "linkedBots smallTalk" },
            };
            return data;
        }
    }

    private static ExportOption[] All =>
    [
        ExportOption.Task, ExportOption.NlpData, ExportOption.Setting, ExportOption.AgentAI, ExportOption.BotComponent,
    ];

    [Theory]
    [MemberData(nameof(Documented))]
    public void Every_word_that_is_known_of_the_platform_is_taken(string option, string words)
    {
        var subject = All.Single(candidate => candidate.Name == option);
        Assert.Equal(words.Split(' '), subject.Words);
        Assert.Equal(words.Split(' '), subject.Check(words.Split(' ')));
    }

    [Fact]
    public void Words_are_sent_in_the_platforms_spelling_and_once()
    {
        Assert.Equal(["botTask", "smallTalk"], ExportOption.Task.Check(["BOTTASK", " smalltalk ", "botTask"]));
        Assert.Equal("genAIandLLMSettings", ExportOption.Setting.Check("genaiandllmsettings"));
        Assert.Null(ExportOption.Task.Check(null as string[]));
    }

    [Theory]
    [InlineData("botTasks")]
    [InlineData("")]
    [InlineData(null)]
    public void A_word_the_platform_would_silently_ignore_is_refused_with_the_allowed_ones(string? word)
    {
        var refused = Assert.Throws<KoreException>(() => ExportOption.Task.Check([word!]));
        Assert.Equal(KoreErrorId.OptionInvalid, refused.ErrorId);
        Assert.Contains("-Task", refused.Message, StringComparison.Ordinal);
        Assert.Contains("botTask, knowledgeGraph, smallTalk, forms", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-AdditionalBody", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_names_the_parameter_that_was_used() =>
        Assert.Contains(
            "-AgentAssist",
            Assert.Throws<KoreException>(() => ExportOption.AgentAI.Check("x", "AgentAssist")).Message,
            StringComparison.Ordinal);
}
