using KoreExport.Sandbox.Tokens;

namespace KoreExport.Sandbox.Api;

/// <summary>A request to the API, read but not checked.</summary>
internal sealed class ApiCall
{
    public ApiCall(Route? route, ReadToken? token, string? problem, string? limitKey)
    {
        Route = route;
        Token = token;
        Problem = problem;
        LimitKey = limitKey;
    }

    /// <summary>The call; null for an unknown path.</summary>
    public Route? Route { get; }

    /// <summary>The token; null where there is none that can be read.</summary>
    public ReadToken? Token { get; }

    /// <summary>Why the token cannot be read, where there are words for it.</summary>
    public string? Problem { get; }

    /// <summary>What the call is counted under; null for an unknown path.</summary>
    public string? LimitKey { get; }
}
