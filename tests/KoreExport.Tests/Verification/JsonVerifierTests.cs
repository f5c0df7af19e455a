using System.Text;
using System.Text.Json;
using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Verification;

/// <summary>.NET's own reader says what is JSON; ours agrees with it, wherever the bytes are cut.</summary>
public sealed class JsonVerifierTests
{
    private const string Sample =
        """ { "errors" : [ 1, -0.5e+10, 0, -12E-3, true, false, null, "a\"\\\/\b\f\n\r\t\u00e4\uD83Dz", "ä€", {}, [ ], [[{}]] ], "b":{"c":[{"d":""}]} } """;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    public static TheoryData<string> Documents =>
    [
        Sample, "", " ", "1", "-", "-1", "01", "0.", "0.5", ".5", "1e", "1e+", "1E5", "1 ", "1 2", "1,", "truefalse", "true", "tru",
        "nullx", "\"a", "\"a\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"a\nb\"", "{", "}", "[", "]", "[]", "{}", "[1,]",
        "[,1]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{a:1}", "[1 2]", "[}", "{]", "[[]", "[]]", "[] x",
        "\uFEFF{}", "\uFEFF", "{}\uFEFF", "/*c*/1", "{\"errors\":[]}", "{\"err\\u006frs\":[]}",
        "{\"\\u0065\\u0072\\u0072\\u006f\\u0072\\u0073\":1}", "{\"error\":[]}", "{\"errorss\":1}", "[{\"errors\":1}]",
        "{\"a\":{\"errors\":1}}", "{\"a\":1,\"errors\":1}", "\u00a0{}", "'a'", "NaN", "[1e5,1E-5,1.0e1]", "[-]", "[1.]",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_what_the_runtimes_reader_says(string text) => AssertSame(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    public void Nesting_ends_where_that_of_the_runtimes_reader_ends(int depth)
    {
        AssertSame(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)));
        AssertSame(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
    }

    [Fact]
    public void Damaged_documents_are_refused_where_the_runtimes_reader_refuses_them()
    {
        var random = new Random(1);
        var sample = Encoding.UTF8.GetBytes(Sample);
        var letters = "{}[]:,\"\\ \n0123456789+-.eEtrufalsn\u00ef"u8.ToArray();
        for (var run = 0; run < 20_000; run++)
        {
            var bytes = sample.ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = letters[random.Next(letters.Length)];
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.Insert(at, letters[random.Next(letters.Length)]);
                        break;
                }
            }

            AssertSame([.. bytes], random.Next(1, 40));
        }
    }

    [Fact]
    public void Every_character_counts_at_every_place_of_a_text()
    {
        for (var length = 1; length <= 20; length++)
        {
            for (var place = 0; place < length; place++)
            {
                for (var character = 0; character < 128; character++)
                {
                    var text = new string('a', place) + (char)character + new string('b', length - place - 1);
                    AssertSame(Encoding.ASCII.GetBytes($"[\"{text}\"]"));
                }
            }
        }
    }

    [Fact]
    public void A_text_of_any_length_takes_no_memory()
    {
        var verifier = new JsonVerifier();
        var letters = Enumerable.Repeat((byte)'a', 1 << 20).ToArray();
        verifier.Append("[\""u8.ToArray(), 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            verifier.Append(letters, letters.Length);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        verifier.Append("\"]"u8.ToArray(), 2);
        verifier.Complete();
    }

    [Fact]
    public void A_first_name_of_many_escapes_takes_no_memory()
    {
        var verifier = new JsonVerifier();
        var escapes = Enumerable.Repeat("\\n"u8.ToArray(), 1 << 19).SelectMany(static escape => escape).ToArray();
        verifier.Append("{\""u8.ToArray(), 2);
        verifier.Append(escapes, escapes.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 8; i++)
        {
            verifier.Append(escapes, escapes.Length);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        verifier.Append("\":1}"u8.ToArray(), 4);
        verifier.Complete();
        Assert.False(verifier.IsPlatformError);
    }

    private static void AssertSame(byte[] bytes, int? piece = null)
    {
        var expected = Runtime(bytes);
        foreach (var size in piece is { } given ? [given] : new[] { 1, 2, 3, 7, Math.Max(1, bytes.Length) })
        {
            Assert.True(expected == Ours(bytes, size), $"In pieces of {size}: {Encoding.UTF8.GetString(bytes)}");
        }
    }

    private static (bool IsGood, JsonTokenType First, bool HasMembers, bool IsError) Ours(byte[] bytes, int size)
    {
        var verifier = new JsonVerifier();
        try
        {
            foreach (var piece in bytes.Chunk(size))
            {
                verifier.Append(piece, piece.Length);
            }

            verifier.Complete();
            return (true, verifier.FirstToken, verifier.HasMembers, verifier.IsPlatformError);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static (bool IsGood, JsonTokenType First, bool HasMembers, bool IsError) Runtime(byte[] bytes)
    {
        try
        {
            var hasMark = bytes.AsSpan().StartsWith("\uFEFF"u8);
            var reader = new Utf8JsonReader(bytes.AsSpan(hasMark ? 3 : 0), Options);
            var (first, hasMembers, isError, tokens) = (JsonTokenType.None, false, false, 0);
            while (reader.Read())
            {
                tokens++;
                first = tokens == 1 ? reader.TokenType : first;
                if (tokens == 2 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    hasMembers = true;
                    isError = reader.ValueTextEquals("errors");
                }
            }

            return (true, first, hasMembers, isError);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
