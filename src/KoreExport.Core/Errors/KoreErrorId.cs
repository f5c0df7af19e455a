namespace KoreExport;

/// <summary>
/// The stable ids of every error the module reports. Scripts may rely on them: an id is never renamed and never reused.
/// PowerShell shows them as <c>FullyQualifiedErrorId</c>, followed by the cmdlet that wrote the error.
/// </summary>
public static class KoreErrorId
{
    /// <summary>No <c>-Session</c> was given and the runspace has no default session.</summary>
    public const string SessionMissing = "KoreSessionMissing";

    /// <summary>The session was disconnected, or it is a copy that went through a file or a job and so has no credentials.</summary>
    public const string SessionUnusable = "KoreSessionUnusable";

    /// <summary>The host cannot be read as the address of a platform.</summary>
    public const string HostInvalid = "KoreHostInvalid";

    /// <summary>The host is plain http, would send the token in the clear, and was not allowed.</summary>
    public const string HostInsecure = "KoreHostInsecure";

    /// <summary>A client id, secret, certificate or encryption key cannot be used to make tokens.</summary>
    public const string CredentialInvalid = "KoreCredentialInvalid";

    /// <summary>The platform did not accept the token.</summary>
    public const string CredentialRejected = "KoreCredentialRejected";

    /// <summary>The app behind the client id lacks a scope.</summary>
    public const string ScopeMissing = "KoreScopeMissing";

    /// <summary>The text cannot be a bot id; nothing was sent.</summary>
    public const string BotIdInvalid = "KoreBotIdInvalid";

    /// <summary>The platform knows no such bot.</summary>
    public const string BotNotFound = "KoreBotNotFound";

    /// <summary>The bot has no test suite of that name.</summary>
    public const string TestSuiteNotFound = "KoreTestSuiteNotFound";

    /// <summary>A parameter has a value that the platform does not know; nothing was sent.</summary>
    public const string OptionInvalid = "KoreOptionInvalid";

    /// <summary>The platform understood the request and refused it.</summary>
    public const string RequestRejected = "KoreRequestRejected";

    /// <summary>The platform's rate limit was reached and did not free up in time.</summary>
    public const string RateLimited = "KoreRateLimited";

    /// <summary>No answer came: name, network, proxy or time-out.</summary>
    public const string Unreachable = "KoreUnreachable";

    /// <summary>The TLS connection could not be made, most often because of the certificate.</summary>
    public const string CertificateInvalid = "KoreCertificateInvalid";

    /// <summary>The platform answered with a server error.</summary>
    public const string ServerError = "KoreServerError";

    /// <summary>The answer is not what the platform is documented to send.</summary>
    public const string ResponseInvalid = "KoreResponseInvalid";

    /// <summary>An API call was answered with a redirect, which is never followed, because the token would travel along.</summary>
    public const string RedirectRefused = "KoreRedirectRefused";

    /// <summary>The platform reports that the export failed.</summary>
    public const string ExportFailed = "KoreExportFailed";

    /// <summary>The export did not finish within the time-out.</summary>
    public const string ExportTimeout = "KoreExportTimeout";

    /// <summary>A newer export of the same bot hides this one; its file is not ours and was not downloaded.</summary>
    public const string ExportSuperseded = "KoreExportSuperseded";

    /// <summary>An answer to a start or a status call has no <c>_id</c>, so nobody can tell whose export it shows.</summary>
    public const string ExportUnidentified = "KoreExportUnidentified";

    /// <summary>An object that is to be waited for or saved names no export.</summary>
    public const string ExportInvalid = "KoreExportInvalid";

    /// <summary>The export succeeded but no download link came with it.</summary>
    public const string DownloadLinkMissing = "KoreDownloadLinkMissing";

    /// <summary>The download link points to where the module will not go.</summary>
    public const string DownloadLinkRefused = "KoreDownloadLinkRefused";

    /// <summary>The file could not be fetched.</summary>
    public const string DownloadFailed = "KoreDownloadFailed";

    /// <summary>The file that arrived is shorter or longer than announced.</summary>
    public const string DownloadIncomplete = "KoreDownloadIncomplete";

    /// <summary>The destination exists and <c>-Force</c> was not given.</summary>
    public const string FileExists = "KoreFileExists";

    /// <summary>The file arrived whole but is not what it should be.</summary>
    public const string FileCorrupt = "KoreFileCorrupt";

    /// <summary>The archive has entries that may not be written to disk.</summary>
    public const string ArchiveUnsafe = "KoreArchiveUnsafe";

    /// <summary>The file could not be written: full disk, missing rights, a path that cannot be.</summary>
    public const string FileWriteFailed = "KoreFileWriteFailed";

    /// <summary>A backup could not be removed: missing rights, or another program has the file open.</summary>
    public const string FileRemoveFailed = "KoreFileRemoveFailed";

    /// <summary>A record of a backup set cannot be read, or cannot be right.</summary>
    public const string BackupRecordInvalid = "KoreBackupRecordInvalid";

    /// <summary>The folder is a backup set of a form that this version does not know.</summary>
    public const string BackupFormatUnsupported = "KoreBackupFormatUnsupported";

    /// <summary>A backup set lacks something, or something in it is not as it was saved.</summary>
    public const string BackupFaulty = "KoreBackupFaulty";

    /// <summary>There is no file or folder at the path.</summary>
    public const string PathNotFound = "KorePathNotFound";

    /// <summary>An expanded export cannot be merged: a part is missing or cannot be read, or it has conflicts.</summary>
    public const string TreeInvalid = "KoreTreeInvalid";

    /// <summary>An expanded export was redacted, and so cannot be merged.</summary>
    public const string TreeRedacted = "KoreTreeRedacted";

    /// <summary>An export was expanded, but merging did not give the same bytes; nothing was left behind.</summary>
    public const string RoundTripFailed = "KoreRoundTripFailed";

    /// <summary>
    /// The file cannot be imported: a part is missing or too large, or it is not of the kind that was asked for. Nothing was sent.
    /// </summary>
    public const string ImportInvalid = "KoreImportInvalid";

    /// <summary>The platform reports that the import failed.</summary>
    public const string ImportFailed = "KoreImportFailed";

    /// <summary>The import did not finish within the time-out.</summary>
    public const string ImportTimeout = "KoreImportTimeout";

    /// <summary>The start of an import or a publishing may or may not have been carried out, and cannot be told.</summary>
    public const string ImportUncertain = "KoreImportUncertain";

    /// <summary>The platform reports that publishing failed.</summary>
    public const string PublishFailed = "KorePublishFailed";

    /// <summary>Publishing did not finish within the time-out.</summary>
    public const string PublishTimeout = "KorePublishTimeout";

    /// <summary>The sandbox could not be started.</summary>
    public const string SandboxFailed = "KoreSandboxFailed";

    /// <summary>Something happened that the module did not foresee.</summary>
    public const string Unexpected = "KoreUnexpected";
}
