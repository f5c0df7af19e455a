using System.Collections;
using System.Management.Automation;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>A cmdlet that starts exports of bot definitions and so takes what the platform lets one choose.</summary>
public abstract class BotExportCmdlet : BotCmdlet
{
    /// <summary>Latest exports the bot as it is being worked on, Published as its users see it.</summary>
    /// <default>Latest</default>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public KoreExportType ExportType { get; set; }

    /// <summary>
    /// Tasks to export: botTask, knowledgeGraph, smallTalk, forms. Without any selecting parameter everything is exported.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Task { get; set; }

    /// <summary>
    /// Language data to export: utterances, patterns, traits, rules, concepts, synonyms, standardResponses, nlpSettings, training_data,
    /// bot_synonyms, defaultDialog.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(NlpDataCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? NlpData { get; set; }

    /// <summary>Settings to export: botSettings, botVariables, ivrSettings, genAIandLLMSettings.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Setting { get; set; }

    /// <summary>
    /// Agent AI data to export: rules, playbooks, widgetSettings, layoutSettings. Older platforms know this list as AgentAI.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? AgentAI { get; set; }

    /// <summary>
    /// The same list under the name that the newest documentation gives it: rules, playbooks, widgetSettings, layoutSettings.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? AgentAssist { get; set; }

    /// <summary>Parts of a universal bot to export: linkedBots, smallTalk.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ArgumentCompleter(typeof(BotComponentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? BotComponent { get; set; }

    /// <summary>Names of dialog tasks to export. An empty list selects none.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [AllowEmptyCollection]
    public string[]? Dialog { get; set; }

    /// <summary>Names of alert tasks to export. An empty list selects none.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [AllowEmptyCollection]
    public string[]? Alert { get; set; }

    /// <summary>Names of action tasks to export. An empty list selects none.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [AllowEmptyCollection]
    public string[]? Action { get; set; }

    /// <summary>Names of experience flows to export. An empty list selects none.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [AllowEmptyCollection]
    public string[]? ExperienceFlow { get; set; }

    /// <summary>Exports all tasks. The platform ignores it where -Dialog, -Alert, -Action or -ExperienceFlow is given.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public SwitchParameter AllTasks { get; set; }

    /// <summary>Exports custom dashboards too.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public SwitchParameter CustomDashboards { get; set; }

    /// <summary>Exports the tasks that the selected ones depend on too.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public SwitchParameter IncludeDependentTasks { get; set; }

    /// <summary>
    /// Names of bot variables to leave out. Select something too, for instance -Setting botVariables: to the platform a body with nothing
    /// but what to leave out selects nothing.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ValidateNotNullOrEmpty]
    public string[]? ExcludeVariable { get; set; }

    /// <summary>Leaves out environment variables. Select something too, as for -ExcludeVariable.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public SwitchParameter ExcludeEnvironmentVariables { get; set; }

    /// <summary>Leaves out content variables. Select something too, as for -ExcludeVariable.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    public SwitchParameter ExcludeContentVariables { get; set; }

    /// <summary>
    /// More keys for the request body, for what the other parameters do not reach: hashtables, lists, texts, numbers and booleans. Goes
    /// over them, objects key by key. Its words are not checked.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot)]
    [ValidateNotNull]
    public IDictionary? AdditionalBody { get; set; }

    private protected BotExportRequest Request { get; private set; } = new();

    /// <summary>Checks every option word before the first request: the platform does not.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Request = TerminateOnError(CreateRequest);
        _ = TerminateOnError(Request.ToJson);
    }

    private BotExportRequest CreateRequest() => new()
    {
        ExportType = ExportType == KoreExportType.Published ? "published" : "latest",
        Tasks = ExportOption.Task.Check(Task),
        NlpData = ExportOption.NlpData.Check(NlpData),
        Settings = ExportOption.Setting.Check(Setting),
        AgentAI = ExportOption.AgentAI.Check(AgentAI),
        AgentAssist = ExportOption.AgentAI.Check(AgentAssist, nameof(AgentAssist)),
        BotComponents = ExportOption.BotComponent.Check(BotComponent),
        Dialogs = Dialog,
        Alerts = Alert,
        Actions = Action,
        ExperienceFlows = ExperienceFlow,
        AllTasks = IfGiven(nameof(AllTasks), AllTasks),
        CustomDashboards = IfGiven(nameof(CustomDashboards), CustomDashboards),
        IncludeDependentTasks = IfGiven(nameof(IncludeDependentTasks), IncludeDependentTasks),
        ExcludeVariables = ExcludeVariable,
        ExcludeEnvironmentVariables = IfGiven(nameof(ExcludeEnvironmentVariables), ExcludeEnvironmentVariables),
        ExcludeContentVariables = IfGiven(nameof(ExcludeContentVariables), ExcludeContentVariables),
        AdditionalBody = (IDictionary?)PlainObject.From(AdditionalBody),
    };

    // A switch that is not there says nothing to the platform; -AllTasks:$false says false.
    private bool? IfGiven(string name, SwitchParameter value) => MyInvocation.BoundParameters.ContainsKey(name) ? value.ToBool() : null;
}
