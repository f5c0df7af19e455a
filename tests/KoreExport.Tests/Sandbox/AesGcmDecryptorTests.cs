using System.Security.Cryptography;
using KoreExport.Sandbox.Tokens;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class AesGcmDecryptorTests
{
    [Theory]
    [InlineData(16, 0, 0)]
    [InlineData(16, 1, 13)]
    [InlineData(16, 16, 16)]
    [InlineData(32, 33, 0)]
    [InlineData(32, 5000, 47)]
    public void It_decrypts_what_the_framework_encrypts(int keyBytes, int length, int associatedBytes)
    {
        var (key, vector) = (RandomNumberGenerator.GetBytes(keyBytes), RandomNumberGenerator.GetBytes(12));
        var (plain, associated) = (RandomNumberGenerator.GetBytes(length), RandomNumberGenerator.GetBytes(associatedBytes));
        var (cipherText, tag) = (new byte[length], new byte[16]);
        using var gcm = new AesGcm(key, tag.Length);
        gcm.Encrypt(vector, plain, cipherText, tag, associated);
        Assert.Equal(plain, AesGcmDecryptor.Decrypt(key, vector, cipherText, tag, associated));
        foreach (var part in new[] { vector, cipherText, tag, associated }.Where(part => part.Length > 0))
        {
            part[^1] ^= 1;
            Assert.Throws<CryptographicException>(() => AesGcmDecryptor.Decrypt(key, vector, cipherText, tag, associated));
            part[^1] ^= 1;
        }
    }

    [Fact]
    public void A_vector_of_another_length_is_refused() =>
        Assert.Throws<CryptographicException>(() => AesGcmDecryptor.Decrypt(new byte[16], new byte[16], [], new byte[16], []));
}
