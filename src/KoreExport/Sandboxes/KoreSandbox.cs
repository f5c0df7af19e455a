using System.Management.Automation;
using KoreExport.Sessions;

namespace KoreExport;

/// <summary>A running sandbox: a stand-in of the platform on this machine, to try exports on without an account.</summary>
public sealed class KoreSandbox : IDisposable
{
    internal KoreSandbox(KoreSandboxServer server)
    {
        Server = server;
        Credential = new PSCredential(server.ClientId, SecretText.FromText(server.ClientSecret));
        ScopelessCredential = new PSCredential(server.ScopelessClientId, SecretText.FromText(server.ScopelessClientSecret));
    }

    /// <summary>Its address, for Connect-KoreSession.</summary>
    public Uri HostUri => Server.HostUri;

    /// <summary>The address its download links lead to.</summary>
    public Uri DownloadHostUri => Server.DownloadHostUri;

    /// <summary>Client id and secret of an app that has all scopes.</summary>
    public PSCredential Credential { get; }

    /// <summary>Client id and secret of an app that has no scope.</summary>
    public PSCredential ScopelessCredential { get; }

    /// <summary>The public key for encrypted tokens, as a JWK, for -EncryptionKey.</summary>
    public string EncryptionKey => Server.EncryptionKey;

    /// <summary>Its bots.</summary>
    public IReadOnlyList<string> BotId => Server.BotId;

    /// <summary>The requests it was sent, oldest first, without tokens and signatures.</summary>
    public IReadOnlyList<SandboxRequest> Requests => Server.Requests;

    /// <summary>What goes wrong on purpose; may be changed at any time.</summary>
    public SandboxFaults Faults => Server.Faults;

    internal KoreSandboxServer Server { get; }

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => Server.ClearRequests();

    /// <summary>Changes a bot, so that its next export holds something else.</summary>
    /// <param name="botId">The bot.</param>
    public void TouchBot(string botId) => Server.TouchBot(botId, SandboxContent.All);

    /// <summary>Changes one part of a bot.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="content">The part.</param>
    public void TouchBot(string botId, SandboxContent content) => Server.TouchBot(botId, content);

    /// <summary>Makes a bot what a bot export holds.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="path">A bot export (zip), full path.</param>
    public void SetBotContent(string botId, string path) => Server.SetBotContent(botId, path);

    /// <summary>The name of a bot, as the bots list has it.</summary>
    /// <param name="botId">The bot.</param>
    public string BotName(string botId) => Server.BotName(botId);

    /// <summary>Its address.</summary>
    public override string ToString() => Server.HostUri.ToString();

    /// <summary>Stops it.</summary>
    public void Dispose() => Server.Dispose();
}
