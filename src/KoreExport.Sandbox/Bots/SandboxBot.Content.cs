using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <content>What is in the bot: made for it, until something else was put into it.</content>
internal sealed partial class SandboxBot
{
    private BotContent? _own;
    private Func<BotContent>? _published;
    private int _publishings;
    private DateTimeOffset _publishedAt;
    private IReadOnlyList<Utterance>? _utterances;

    /// <summary>Whether its content is no longer the one made for it.</summary>
    public bool HasOwnContent
    {
        get
        {
            lock (_gate)
            {
                return _own is not null;
            }
        }
    }

    /// <summary>Its content as it is now: what this returns makes a copy of it, at any later time.</summary>
    /// <param name="published">The version last published in place of the latest.</param>
    public Func<BotContent> Content(bool published)
    {
        lock (_gate)
        {
            if (published && _published is not null)
            {
                return _published;
            }

            _edits.TryGetValue(SandboxContent.Definition, out var edits);
            var (own, publishings, publishedAt) = (_own, _publishings, _publishedAt);
            return () =>
            {
                var content = own?.Copy() ?? make(Id, Name);
                ContentChange.Edit(content, edits);
                ContentChange.Publish(content, publishings, publishedAt);
                return content;
            };
        }
    }

    /// <summary>Gives it another content.</summary>
    /// <param name="content">The content; it is not changed any more.</param>
    /// <param name="keepPublished">Whether the version that was published stays what it is.</param>
    public void Replace(BotContent content, bool keepPublished)
    {
        lock (_gate)
        {
            SetOwn(content, keepPublished);
            _utterances = UtteranceFile.Of(content.Definition);
            _edits.Remove(SandboxContent.Utterances);
            _edits.Remove(SandboxContent.Variables);
        }
    }

    /// <summary>Its utterances as they are now: what this returns lists them at any later time.</summary>
    /// <param name="made">How many it has as long as they are the ones made for it.</param>
    public Func<int, IEnumerable<Utterance>> Utterances(int made)
    {
        lock (_gate)
        {
            var own = _utterances;
            _edits.TryGetValue(SandboxContent.Utterances, out var edits);
            return variant => (own ?? MadeUtterances.Of(Id, made, variant)).Select((utterance, i) =>
                edits > 0 && i == 0 ? utterance with { Sentence = $"{utterance.Sentence} (edit {edits})" } : utterance);
        }
    }

    /// <summary>Adds utterances; those it has already are left out.</summary>
    /// <param name="added">The utterances.</param>
    /// <param name="made">How many it has as long as they are the ones made for it.</param>
    /// <returns>How many were new.</returns>
    public int AddUtterances(IReadOnlyList<Utterance> added, int made)
    {
        lock (_gate)
        {
            var all = Utterances(made)(0).ToList();
            var known = new HashSet<(string, string, string)>(all.Select(utterance => utterance.Key));
            var fresh = added.Where(utterance => known.Add(utterance.Key)).ToList();
            var content = Content(published: false)();
            if (content.Definition["sentences"] is not JsonArray sentences)
            {
                content.Definition["sentences"] = sentences = new JsonArray();
            }

            foreach (var utterance in fresh)
            {
                var sentence = utterance.ToJson();
                sentence["_id"] = Guid.NewGuid().ToString("N").Substring(0, 24);
                sentences.Add((JsonNode)sentence);
            }

            ContentChange.RenewHash(content, "utterances" + fresh.Count);
            SetOwn(content, keepPublished: true);
            _utterances = all.Concat(fresh).ToList();
            _edits.Remove(SandboxContent.Utterances);
            return fresh.Count;
        }
    }

    /// <summary>Its variables, with the values of secured ones.</summary>
    public JsonArray Variables()
    {
        lock (_gate)
        {
            var variables = _own is null ? MadeVariables.Of(Id, Name, Language) : BotVariables.Of(_own);
            if (Edits(SandboxContent.Variables) is > 0 and var edits && variables.Count > 0 && variables[0]!["value"] is JsonNode value)
            {
                variables[0]!["value"] = $"{value.GetValue<string>()}&edit={edits}";
            }

            return variables;
        }
    }

    /// <summary>Adds variables; the same key replaces.</summary>
    public void AddVariables(JsonArray variables)
    {
        lock (_gate)
        {
            var content = Content(published: false)();
            BotVariables.Merge(content, Variables());
            BotVariables.Merge(content, variables);
            ContentChange.RenewHash(content, "variables");
            SetOwn(content, keepPublished: true);
            _edits.Remove(SandboxContent.Variables);
        }
    }

    /// <summary>Publishes it as it is now.</summary>
    public void Publish(DateTimeOffset now)
    {
        lock (_gate)
        {
            _publishings++;
            _publishedAt = now;
            _published = null;
            _published = Content(published: false);
        }
    }

    private void SetOwn(BotContent content, bool keepPublished)
    {
        _published = keepPublished ? Content(published: true) : null;
        _own = content;
        _edits.Remove(SandboxContent.Definition);
        _publishings = 0;
    }
}
