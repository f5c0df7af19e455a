using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>The import of a bot's variables: <c>POST …/variables/import</c>, answered at once [doc].</summary>
internal static class VariableImport
{
    public static Response Add(Exchange exchange, SandboxBot bot)
    {
        if (JsFormat.TryRead(exchange.Body) is not { } body)
        {
            return ErrorResponses.InvalidArguments();
        }

        // An object in place of the list [qa]; the same is inferred of a list whose items have no key.
        if (body is not JsonArray variables || !variables.All(variable =>
            variable?.GetValueKind() == JsonValueKind.Object && JsFormat.TextOf(variable["key"]) is { Length: > 0 }))
        {
            return ErrorResponses.ServerError(500, "Internal Server Error");
        }

        bot.AddVariables(variables);
        return Response.Json(200, new JsonObject
        {
            ["message"] = $"{variables.Count.ToString(CultureInfo.InvariantCulture)} Variables imported/updated successfully.",
        });
    }
}
