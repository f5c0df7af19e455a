using System.Management.Automation;
using KoreExport.Sessions;

namespace KoreExport.Parameters;

/// <summary>Takes a secret as SecureString or, where a vault gives nothing better, as text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? SecretText.FromText(text) : inputData;
}
