namespace KoreExport.Definitions;

/// <summary>The way to a value inside a component: members by their names, items by what identifies them.</summary>
internal sealed class ValuePath
{
    private readonly JsonSlice _array;
    private readonly ValuePath? _parent;
    private readonly int _index;
    private readonly string? _name;
    private string[]? _itemKeys;

    private ValuePath(ValuePath? parent, JsonSlice container, string? name, int index) =>
        (_parent, _array, _name, _index) = (parent, container, name, index);

    public static ValuePath Root(JsonSlice value) => new(null, value, string.Empty, 0);

    /// <summary>The name of the member, or of the array that the item is in.</summary>
    public string Name => _name ?? _parent!.Name;

    /// <summary>Whether it is a member's value itself, and no item.</summary>
    public bool IsMember => _name is not null;

    /// <summary>The name of the container that the value is in.</summary>
    public string ParentName => _parent?.Name ?? string.Empty;

    /// <summary>Names and keys from the top.</summary>
    public IEnumerable<string> Parts => _parent is null ? [] : _parent.Parts.Append(_name ?? _parent.ItemKeys[_index]);

    /// <summary>The way by names and numbers: the same for the export and for the tree, where a key may be in another form.</summary>
    public string Place =>
        _parent is null
            ? string.Empty
            : (_parent.Place is { Length: > 0 } above ? above + "/" : string.Empty)
                + (_name ?? _index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private string[] ItemKeys => _itemKeys ??= TreeKeys.Keys(_array);

    /// <param name="name">The member's name.</param>
    /// <param name="value">The member's value.</param>
    public ValuePath Member(string name, JsonSlice value) => new(this, value, name, 0);

    /// <param name="index">The item's number.</param>
    /// <param name="value">The item.</param>
    public ValuePath Item(int index, JsonSlice value) => new(this, value, null, index);

    public override string ToString() => string.Join("/", Parts);
}
