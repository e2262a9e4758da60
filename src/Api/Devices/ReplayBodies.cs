using System.Buffers;
using System.Reflection;
using System.Text.RegularExpressions;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.Metadata;

namespace CityBrain.Api.Devices;

/// <summary>The key of a replay session: how it is mapped and the start of its source's hash, so that one source has one session.</summary>
/// <param name="Value">The key.</param>
internal readonly partial record struct ReplayId(string Value)
{
    /// <summary>Reads a key.</summary>
    public static bool TryParse(string? text, out ReplayId id)
    {
        var valid = text is not null && Form().IsMatch(text);
        id = new ReplayId(valid ? text! : string.Empty);
        return valid;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}-[0-9a-f]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>What a replay session is opened with.</summary>
internal sealed record ReplayOpening
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Name of the source, at most 200 characters; a name, not a path.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the source, 64 hexadecimal digits.</summary>
    public required string SourceHash { get; init; }

    /// <summary>How it is mapped: <c>air</c>, <c>water</c>.</summary>
    public required string As { get; init; }

    /// <summary>The session that belongs to the source.</summary>
    public (ReplayId Id, Refusal? Refusal) Session()
    {
        if (Source.Length is 0 or > 200 || Source.AsSpan().IndexOfAny('/', '\\') >= 0 || Source.Any(char.IsControl))
        {
            return (default, EdgeRefusals.FieldInvalid("source", "is not a name", "Give a name of 1 to 200 characters without slashes."));
        }

        if (SourceHash.Length != 64 || SourceHash.AsSpan().IndexOfAnyExcept(HexDigits) >= 0)
        {
            return (default, EdgeRefusals.FieldInvalid("sourceHash", "is not a SHA-256", "Give 64 lower-case hexadecimal digits."));
        }

        return ReplayId.TryParse($"{As}-{SourceHash[..16]}", out var id)
            ? (id, null)
            : (default, EdgeRefusals.FieldInvalid("as", "is not the name of a mapping", "Give air, water, or another name in kebab-case."));
    }
}

/// <summary>An object without members.</summary>
internal sealed record NoMembers : IOptionalBody;

/// <summary>Readings of many devices as a replay sends them; described here, read by <see cref="ReplayBody"/>.</summary>
/// <param name="Readings">At most 1 MiB of them, each device's in the order of their time.</param>
internal sealed record ReplayReadings(IReadOnlyList<ReplayReading> Readings);

/// <summary>One reading of a replay.</summary>
/// <param name="Device">The device.</param>
/// <param name="Ts">Observed time, epoch milliseconds UTC.</param>
/// <param name="Values">Point → value; null is a missing value.</param>
internal sealed record ReplayReading(string Device, long Ts, IReadOnlyDictionary<string, double?> Values);

/// <summary>The readings of one device within a request, in order, and their places in the request.</summary>
internal sealed record DevicePart(DeviceId Device, List<ReportedReading> Readings, List<int> Places);

/// <summary>Readings of a replay, grouped by device.</summary>
internal sealed class ReplayBody : IRefusable, IEndpointParameterMetadataProvider
{
    private ReplayBody(IReadOnlyList<DevicePart> byDevice, Problem? fault) => (ByDevice, Fault) = (byDevice, fault);

    /// <summary>Each device's readings, at most 1,000.</summary>
    public IReadOnlyList<DevicePart> ByDevice { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    /// <summary>Reads the body.</summary>
    public static async ValueTask<ReplayBody> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, _, fault) = await BodyReader.Read(context, "application/json", Limits.BodyBytesMax);
        return fault is not null ? new ReplayBody([], fault) : Read(bytes.Span);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(ReplayReadings)));

    private static ReplayBody Read(ReadOnlySpan<byte> json)
    {
        var (body, refusal) = StrictJson.Read<ReplayReadings>(json);
        if (body is null)
        {
            return Refused(refusal!);
        }

        Dictionary<string, DevicePart> parts = new(StringComparer.Ordinal);
        for (var place = 0; place < body.Readings.Count; place++)
        {
            var reading = body.Readings[place];
            if (FaultOf(reading, place) is { } fault)
            {
                return Refused(fault);
            }

            if (!parts.TryGetValue(reading.Device, out var part))
            {
                parts[reading.Device] = part = new DevicePart(DeviceId.Parse(reading.Device), [], []);
            }

            part.Readings.Add(new ReportedReading(DateTimeOffset.FromUnixTimeMilliseconds(reading.Ts), reading.Values));
            part.Places.Add(place);
        }

        return body.Readings.Count == 0 || parts.Values.Any(part => part.Readings.Count > Limits.ReportReadingsMax)
            ? Refused(EdgeRefusals.FieldInvalid("readings", "is empty or has more than 1000 readings of one device", "Send 1 to 1000 readings of each device in one request."))
            : new ReplayBody([.. parts.Values], null);
    }

    private static Refusal? FaultOf(ReplayReading? reading, int place) =>
        reading is null ? EdgeRefusals.JsonMismatch($"$.readings[{place}]")
        : !DeviceId.TryParse(reading.Device, out _) ? EdgeRefusals.FieldInvalid($"$.readings[{place}].device", "is not a device key", "Give the key of a registered device.")
        : reading.Ts < 0 || reading.Ts > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? EdgeRefusals.FieldInvalid($"$.readings[{place}].ts", "is not a time in epoch milliseconds", "Send a whole number of milliseconds since 1970 UTC.")
        : reading.Values.Count is 0 or > Limits.ReadingPointsMax ? EdgeRefusals.FieldInvalid($"$.readings[{place}].values", "is empty or too long", "Send 1 to 100 points in one reading.")
        : null;

    private static ReplayBody Refused(Refusal why) => new([], new Problem(why));
}
