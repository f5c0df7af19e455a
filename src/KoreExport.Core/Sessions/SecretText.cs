using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace KoreExport.Sessions;

/// <summary>Opens a <see cref="SecureString"/> for the length of one call and wipes the copies afterwards.</summary>
internal static class SecretText
{
    /// <summary>
    /// Hands the UTF-8 bytes of <paramref name="secret"/>, as typed, to <paramref name="use"/>. The bytes are zero when this returns:
    /// <paramref name="use"/> must not keep them.
    /// </summary>
    public static T UseUtf8<T>(SecureString secret, Func<byte[], T> use)
    {
        var characters = new char[secret.Length];
        byte[]? bytes = null;
        var pointer = IntPtr.Zero;

        // Pinned, so that the garbage collector leaves no copy behind when it moves things.
        var charactersPin = GCHandle.Alloc(characters, GCHandleType.Pinned);
        GCHandle bytesPin = default;
        try
        {
            pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
            Marshal.Copy(pointer, characters, 0, characters.Length);
            bytes = new byte[Encoding.UTF8.GetByteCount(characters)];
            bytesPin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            Encoding.UTF8.GetBytes(characters, 0, characters.Length, bytes, 0);
            return use(bytes);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
            charactersPin.Free();
            if (bytes is not null)
            {
                Array.Clear(bytes, 0, bytes.Length);
            }

            if (bytesPin.IsAllocated)
            {
                bytesPin.Free();
            }

            if (pointer != IntPtr.Zero)
            {
                Marshal.ZeroFreeGlobalAllocUnicode(pointer);
            }
        }
    }

    /// <summary>A read-only <see cref="SecureString"/> with the same text.</summary>
    public static SecureString FromText(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
