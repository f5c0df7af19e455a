using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace KoreExport.Verification;

/// <summary>
/// Tells whether a stream is one whole JSON document (RFC 8259), of any size, without holding it in memory. Accepts what
/// <see cref="Utf8JsonReader"/> accepts, without its wide vectors: the runtime compiles those badly at first, so that the first file of a
/// process took five times as long as the others.
/// </summary>
internal sealed class JsonVerifier
{
    private const int MaximumDepth = 512;

    // "errors", each letter of it escaped.
    private const int LongestErrorName = 36;

    // AggressiveOptimization, which netstandard2.0 has no name for: a loop over megabytes is compiled well at once.
    private const MethodImplOptions Optimized = (MethodImplOptions)512;

    private readonly bool[] _isObject = new bool[MaximumDepth];
    private readonly List<byte> _firstName = [];
    private State _state = State.Mark;
    private int _depth;
    private int _left;
    private string _literal = string.Empty;
    private State _then;
    private bool _isName;
    private bool _isFirstName;

    private enum State
    {
        Mark,
        Value,
        FirstItem,
        FirstName,
        Name,
        Colon,
        AfterValue,
        Text,
        Escape,
        Hex,
        Literal,
        Minus,
        Zero,
        Integer,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
    }

    /// <summary>What the document is, once something was read.</summary>
    public JsonTokenType FirstToken { get; private set; }

    /// <summary>Whether it is an object whose first member is <c>errors</c>: how the platform says no.</summary>
    public bool IsPlatformError { get; private set; }

    /// <summary>Whether it is an object that has members.</summary>
    public bool HasMembers { get; private set; }

