using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Http;

/// <summary>The platform's refusals, word for word: <c>{"errors":[{"msg":…,"code":…}]}</c>. Those it is not known for say so.</summary>
internal static class ErrorResponses
{
    /// <summary>No token, or a bad, altered or expired one [qa].</summary>
    public static Response InvalidCredentials() => Error(401, 4002, "Invalid SDK credentials");

    /// <summary>The app has no scope for the call [qa]: the same code as bad credentials, only the words differ.</summary>
    public static Response ScopeMissing() => Error(401, 4002, "Permission denied. Scope is incorrect!");

    /// <summary>An unknown bot, as an admin app is told [qa].</summary>
    public static Response InvalidStream() => Error(400, 400, "Invalid StreamId");

    /// <summary>The path is right and the method is not; decided before the token is looked at [qa].</summary>
    public static Response MethodNotAllowed() => Error(405, 405, "Method Not Allowed");

    /// <summary>The body is not JSON [qa], or a parameter is missing or has an impossible value [inferred].</summary>
    public static Response InvalidArguments() => Error(412, 412, "Validation errors/ Invalid arguments");

    /// <summary><c>exportOptions</c> selects nothing [qa].</summary>
    public static Response NothingSelected() => Error(400, 400, "Please select at least one component");

    /// <summary>An unknown test suite [qa].</summary>
    public static Response TestSuiteNotFound() => Error(400, 400, "Test Suite not found");

    /// <summary>What was sent as a token of the import side is none at all [qa].</summary>
    public static Response InvalidJwt() => Error(401, 4002, "Invalid JWT token");

    /// <summary>No file was uploaded under an id [qa].</summary>
    public static Response InvalidFileId() => Error(400, 400, "Invalid file id");

    /// <summary>No import was started under an id [qa].</summary>
    public static Response InvalidRequestId() => Error(400, 400, "Invalid request ID");

    /// <summary>A file with a universal bot of the kind that is no longer supported [qa].</summary>
    /// <param name="statusCode">400 for a new bot, 422 for an existing one; that the code in the body is the same is inferred.</param>
    public static Response OldUniversalBot(int statusCode) => Error(
        statusCode,
        statusCode,
        "The file contains the definition of the Universal Bots built using an older version. "
            + "This version is no longer supported and the file cannot be imported.");

    /// <summary>A file of utterances that cannot be read [qa]; of JSON the words are inferred.</summary>
    public static Response IncorrectFormat(string format) => Error(400, 400, format + " format is incorrect");

    /// <summary>A file that is larger than documented; how that is answered is not known [inferred].</summary>
    public static Response FileTooLarge() => Error(400, 400, "File size exceeds the limit");

    /// <summary>A bot without an enabled channel is published; that it is refused is documented, the words are not [inferred].</summary>
    public static Response NoChannel() => Error(400, 400, "Please enable at least one channel");

    /// <summary>A type of role that is neither <c>admin</c> nor <c>bot</c>; the words are not known [inferred].</summary>
    public static Response InvalidRoleType() => Error(400, 400, "Invalid roleType");

    /// <summary><c>jti</c> is enforced and the token lasts longer than an hour, or for ever [doc].</summary>
    public static Response JtiLifetime() => Error(401, 401, "error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)");

    /// <summary><c>jti</c> is enforced and was seen before [doc].</summary>
    public static Response JtiReplay() => Error(401, 401, "error verifying the jwt: possibly a replay");

    /// <summary>Too many calls. The words are documented, status and code are not.</summary>
    public static Response RateLimit(SandboxApiFaults faults, string message)
    {
        var response = Error(faults.RateLimitStatus, faults.RateLimitStatus, message);
        return faults.RetryAfter is { } retryAfter ? response.With("Retry-After", retryAfter) : response;
    }

    /// <summary>A status is asked for before any start. What the platform answers is not known [inferred from its other answers].</summary>
    public static Response NoRequest() => Error(400, 400, "No export request found");

    /// <summary>No such path [inferred].</summary>
    public static Response NotFound() => Error(404, 404, "Not Found");

    /// <summary>A link that is no longer good, or was altered [inferred].</summary>
    public static Response LinkRefused(string message) => Error(403, 403, message);

    /// <summary>Something went wrong inside.</summary>
    public static Response ServerError(int statusCode, string message) => Error(statusCode, statusCode, message);

    private static Response Error(int statusCode, int code, string message) =>
        Response.Json(statusCode, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["msg"] = message, ["code"] = code }) });
}
