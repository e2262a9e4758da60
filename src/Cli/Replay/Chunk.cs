using System.Buffers;
using System.Text.Json;
using CityBrain.Cli.City;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>Readings that go to the city in one request, within the edge's limits: 1,000 readings and 1 MiB.</summary>
public sealed class Chunk : IDisposable
{
    /// <summary>What the city takes in one request.</summary>
    public const int ReadingsMax = 1_000;

    /// <summary>When this is reached the chunk is full; one more reading still fits below 1 MiB.</summary>
    public const int BytesFull = 1_000_000;

    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 18);
    private readonly Utf8JsonWriter _json;
    private readonly List<SourceReading> _readings = [];

    /// <summary>An empty chunk.</summary>
    public Chunk()
    {
        _json = new Utf8JsonWriter(_bytes);
        Clear();
    }

    /// <summary>The readings in it, in order.</summary>
    public IReadOnlyList<SourceReading> Readings => _readings;

    /// <summary>Whether it should be sent before another reading is added.</summary>
    public bool IsFull => _readings.Count >= ReadingsMax || _bytes.WrittenCount + _json.BytesPending >= BytesFull;

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _readings.Clear();
        _bytes.ResetWrittenCount();
        _json.Reset(_bytes);
        _json.WriteStartObject();
        _json.WriteStartArray("readings");
    }

    /// <summary>Adds a reading behind the others.</summary>
    public void Add(SourceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        _readings.Add(reading);
        _json.WriteStartObject();
        _json.WriteString("device", reading.Device);
        _json.WriteNumber("ts", reading.ObservedAt.ToUnixTimeMilliseconds());
        TelemetryJson.WriteValues(_json, reading);
        _json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>The request's body; valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Body()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenMemory;
    }
}
