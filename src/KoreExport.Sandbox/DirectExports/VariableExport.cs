using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.DirectExports;

/// <summary>The export of a bot's variables: <c>POST …/variables/export</c>, answered at once [doc].</summary>
internal static class VariableExport
{
    public static Response Get(SandboxBot bot)
    {
        var variables = bot.Variables();
        foreach (var variable in variables.OfType<JsonObject>().Where(variable => variable["isSecured"]?.ToJsonString() == "true"))
        {
            // A secured value comes back empty [doc].
            variable["value"] = "";
        }

        return Response.Json(200, variables);
    }
}
