using System.Management.Automation;
using KoreExport.Bots;
using KoreExport.Errors;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Lists the bots of the account, or the apps that a universal bot links.</summary>
/// <remarks>
/// <para>Bots come out as the platform's pages of 50 arrive, each once. What comes after in the pipeline works meanwhile, and Select-Object
/// -First 1 ends the list after one page. The app must be one of the Admin Console with the scope Profile Management > Role
/// Management.</para>
/// <para>A list that cannot be read to its end ends the pipeline with an error: nothing that comes after takes a part of the account for
/// all of it. That one bot is not found does not.</para>
/// <para>The platform's list holds the client secrets of each bot's apps in clear. They are removed from the answer before it is read and
/// are in no object, view or log.</para>
/// <para>With -ShardCount and -ShardIndex several machines share an account without knowing of each other: each bot is in exactly one
/// shard, on every machine and edition of PowerShell the same one. The shard is the first four bytes of the SHA-256 of the bot id (UTF-8),
/// as a big-endian number, modulo the count.</para>
/// </remarks>
/// <example>
/// <title>Back up the whole account</title>
/// <code>Get-KoreBot | Export-KoreBot -Destination ./backup</code>
/// <para>Exports every bot; the first exports run while the list is still being read.</para>
/// </example>
/// <example>
/// <title>Some bots</title>
/// <code>Get-KoreBot -Name 'HR*', '*Helpdesk*' -Status published -Language en</code>
/// <para>Lists published English bots by name.</para>
/// </example>
/// <example>
/// <title>A universal bot with everything below it</title>
/// <code>Get-KoreBot -LinkedTo $universalBotId -Recurse</code>
/// <para>Lists the apps it links, and those that they link in turn, each once. What the platform says about linked apps is less than in the
/// account's list: status is a number there.</para>
/// </example>
/// <example>
/// <title>A third of the account</title>
/// <code>Get-KoreBot -ShardCount 3 -ShardIndex 0 | Export-KoreBot -Destination ./backup</code>
/// <para>The two other machines use -ShardIndex 1 and 2.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreBot", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(KoreBot))]
public sealed class GetKoreBot : KoreSessionCmdlet
{
    private const string AccountSet = "Account";
    private const string LinkedSet = "Linked";
    private const string ShardSet = "Shard";
    private const string LinkedShardSet = "LinkedShard";

    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private BotFilter _filter = new();
    private NamePatterns? _names;

    /// <summary>Names or ids of bots; wildcards are allowed in names. One without wildcards that no bot has is an error.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BotNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>
    /// Ids of bots, or objects with a BotId. One that the account does not have is an error. The list ends when all are found.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountSet)]
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ShardSet)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [AllowEmptyString]
    public string[]? BotId { get; set; }

    /// <summary>States of bots in the platform's words, for instance published or configured; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BotStatusCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Status { get; set; }

    /// <summary>Types of bots in the platform's words, for instance default, universalbot or unified; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BotTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Default languages of bots, for instance en; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Language { get; set; }

    /// <summary>A universal bot: its linked apps are listed in place of the account's bots.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LinkedSet)]
    [Parameter(Mandatory = true, ParameterSetName = LinkedShardSet)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? LinkedTo { get; set; }

    /// <summary>Lists the apps that the linked apps link too, and so on.</summary>
    [Parameter(ParameterSetName = LinkedSet)]
    [Parameter(ParameterSetName = LinkedShardSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Among how many machines the bots are split.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ShardSet)]
    [Parameter(Mandatory = true, ParameterSetName = LinkedShardSet)]
    public int? ShardCount { get; set; }

    /// <summary>Which part to list, counted from 0.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ShardSet)]
    [Parameter(Mandatory = true, ParameterSetName = LinkedShardSet)]
    public int? ShardIndex { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _names = Name is null ? null : new NamePatterns(Name);
        _filter = new BotFilter
        {
            Status = Patterns(Status),
            Type = Patterns(Type),
            Language = Patterns(Language),
            Shard = TerminateOnError(() => BotShard.Create(ShardCount, ShardIndex)),
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var botId in BotId ?? [])
        {
            InvokeForItem(botId, () => _wanted.Add(BotIdRule.Parse(botId).Value));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var isByIds = MyInvocation.BoundParameters.ContainsKey(nameof(BotId)) || MyInvocation.ExpectingInput;
        if (isByIds && _wanted.Count == 0)
        {
            return;
        }

        var api = new BotClient(Api);
        Write(
            LinkedTo is null
                ? new BotLister(api).NextAsync
                : new LinkedBots(api, TerminateOnError(() => BotIdRule.Parse(LinkedTo)), Recurse).NextAsync,
            isByIds);
        foreach (var missing in _wanted.Concat(_names?.Missing ?? []))
        {
            WriteFailure(KoreErrors.BotNotListed(missing), missing);
        }
    }

    // A list that breaks off ends the pipeline: whoever took it for the whole account would back up, or check, a part of it.
    private void Write(Func<CancellationToken, Task<IReadOnlyList<KoreBot>?>> next, bool isByIds)
    {
        while ((!isByIds || _wanted.Count > 0) && TerminateOnError(() => Await(next)) is { } page)
        {
            foreach (var bot in page)
            {
                var isWanted = !isByIds || _wanted.Remove(bot.BotId);
                if (isWanted && _names?.Match(bot.Name, bot.BotId) != false && _filter.Passes(bot))
                {
                    WriteObject(bot);
                }
            }
        }
    }

    private static List<Predicate<string>>? Patterns(string[]? texts) =>
        texts?.Select(static text => new Predicate<string>(NamePatterns.Pattern(text).IsMatch)).ToList();
}
