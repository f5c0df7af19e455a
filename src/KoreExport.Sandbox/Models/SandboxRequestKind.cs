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

    /// <summary><c>POST /api/public/uploadfile</c> [doc].</summary>
    UploadFile,

    /// <summary><c>POST /api/public/bot/import</c> for a new bot, <c>POST …/import</c> for an existing one [doc].</summary>
    StartBotImport,

    /// <summary><c>GET /api/public/bot/import/status/{id}</c> [doc].</summary>
    BotImportStatus,

    /// <summary><c>POST …/publish</c> [doc].</summary>
    StartPublish,

    /// <summary><c>GET …/publish/status</c> [doc].</summary>
    PublishStatus,

    /// <summary><c>POST …/mlimport</c> [doc].</summary>
    StartMlImport,

    /// <summary><c>GET …/mlimport/status/{id}</c> [doc].</summary>
    MlImportStatus,

    /// <summary><c>POST …/variables/import</c> [doc].</summary>
    ImportVariables,
}
