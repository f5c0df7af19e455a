using System.Text.RegularExpressions;

namespace KoreExport.Definitions;

/// <summary>
/// Where secrets are in an export: members that were seen to hold them, names that say so, and texts that look like keys and tokens of
/// well-known services. Patterns of the user's own come on top.
/// </summary>
internal sealed class SecretRules
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly Regex Names = new(
        @"(api|private|access|subscription)[-_]?key|secret|passw(or)?d|passphrase|pwd$|^pass$|token(?!s|ize|ise|type|url|endpoint)"
            + "|authori[sz]ation$|credential|signature|client[-_]?id$|account[-_]?sid|connection[-_]?string|^sas$|bearer",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Limit);

    // Each matches the secret itself, or has it in the group "secret".
    private static readonly string[] Texts =
    [
        @"eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){1,4}",
        @"(?i:\b(bearer|basic|apikey|token)\s+)(?<secret>[A-Za-z0-9._~+/=-]{8,})",
        @"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
        @"\b(sk|pk|rk)[-_](live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}",
        @"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}",
        @"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
        @"\b(AKIA|ASIA)[A-Z0-9]{12,}",
        @"\bAIza[A-Za-z0-9_-]{30,}|\bya29\.[A-Za-z0-9_-]{10,}",
        @"\b(AC|SK)[0-9a-f]{32}\b",
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)",
        @"(?<=://)[^\s/:@""'<>]+:(?<secret>[^\s/@""'<>]+)(?=@)",
        @"(?i)[?&;](api[-_]?key|key|(access[-_]?)?token|auth|sig(nature)?|(client[-_]?)?secret|password|pwd|code|appid|subscription-key)="
            + @"(?<secret>[^&\s""'<>]+)",
        @"(?i)((api|private|access|subscription)[-_]?key|secret|passw(or)?d|pwd|token|authori[sz]ation|client[-_]?id|account[-_]?sid)"
            + @"[\w-]*\\?[""']?\s*[:=]\s*\\?[""'`](?<secret>(?!\{\{)[^""'`\\\r\n]{4,})\\?[""'`]",
        @"(?i)[""'](x-)?(api[-_]?key|auth[-_]?token|(ocp-apim-)?subscription-key)\\?[""']\s*[,:]\s*\\?[""'](?<secret>[^""'\\\r\n]{4,})",
    ];

    private const int MaximumNames = 10_000;
    private readonly List<Regex> _texts;
    private readonly Dictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Throws <see cref="ArgumentException"/> where a pattern is no regular expression.</summary>
    /// <param name="patterns">More patterns, each for the secret itself or with it in a group called <c>secret</c>.</param>
    public SecretRules(IEnumerable<string> patterns) =>
        _texts = [.. Texts.Concat(patterns).Select(static pattern => new Regex(pattern, RegexOptions.CultureInvariant, Limit))];

    /// <summary>Throws <see cref="KoreErrorId.OptionInvalid"/> where a pattern of the user's is no regular expression.</summary>
    public static void Check(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.CultureInvariant, Limit);
            }
            catch (ArgumentException failure)
            {
                throw DefinitionErrors.PatternInvalid(pattern, failure);
            }
        }
    }

    /// <summary>Whether the value as a whole is a secret.</summary>
    /// <param name="member">The member of the definition, or <c>config.json</c>.</param>
    /// <param name="parent">The name of the container.</param>
    /// <param name="name">The value's own name.</param>
    /// <param name="owner">The object that holds it.</param>
    public bool IsSecret(string member, string parent, string name, JsonSlice? owner)
    {
        if (IsSecretName(name) || IsSecretName(parent))
        {
            return true;
        }

        return (parent, name) switch
        {
            ("headers", "value") => true,
            ("sampleResponse", "response") => true,

            // Operators keep keys there too, and no export says which of them are.
            (_, "value") when member == "contentVariables" => true,
            (_, "value") when owner is { } holder && NameOfValue(holder) is { } key => IsSecuredVariable(member, parent, holder)
                || IsSecretName(key),
            _ => member == "idpConfigurations" && !IsDescriptive(name),
        };
    }

    /// <summary>Replaces the secrets in a text.</summary>
    public string Replace(string text, Func<string, string> mask)
    {
        try
        {
            foreach (var pattern in _texts)
            {
                text = pattern.Replace(text, match => Replace(match, mask));
            }

            return text;
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that no pattern gets through is not shown at all.
            return mask(text);
        }
    }

    private static string Replace(Match match, Func<string, string> mask)
    {
        var secret = match.Groups["secret"];
        if (!secret.Success)
        {
            return Redactor.IsMask(match.Value) ? match.Value : mask(match.Value);
        }

        var start = secret.Index - match.Index;
        return Redactor.IsMask(secret.Value)
            ? match.Value
            : match.Value.Substring(0, start) + mask(secret.Value) + match.Value.Substring(start + secret.Length);
    }

    private bool IsSecretName(string name)
    {
        if (!_names.TryGetValue(name, out var isSecret))
        {
            isSecret = Names.IsMatch(name.Length > 200 ? name.Substring(0, 200) : name);
            if (_names.Count < MaximumNames)
            {
                _names[name] = isSecret;
            }
        }

        return isSecret;
    }

    private static string? NameOfValue(JsonSlice holder) => holder.TextOf("key") ?? holder.TextOf("name");

    // A value is public only where the platform says so: older exports say nothing.
    private static bool IsSecuredVariable(string member, string parent, JsonSlice holder) =>
        (parent == "envVariables" || member is "variables" or "envVariables" || holder.TextOf("variableType") == "env")
        && !(holder.Member("isSecured") is { } flag && flag.Text.SequenceEqual("false"u8));

    private static bool IsDescriptive(string name) =>
        name
            is "refId"
                or "_id"
                or "name"
                or "idpName"
                or "type"
                or "idp"
                or "state"
                or "grantType"
                or "tenancyModel"
                or "mechanism"
                or "language"
                or "streamId";
}
