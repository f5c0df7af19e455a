namespace KoreExport.Sandbox.Tokens;

/// <summary>Compares in a time that does not depend on the content; netstandard2.0 has no CryptographicOperations.</summary>
internal static class FixedTime
{
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }
}
