using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class JsFormatTests
{
    [Fact]
    public void Pretty_text_is_what_javascript_writes()
    {
        // What JSON.stringify(x, null, 4) gives of it: a no-break space and a tag stay as they are, and so do numbers.
        const string Written =
            "{\n    \"a\": [\n        1.0,\n        -2e10,\n        true,\n        null,\n        {},\n        []\n    ],\n"
            + "    \"<b>&\\\"\\\\\\u0001\\t\": \"\u00a0é予😀/'+\\n\\r\\b\\f\\u001f\u2028\"\n}";
        Assert.Equal(Written, Encoding.UTF8.GetString(JsFormat.Pretty(JsonNode.Parse(Written)!)));
    }
}