    /// <summary>Reads a whole stream.</summary>
    public static async Task<JsonVerifier> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var check = new JsonVerifier();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            check.Append(chunk, read);
        }

        check.Complete();
        return check;
    }

    /// <summary>Feeds the next bytes; throws <see cref="JsonException"/> where they are not JSON.</summary>
    [MethodImpl(Optimized)]
    public void Append(byte[] bytes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_state == State.Text)
            {
                var end = EndOfText(bytes, i, count);
                if (_isFirstName)
                {
                    Remember(bytes, i, end);
                }

                i = end;
                if (i < count)
                {
                    LeaveText(bytes[i]);
                }
            }
            else if (bytes[i] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') || !AllowsBlank())
            {
                Next(bytes[i]);
            }
        }
    }

    /// <summary>Says that there are no more bytes; throws <see cref="JsonException"/> where the document is not whole.</summary>
    public void Complete()
    {
        EndNumber();
        if (_state != State.AfterValue || _depth > 0)
        {
            throw Invalid();
        }
    }

    private static JsonException Invalid() => new("It is not JSON, or there is not all of it.");

    private static bool IsDigit(byte one) => one is >= (byte)'0' and <= (byte)'9';

    // Where the text ends, is escaped, or must not go on like this. Eight bytes at a time, without vectors: each of the three differences
    // sets the highest bit of a byte that is below a blank, a quote or a backslash.
    [MethodImpl(Optimized)]
    private static int EndOfText(byte[] bytes, int from, int count)
    {
        const ulong Each = 0x0101010101010101;
        const ulong High = Each << 7;
        while (count - from >= sizeof(ulong))
        {
            var eight = Unsafe.ReadUnaligned<ulong>(ref bytes[from]);
            var quotes = eight ^ (Each * '"');
            var backslashes = eight ^ (Each * '\\');
            var ends = ((eight - (Each * ' ')) & ~eight) | ((quotes - Each) & ~quotes) | ((backslashes - Each) & ~backslashes);
            if ((ends & High) != 0)
            {
                break;
            }

            from += sizeof(ulong);
        }

        while (from < count && bytes[from] >= ' ' && bytes[from] != '"' && bytes[from] != '\\')
        {
            from++;
        }

        return from;
    }

    // Between two tokens; a blank ends a number.
    [MethodImpl(Optimized)]
    private bool AllowsBlank()
    {
        EndNumber();
        if (_state == State.Mark)
        {
            _state = State.Value;
        }

        return _state <= State.AfterValue;
    }

    [MethodImpl(Optimized)]
    private void Next(byte one)
    {
        switch (_state)
        {
            case State.Mark when one == 0xEF:
                // A byte order mark is not JSON (RFC 8259, section 8.1), but harmless.
                Expect("\u00BB\u00BF", State.Value);
                break;
            case State.Mark or State.Value:
                BeginValue(one);
                break;
            case State.FirstItem when one == ']':
                Close();
                break;
            case State.FirstItem:
                BeginValue(one);
                break;
            case State.FirstName when one == '}':
                Close();
                break;
            case State.FirstName or State.Name when one == '"':
                BeginName();
                break;
            case State.Colon when one == ':':
                _state = State.Value;
                break;
            case State.AfterValue:
                EndValue(one);
                break;
            case State.Escape or State.Hex:
                NextOfEscape(one);
                break;
            case State.Literal:
                NextOfLiteral(one);
                break;
            case >= State.Minus:
                NextOfNumber(one);
                break;
            default:
                throw Invalid();
        }
    }

    [MethodImpl(Optimized)]
    private void BeginValue(byte one)
    {
        switch (one)
        {
            case (byte)'"':
                Begin(JsonTokenType.String, State.Text);
                _isName = false;
                break;
            case (byte)'{':
                Begin(JsonTokenType.StartObject, State.FirstName);
                Open(isObject: true);
                break;
            case (byte)'[':
                Begin(JsonTokenType.StartArray, State.FirstItem);
                Open(isObject: false);
                break;
            case (byte)'t':
                Begin(JsonTokenType.True, State.Literal);
                Expect("rue", State.AfterValue);
                break;
            case (byte)'f':
                Begin(JsonTokenType.False, State.Literal);
                Expect("alse", State.AfterValue);
                break;
            case (byte)'n':
                Begin(JsonTokenType.Null, State.Literal);
                Expect("ull", State.AfterValue);
                break;
            default:
                Begin(
                    JsonTokenType.Number,
                    one == '-' ? State.Minus : one == '0' ? State.Zero : IsDigit(one) ? State.Integer : throw Invalid());
                break;
        }
    }

    private void Begin(JsonTokenType type, State state)
    {
        FirstToken = FirstToken == JsonTokenType.None ? type : FirstToken;
        _state = state;
    }

    [MethodImpl(Optimized)]
    private void Open(bool isObject)
    {
        if (_depth == MaximumDepth)
        {
            throw new JsonException($"It is nested more than {MaximumDepth} deep.");
        }

        _isObject[_depth++] = isObject;
    }

    [MethodImpl(Optimized)]
    private void Close()
    {
        _depth--;
        _state = State.AfterValue;
    }

    [MethodImpl(Optimized)]
    private void BeginName()
    {
        _isFirstName = _state == State.FirstName && _depth == 1 && !HasMembers;
        _isName = true;
        _state = State.Text;
    }

    [MethodImpl(Optimized)]
    private void EndValue(byte one)
    {
        if (_depth == 0)
        {
            throw Invalid();
        }

        var isObject = _isObject[_depth - 1];
        if (one == ',')
        {
            _state = isObject ? State.Name : State.Value;
        }
        else if (one == (isObject ? '}' : ']'))
        {
            Close();
        }
        else
        {
            throw Invalid();
        }
    }

    [MethodImpl(Optimized)]
    private void LeaveText(byte one)
    {
        switch (one)
        {
            case (byte)'\\':
                Remember(one);
                _state = State.Escape;
                break;
            case (byte)'"':
                _state = _isName ? State.Colon : State.AfterValue;
                if (_isFirstName)
                {
                    EndFirstName();
                }

                break;
            default:
                throw Invalid();
        }
    }

    private void NextOfEscape(byte one)
    {
        Remember(one);
        var isHex = IsDigit(one) || (one | 0x20) is >= 'a' and <= 'f';
        if (_state == State.Escape)
        {
            _left = 4;
            _state = one == 'u' ? State.Hex
                : "\"\\/bfnrt".IndexOf((char)one) >= 0 ? State.Text
                : throw Invalid();
        }
        else if (!isHex)
        {
            throw Invalid();
        }
        else if (--_left == 0)
        {
            _state = State.Text;
        }
    }

    private void Expect(string rest, State then)
    {
        _literal = rest;
        _left = rest.Length;
        _state = State.Literal;
        _then = then;
    }

    private void NextOfLiteral(byte one)
    {
        if (one != _literal[_literal.Length - _left])
        {
            throw Invalid();
        }

        if (--_left == 0)
        {
            _state = _then;
        }
    }

    [MethodImpl(Optimized)]
    private void NextOfNumber(byte one)
    {
        _state = (_state, one) switch
        {
            (State.Minus, (byte)'0') => State.Zero,
            (State.Minus or State.Integer, _) when IsDigit(one) => State.Integer,
            (State.Zero or State.Integer, (byte)'.') => State.Point,
            (State.Point or State.Fraction, _) when IsDigit(one) => State.Fraction,
            (State.Zero or State.Integer or State.Fraction, (byte)'e' or (byte)'E') => State.Exponent,
            (State.Exponent, (byte)'+' or (byte)'-') => State.ExponentSign,
            (State.Exponent or State.ExponentSign or State.ExponentDigits, _) when IsDigit(one) => State.ExponentDigits,
            (State.Zero or State.Integer or State.Fraction or State.ExponentDigits, _) => State.AfterValue,
            _ => throw Invalid(),
        };
        if (_state == State.AfterValue)
        {
            EndValue(one);
        }
    }

    [MethodImpl(Optimized)]
    private void EndNumber()
    {
        if (_state is State.Zero or State.Integer or State.Fraction or State.ExponentDigits)
        {
            _state = State.AfterValue;
        }
    }

    private void Remember(byte[] bytes, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            Remember(bytes[i]);
        }
    }

    private void Remember(byte one)
    {
        if (_isFirstName && _firstName.Count <= LongestErrorName)
        {
            _firstName.Add(one);
        }
    }

    private void EndFirstName()
    {
        _isFirstName = false;
        HasMembers = true;
        IsPlatformError = _firstName.Count <= LongestErrorName && IsErrors([(byte)'"', .. _firstName, (byte)'"']);
    }

    private static bool IsErrors(byte[] name)
    {
        var reader = new Utf8JsonReader(name);
        return reader.Read() && reader.ValueTextEquals(Encoding.ASCII.GetBytes("errors"));
    }
}
