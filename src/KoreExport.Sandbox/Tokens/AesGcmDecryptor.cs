using System.Security.Cryptography;

namespace KoreExport.Sandbox.Tokens;

/// <summary>
/// AES in Galois/Counter Mode (NIST SP 800-38D) with the 96-bit vector that RFC 7518 prescribes. Written here, because netstandard2.0 has
/// none; it does not run in constant time and is good for a sandbox alone.
/// </summary>
internal static class AesGcmDecryptor
{
    private const int BlockBytes = 16;
    private const int VectorBytes = 12;

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was altered, or encrypted with another key.</exception>
    public static byte[] Decrypt(byte[] key, byte[] vector, byte[] cipherText, byte[] tag, byte[] associatedData)
    {
        if (vector.Length != VectorBytes)
        {
            throw new CryptographicException("A vector of the wrong length.");
        }

        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        using var encryptor = aes.CreateEncryptor();
        var counter = new byte[BlockBytes];
        vector.CopyTo(counter, 0);
        counter[BlockBytes - 1] = 1;
        var mask = Encrypt(encryptor, counter);
        var hash = Hash(Encrypt(encryptor, new byte[BlockBytes]), associatedData, cipherText);
        for (var i = 0; i < BlockBytes; i++)
        {
            hash[i] ^= mask[i];
        }

        if (!FixedTime.Equal(hash, tag))
        {
            throw new CryptographicException("Altered.");
        }

        var plain = (byte[])cipherText.Clone();
        for (var start = 0; start < plain.Length; start += BlockBytes)
        {
            Increment(counter);
            var stream = Encrypt(encryptor, counter);
            for (var i = 0; i < Math.Min(BlockBytes, plain.Length - start); i++)
            {
                plain[start + i] ^= stream[i];
            }
        }

        return plain;
    }

    private static byte[] Encrypt(ICryptoTransform encryptor, byte[] block)
    {
        var output = new byte[BlockBytes];
        encryptor.TransformBlock(block, 0, BlockBytes, output, 0);
        return output;
    }

    private static void Increment(byte[] counter)
    {
        for (var i = BlockBytes - 1; i >= VectorBytes && ++counter[i] == 0; i--)
        {
            continue;
        }
    }

    private static byte[] Hash(byte[] subkey, byte[] associatedData, byte[] cipherText)
    {
        var hash = new byte[BlockBytes];
        Absorb(hash, subkey, associatedData);
        Absorb(hash, subkey, cipherText);
        var lengths = new byte[BlockBytes];
        for (var i = 0; i < 8; i++)
        {
            lengths[7 - i] = (byte)((associatedData.Length * 8L) >> (8 * i));
            lengths[15 - i] = (byte)((cipherText.Length * 8L) >> (8 * i));
        }

        Absorb(hash, subkey, lengths);
        return hash;
    }

    private static void Absorb(byte[] hash, byte[] subkey, byte[] data)
    {
        for (var start = 0; start < data.Length; start += BlockBytes)
        {
            for (var i = 0; i < Math.Min(BlockBytes, data.Length - start); i++)
            {
                hash[i] ^= data[start + i];
            }

            Multiply(hash, subkey);
        }
    }

    // In GF(2^128), the bits reflected as the standard has them.
    private static void Multiply(byte[] value, byte[] factor)
    {
        var product = new byte[BlockBytes];
        var shifted = (byte[])factor.Clone();
        for (var bit = 0; bit < BlockBytes * 8; bit++)
        {
            if ((value[bit / 8] >> (7 - (bit % 8)) & 1) != 0)
            {
                for (var i = 0; i < BlockBytes; i++)
                {
                    product[i] ^= shifted[i];
                }
            }

            var carry = (shifted[BlockBytes - 1] & 1) != 0;
            for (var i = BlockBytes - 1; i > 0; i--)
            {
                shifted[i] = (byte)((shifted[i] >> 1) | (shifted[i - 1] << 7));
            }

            shifted[0] = (byte)((shifted[0] >> 1) ^ (carry ? 0xE1 : 0));
        }

        product.CopyTo(value, 0);
    }
}
