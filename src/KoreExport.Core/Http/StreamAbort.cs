using System.Net;

namespace KoreExport.Http;

/// <summary>
/// Ends reads of a network stream for sure: not all streams of .NET Framework heed a token, but none outlasts its closing.
/// </summary>
internal static class StreamAbort
{
    /// <summary>Closes the stream when the token is cancelled; dispose of the registration when the read is over.</summary>
    public static CancellationTokenRegistration On(Stream stream, CancellationToken token) => token.Register(Close, stream);

    private static void Close(object? stream)
    {
        try
        {
            ((Stream)stream!).Dispose();
        }
        catch (Exception broken) when (broken is IOException or WebException or InvalidOperationException or NotSupportedException)
        {
            // It is being given up; on a timer's thread this would end the process.
        }
    }
}
