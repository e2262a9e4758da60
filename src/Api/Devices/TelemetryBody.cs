using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>
/// The forms in which common devices send readings: <c>{"ts": epoch milliseconds, "values": {…}}</c>, a bare object of values, or an array of
/// either. What is no JSON is refused whole; of an array, single readings.
/// </summary>
internal sealed class TelemetryBody : IRefusable
{
    private static readonly long TimeMsMax = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private TelemetryBody(IReadOnlyList<ReportedReading> readings, IReadOnlyList<int> places, IReadOnlyList<RefusedLine> refused) =>
        (Readings, Places, Refused) = (readings, places, refused);

    private TelemetryBody(Problem fault)
        : this([], [], []) => Fault = fault;

    /// <summary>The readings that were understood, in the order they were sent.</summary>
    public IReadOnlyList<ReportedReading> Readings { get; }

    /// <summary>Where each of them stood in the body, from 0.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>Those that were not understood.</summary>
    public IReadOnlyList<RefusedLine> Refused { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    /// <summary>The same readings; those that did not say when they were observed are of this moment.</summary>
    public TelemetryBody Arrived(DateTimeOffset at) => Readings.All(reading => reading.Time is not null)
        ? this
        : new TelemetryBody([.. Readings.Select(reading => reading.Time is null ? reading with { Time = at } : reading)], Places, Refused);

    /// <summary>Reads the body.</summary>
    public static async ValueTask<TelemetryBody> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, _, fault) = await BodyReader.Read(context, "application/json", Limits.BodyBytesMax);
        return fault is not null ? new TelemetryBody(fault) : Read(bytes);
    }

    /// <summary>Reads the readings of one device.</summary>
    public static TelemetryBody Read(ReadOnlyMemory<byte> json) => Parse(json, Read);

    /// <summary>Reads what a gateway sends for devices that it carries, <c>{"device": [readings], …}</c>: device → its readings.</summary>
    public static (IReadOnlyDictionary<string, TelemetryBody> Devices, Problem? Fault) ReadGateway(ReadOnlyMemory<byte> json)
    {
        Dictionary<string, TelemetryBody> devices = new(StringComparer.Ordinal);
        var whole = Parse(json, root =>
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new TelemetryBody(new Problem(EdgeRefusals.JsonMismatch("$")));
            }

            var count = 0;
            foreach (var member in root.EnumerateObject())
            {
                count += member.Value.ValueKind == JsonValueKind.Array ? member.Value.GetArrayLength() : 1;
                if (count > Limits.BodyReadingsMax)
                {
                    return TooMany(count);
                }

                devices.Add(member.Name, Read(member.Value));
            }

            return devices.Count == 0 ? TooMany(0) : new TelemetryBody([], [], []);
        });
        return (devices, whole.Fault);
    }

    private static TelemetryBody Parse(ReadOnlyMemory<byte> json, Func<JsonElement, TelemetryBody> read)
    {
        var (body, refusal) = StrictJson.Parse<TelemetryBody>(json, root => (read(root), null));
        return body ?? new TelemetryBody(new Problem(refusal!));
    }

    private static TelemetryBody Read(JsonElement root)
    {
        var length = root.ValueKind == JsonValueKind.Array ? root.GetArrayLength() : 1;
        if (length is 0 or > Limits.BodyReadingsMax)
        {
            return TooMany(length);
        }

        List<ReportedReading> readings = new(length);
        List<int> places = new(length);
        List<RefusedLine> refused = [];
        foreach (var element in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().AsEnumerable() : [root])
        {
            var place = readings.Count + refused.Count;
            var (reading, refusal) = ReadOne(element, place);
            if (refusal is not null)
            {
                refused.Add(RefusedLine.Of(place, refusal));
                continue;
            }

            readings.Add(reading!);
            places.Add(place);
        }

        return new TelemetryBody(readings, places, refused);
    }

    private static TelemetryBody TooMany(int count) => new(new Problem(EdgeRefusals.FieldInvalid(
        "$", $"has {count.ToString(CultureInfo.InvariantCulture)} readings", $"Send 1 to {Limits.BodyReadingsMax} readings at once.")));

    /// <summary>One reading: timed when it has <c>values</c>, else a bare object of values at arrival time.</summary>
    private static (ReportedReading? Reading, Refusal? Refusal) ReadOne(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return (null, EdgeRefusals.JsonMismatch($"$[{index}]"));
        }

        var timed = element.TryGetProperty("values", out var values) && values.ValueKind is JsonValueKind.Object;
        if (!timed)
        {
            return element.TryGetProperty("ts", out _)
                ? (null, EdgeRefusals.FieldInvalid($"$[{index}]", "has ts but no object of values", "Send {\"ts\": epoch milliseconds, \"values\": {…}}."))
                : Pointwise(null, element, index);
        }

        DateTimeOffset? time = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals("ts"))
            {
                if (!TryTime(member.Value, out var at))
                {
                    return (null, EdgeRefusals.FieldInvalid($"$[{index}].ts", "is not a time in epoch milliseconds", "Send a whole number of milliseconds since 1970 UTC."));
                }

                time = at;
            }
            else if (!member.NameEquals("values"))
            {
                return (null, EdgeRefusals.FieldInvalid($"$[{index}]", "has a member beside ts and values", "Send ts and values only."));
            }
        }

        return Pointwise(time, values, index);
    }

    private static (ReportedReading? Reading, Refusal? Refusal) Pointwise(DateTimeOffset? time, JsonElement values, int index)
    {
        var (points, refusal) = ReadPoints(values, index);
        return points is null ? (null, refusal) : (new ReportedReading(time, points), null);
    }

    /// <summary>Point → value; null stays null.</summary>
    public static (IReadOnlyDictionary<string, double?>? Points, Refusal? Refusal) ReadPoints(JsonElement values, int index)
    {
        Dictionary<string, double?> points = new(StringComparer.Ordinal);
        foreach (var point in values.EnumerateObject())
        {
            switch (point.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    points[point.Name] = null;
                    break;
                case JsonValueKind.Number when point.Value.TryGetDouble(out var value) && double.IsFinite(value):
                    points[point.Name] = value;
                    break;
                default:
                    return (null, EdgeRefusals.FieldInvalid($"$[{index}]", "has a value that is neither a finite number nor null", "Send numbers, or null where there is no value."));
            }
        }

        return points.Count is 0 or > Limits.ReadingPointsMax
            ? (null, EdgeRefusals.FieldInvalid($"$[{index}]", $"has {points.Count.ToString(CultureInfo.InvariantCulture)} points", "Send 1 to 100 points in one reading."))
            : (points, null);
    }

    /// <summary>A time in epoch milliseconds, UTC.</summary>
    public static bool TryTime(JsonElement value, out DateTimeOffset time)
    {
        var valid = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var ms) && ms >= 0 && ms <= TimeMsMax;
        time = valid ? DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()) : default;
        return valid;
    }
}
