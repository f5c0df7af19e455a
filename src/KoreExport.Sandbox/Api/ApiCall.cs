using KoreExport.Sandbox.Tokens;

namespace KoreExport.Sandbox.Api;

/// <summary>A request to the API, parsed but not checked.</summary>
/// <param name="Route">The call; null for an unknown path.</param>
/// <param name="Token">The token; null where there is none that can be parsed.</param>
/// <param name="LimitKey">What the call is counted under; null for an unknown path.</param>
internal sealed record ApiCall(Route? Route, ParsedToken? Token, string? LimitKey);
