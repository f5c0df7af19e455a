namespace KoreExport;

/// <summary>Which roles of the account.</summary>
public enum KoreRoleType
{
    /// <summary>Roles of the Admin Console.</summary>
    Admin,

    /// <summary>Roles in bots.</summary>
    Bot,
}

/// <summary>A role of the account.</summary>
public sealed class KoreRole
{
    internal KoreRole()
    {
    }

    /// <summary>The role's id (<c>_id</c>).</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>Its name (<c>role</c>).</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The platform's own word: <c>admin</c> or <c>bot</c>.</summary>
    public string? RoleType { get; internal init; }

    /// <summary>What it is for (<c>rDesc</c>).</summary>
    public string? Description { get; internal init; }

    /// <summary>What it may do: permission and the platform's word, for instance <c>YES</c>.</summary>
    public IReadOnlyDictionary<string, string?> Permissions { get; internal init; } = new Dictionary<string, string?>();

    /// <summary>Its id across environments (<c>refId</c>).</summary>
    public string? RefId { get; internal init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
