using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace KoreExport.Sandbox.Http;

/// <summary>
/// Breaks a connection off. HttpListenerResponse.Abort does that on Windows; the managed listener of .NET on Linux and macOS sends a
/// proper end first - an empty 200, or the last chunk - which makes a broken answer look whole. There the socket itself is closed; it
/// can only be had by reflection, and where it cannot be had, Abort has to do.
/// </summary>
internal static class ConnectionBreaker
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Breaks the connection off.</summary>
    /// <param name="context">The request.</param>
    /// <param name="keepSent">True lets what was sent arrive; false resets the connection at once.</param>
    public static void Break(HttpListenerContext context, bool keepSent)
    {
        if (FindSocket(context) is { } socket)
        {
            if (!keepSent)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            socket.Close();
        }

        context.Response.Abort();
    }

    private static Socket? FindSocket(HttpListenerContext context)
    {
        var connection = typeof(HttpListenerContext).GetProperty("Connection", Hidden)?.GetValue(context);
        return connection?.GetType().GetField("_socket", Hidden)?.GetValue(connection) as Socket;
    }
}
