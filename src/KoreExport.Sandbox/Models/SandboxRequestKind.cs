namespace KoreExport;

/// <summary>Which call of the platform a request was.</summary>
public enum SandboxRequestKind
{
    /// <summary>None of the calls below.</summary>
    Other,

    /// <summary><c>POST …/export</c> [seed].</summary>
    StartBotExport,

    /// <summary><c>GET …/export/status</c> [doc].</summary>
    BotExportStatus,

    /// <summary><c>POST …/mlexport</c> [doc].</summary>
    StartMlExport,

    /// <summary><c>GET …/mlexport/status</c> [seed].</summary>
    MlExportStatus,

    /// <summary><c>GET /api/getMediaStream/…</c> [doc].</summary>
    Download,

    /// <summary><c>GET /api/public/bots</c> [doc].</summary>
    ListBots,

    /// <summary><c>GET …/universalbot/link</c> [doc].</summary>
    ListLinkedApps,

    /// <summary><c>POST …/variables/export</c> [doc].</summary>
    ExportVariables,

    /// <summary><c>GET …/testsuite</c> [doc].</summary>
    ListTestSuites,

    /// <summary><c>POST …/testsuite/{name}/export</c> [doc].</summary>
    ExportTestSuite,

    /// <summary><c>GET /api/public/roles/export</c> [doc].</summary>
    ExportRoles,
}
