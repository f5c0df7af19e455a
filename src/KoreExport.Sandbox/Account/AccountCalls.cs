using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Account;

/// <summary>
/// The calls that are answered at once: lists, variables, test suites, roles. Token, scope, bot and limit are checked before.
/// </summary>
internal sealed class AccountCalls
{
    private readonly BotDirectory _bots;
    private readonly BotList _botList;
    private readonly LinkedAppList _linkedApps;
    private readonly TestSuites _testSuites;

    public AccountCalls(KoreSandboxOptions options, SandboxFaults faults, BotDirectory bots, FileStore files)
    {
        _bots = bots;
        _botList = new BotList(options, faults.Api, bots);
        _linkedApps = new LinkedAppList(options, bots);
        _testSuites = new TestSuites(options, files);
    }

    public Answer Answer(Exchange exchange, Route route, DateTimeOffset now) => route.Kind switch
    {
        SandboxRequestKind.ListBots => _botList.Answer(exchange),
        SandboxRequestKind.ExportRoles => RoleList.Answer(exchange),
        SandboxRequestKind.ListLinkedApps => _linkedApps.Answer(exchange, _bots.Require(route.BotId!)),
        SandboxRequestKind.ExportVariables => VariableList.Answer(_bots.Require(route.BotId!)),
        SandboxRequestKind.ListTestSuites => _testSuites.List(exchange, _bots.Require(route.BotId!)),
        SandboxRequestKind.ExportTestSuite => _testSuites.Export(exchange, _bots.Require(route.BotId!), route.Name!, now),
        _ => ErrorTable.NotFound(),
    };

    /// <summary>Whether apps of a kind can have the scope of a call [doc].</summary>
    /// <param name="kind">The call.</param>
    /// <param name="adminApp">Whether it is an admin app; null for both in one.</param>
    public static bool HasScope(SandboxRequestKind kind, bool? adminApp) => kind switch
    {
        SandboxRequestKind.ListBots or SandboxRequestKind.ExportRoles => adminApp != false,
        SandboxRequestKind.ExportVariables => adminApp != true,
        _ => true,
    };
}
