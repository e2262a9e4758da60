using System.Buffers;
using System.Text.Json;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>Turns readings into rows, rows into what the rules know of history, and rows into what is shown.</summary>
internal static class ReadingRows
{
    private static readonly JsonWriterOptions Written = new() { SkipValidation = true };

    /// <summary>The rows of those readings that are to be recorded, chained behind the head.</summary>
    public static List<ReadingRow> Chain(
        string stream, Head head, IReadOnlyList<Reading> readings, IReadOnlyList<ReadingOutcome> outcomes, Origin origin, string trace)
    {
        var rows = new List<ReadingRow>(readings.Count);
        for (var i = 0; i < readings.Count; i++)
        {
            var outcome = outcomes[i];
            if (!outcome.IsRecorded)
            {
                continue;
            }

            var row = new ReadingRow
            {
                Stream = stream,
                Number = head.Seq + 1,
                Parent = head.Hash,
                ObservedMs = outcome.ObservedMs,
                Variant = outcome.Variant,
                Mark = MarkOf(outcome.Mark),
                ClaimedMs = outcome.ClaimedMs,
                Origin = origin,
                Points = WritePoints(readings[i].Points),
                Flags = WriteFlags(outcome.Flags),
                Trace = trace,
            }.Sealed();
            head = new Head(row.Number, row.Hash);
            rows.Add(row);
        }

        return rows;
    }

    public static HistoricReading ToHistory(this ReadingRow row) =>
        new(row.ObservedMs, row.Variant, QualityOf(row.Mark), ReadPoints(row.Points), ReadFlags(row.Flags));

    public static ReadingView ToView(this ReadingRow row, long? recordedMs)
    {
        var flags = ReadFlags(row.Flags).ToDictionary(flag => flag.Point, flag => NameOf(flag.Quality), StringComparer.Ordinal);
        var whole = NameOf(QualityOf(row.Mark));
        return new ReadingView
        {
            ObservedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ObservedMs),
            RecordedAt = recordedMs is { } recorded ? DateTimeOffset.FromUnixTimeMilliseconds(recorded) : null,
            ClaimedAt = row.ClaimedMs is { } claimed ? DateTimeOffset.FromUnixTimeMilliseconds(claimed) : null,
            Quality = whole,
            Origin = row.Origin.Kind,
            Session = row.Origin.Session.Length > 0 ? row.Origin.Session : null,
            Points = ReadPoints(row.Points).ToDictionary(
                point => point.Key,
                point => new PointView(point.Value, point.Value is null ? NameOf(Quality.Missing) : flags.GetValueOrDefault(point.Key, whole)),
                StringComparer.Ordinal),
            Trace = row.Trace,
        };
    }

    public static string NameOf(Quality quality) => quality switch
    {
        Quality.Good => "good",
        Quality.Missing => "missing",
        Quality.Spike => "spike",
        Quality.Range => "range",
        Quality.Late => "late",
        Quality.Clock => "clock",
        _ => "conflict",
    };

    private static ReadOnlyMemory<byte> WritePoints(IReadOnlyCollection<KeyValuePair<string, double?>> points)
    {
        var buffer = new ArrayBufferWriter<byte>(24 * Math.Max(1, points.Count));
        using (var json = new Utf8JsonWriter(buffer, Written))
        {
            json.WriteStartObject();
            foreach (var (point, value) in points)
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

        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WriteFlags(IReadOnlyList<PointFlag> flags)
    {
        if (flags.Count == 0)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>(32);
        using (var json = new Utf8JsonWriter(buffer, Written))
        {
            json.WriteStartObject();
            foreach (var flag in flags)
            {
                json.WriteString(flag.Point, NameOf(flag.Quality));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static List<KeyValuePair<string, double?>> ReadPoints(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(point => KeyValuePair.Create(
            point.Name, point.Value.ValueKind == JsonValueKind.Null ? (double?)null : point.Value.GetDouble()))];
    }

    private static List<PointFlag> ReadFlags(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(flag => new PointFlag(flag.Name, flag.Value.GetString() == "spike" ? Quality.Spike : Quality.Range))];
    }

    private static ReadingMark MarkOf(Quality quality) => quality switch
    {
        Quality.Late => ReadingMark.Late,
        Quality.Clock => ReadingMark.Clock,
        Quality.Conflict => ReadingMark.Conflict,
        _ => ReadingMark.None,
    };

    private static Quality QualityOf(ReadingMark mark) => mark switch
    {
        ReadingMark.Late => Quality.Late,
        ReadingMark.Clock => Quality.Clock,
        ReadingMark.Conflict => Quality.Conflict,
        _ => Quality.Good,
    };
}
