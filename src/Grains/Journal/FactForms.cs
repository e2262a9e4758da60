using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Journal;

/// <summary>How facts are written and read: each has a name and a version that never change once written. The event catalogue in <c>docs/events.md</c> lists them all.</summary>
public sealed class FactForms
{
    private readonly Dictionary<Type, FactForm> _byType = [];
    private readonly Dictionary<string, FactForm> _byName = new(StringComparer.Ordinal);

    /// <summary>All forms.</summary>
    public IEnumerable<FactForm> All => _byName.Values;

    /// <summary>Adds a fact.</summary>
    public FactForms Add<TFact>(string name, int version, JsonTypeInfo<TFact> json)
    {
        var form = new FactForm(name, version, typeof(TFact), json);
        _byType.Add(typeof(TFact), form);
        _byName.Add(name, form);
        return this;
    }

    /// <summary>Writes a fact.</summary>
    public Draft Write(object fact, DateTimeOffset observed)
    {
        var form = _byType[fact.GetType()];
        return new Draft(form.Name, form.Version, JsonSerializer.SerializeToUtf8Bytes(fact, form.Json), observed.ToUnixTimeMilliseconds());
    }

    /// <summary>Reads a fact.</summary>
    /// <exception cref="UnreadableFactException">Its name or version is not known here, or its payload does not fit: never guessed at.</exception>
    public object Read(string type, int version, ReadOnlyMemory<byte> payload)
    {
        if (!_byName.TryGetValue(type, out var form) || form.Version < version)
        {
            throw new UnreadableFactException(type, version, null);
        }

        try
        {
            return JsonSerializer.Deserialize(payload.Span, form.Json) ?? throw new UnreadableFactException(type, version, null);
        }
        catch (JsonException malformed)
        {
            throw new UnreadableFactException(type, version, malformed);
        }
    }

    /// <summary>Reads the facts of a stream in order, without the rows that only carry a cursor.</summary>
    public IEnumerable<object> Read(IEnumerable<FactRow> rows) =>
        rows.Where(row => row.Type != Draft.DeliveryNoted).Select(row => Read(row.Type, row.Version, row.Payload));
}

/// <summary>Name, version and JSON form of a fact.</summary>
public sealed record FactForm(string Name, int Version, Type Type, JsonTypeInfo Json);

/// <summary>A fact that this release cannot read, as from a later one: its stream is not served rather than served wrongly.</summary>
public sealed class UnreadableFactException : Exception
{
    /// <summary>Names the fact's form.</summary>
    public UnreadableFactException(string type, int version, Exception? inner)
        : base($"A fact '{type}' of version {version} cannot be read by this release.", inner)
    {
    }
}
