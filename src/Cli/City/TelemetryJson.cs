using System.Buffers;
using System.Text.Json;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.City;

/// <summary>Readings as devices and gateways send them.</summary>
internal static class TelemetryJson
{
    /// <summary>Readings of one device: <c>[{"ts":…,"values":{…}},…]</c>.</summary>
    public static ReadOnlyMemory<byte> OfOneDevice(IReadOnlyList<SourceReading> readings) => Write(json => WriteAll(json, readings));

    /// <summary>Readings of several devices, as a gateway sends them: <c>{"river-1":[{"ts":…,"values":{…}},…],…}</c>.</summary>
    public static ReadOnlyMemory<byte> OfGateway(IReadOnlyList<SourceReading> readings) => Write(json =>
    {
        json.WriteStartObject();
        foreach (var device in readings.GroupBy(reading => reading.Device, StringComparer.Ordinal))
        {
            json.WritePropertyName(device.Key);
            WriteAll(json, device);
        }

        json.WriteEndObject();
    });

    /// <summary>Writes the object of a reading's values; null is a missing one.</summary>
    public static void WriteValues(Utf8JsonWriter json, SourceReading reading)
    {
        json.WriteStartObject("values");
        foreach (var (point, value) in reading.Values)
        {
            if (value is { } number)
            {
                json.WriteNumber(point, number);
            }
            else
            {
                json.WriteNull(point);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<SourceReading> readings)
    {
        json.WriteStartArray();
        foreach (var reading in readings)
        {
            json.WriteStartObject();
            json.WriteNumber("ts", reading.ObservedAt.ToUnixTimeMilliseconds());
            WriteValues(json, reading);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return bytes.WrittenMemory;
    }
}
