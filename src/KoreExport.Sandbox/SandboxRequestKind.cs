namespace KoreExport.Sandbox;

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
}
