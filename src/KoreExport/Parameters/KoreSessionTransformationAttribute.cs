using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>
/// Lets a session that went through a file or a job bind, so that the cmdlet can say what is wrong with it: the binder's own words
/// would be about types.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KoreSessionTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string DeserialisedName = "Deserialized." + typeof(KoreSession).FullName;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not PSObject wrapped || wrapped.BaseObject is KoreSession || !wrapped.TypeNames.Contains(DeserialisedName))
        {
            return inputData;
        }

        var host = wrapped.Properties["HostUri"]?.Value?.ToString();
        var clientId = wrapped.Properties["ClientId"]?.Value?.ToString() ?? string.Empty;
        var address = Uri.TryCreate(host, UriKind.Absolute, out var uri) ? uri : new Uri("https://unknown.invalid/");
        return KoreSession.Detached(address, clientId);
    }
}
