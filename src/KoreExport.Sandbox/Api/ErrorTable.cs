using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Api;

/// <summary>The platform's refusals, word for word: <c>{"errors":[{"msg":…,"code":…}]}</c>. Those it is not known for say so.</summary>
internal static class ErrorTable
{
    /// <summary>No token, or a bad, altered or expired one [qa].</summary>
    public static Answer InvalidCredentials() => Error(401, 4002, "Invalid SDK credentials");

    /// <summary>The app has no scope for the call [qa]: the same code as bad credentials, only the words differ.</summary>
    public static Answer ScopeMissing() => Error(401, 4002, "Permission denied. Scope is incorrect!");

    /// <summary>A token the sandbox, unlike the platform, cannot read; the words are the sandbox's own.</summary>
    public static Answer Unreadable(string problem) => Error(401, 4002, problem);

    /// <summary>An unknown bot, as an admin app is told [qa].</summary>
    public static Answer InvalidStream() => Error(400, 400, "Invalid StreamId");

    /// <summary>The path is right and the method is not; decided before the token is looked at [qa].</summary>
    public static Answer MethodNotAllowed() => Error(405, 405, "Method Not Allowed");

    /// <summary>The body is not JSON [qa], or a parameter is missing or has an impossible value [inferred].</summary>
    public static Answer InvalidArguments() => Error(412, 412, "Validation errors/ Invalid arguments");

    /// <summary><c>exportOptions</c> selects nothing [qa].</summary>
    public static Answer NothingSelected() => Error(400, 400, "Please select at least one component");

    /// <summary>An unknown test suite [qa].</summary>
    public static Answer TestSuiteNotFound() => Error(400, 400, "Test Suite not found");

    /// <summary>A type of role that is neither <c>admin</c> nor <c>bot</c>; the words are not known [inferred].</summary>
    public static Answer InvalidRoleType() => Error(400, 400, "Invalid roleType");

    /// <summary><c>jti</c> is enforced and the token lasts longer than an hour, or for ever [doc].</summary>
    public static Answer JtiLifetime() => Error(401, 401, "error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)");

    /// <summary><c>jti</c> is enforced and was seen before [doc].</summary>
    public static Answer JtiReplay() => Error(401, 401, "error verifying the jwt: possibly a replay");

    /// <summary>Too many calls. The words are documented, status and code are not.</summary>
    public static Answer RateLimit(SandboxApiFaults faults, string message)
    {
        var answer = Error(faults.RateLimitStatus, faults.RateLimitStatus, message);
        return faults.RetryAfter is { } retryAfter ? answer.With("Retry-After", retryAfter) : answer;
    }

    /// <summary>A status is asked for before any start. What the platform answers is not known [inferred from its other answers].</summary>
    public static Answer NoRequest() => Error(400, 400, "No export request found");

    /// <summary>No such path [inferred].</summary>
    public static Answer NotFound() => Error(404, 404, "Not Found");

    /// <summary>A link that is no longer good, or was altered [inferred].</summary>
    public static Answer LinkRefused(string message) => Error(403, 403, message);

    /// <summary>Something went wrong inside.</summary>
    public static Answer ServerError(int statusCode, string message) => Error(statusCode, statusCode, message);

    private static Answer Error(int statusCode, int code, string message) =>
        Answer.Json(statusCode, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["msg"] = message, ["code"] = code }) });
}
