using CityBrain.Api.Problems;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>What a device is registered with.</summary>
internal sealed record DeviceRegistration
{
    /// <summary>Its key, 1 to 64 characters of <c>A–Z a–z 0–9 . _ -</c>; made up when not given.</summary>
    public string? Id { get; init; }

    /// <summary>Its model, from a published scene.</summary>
    public required string Model { get; init; }

    /// <summary>Code of the district or community it stands in, 9 or 12 digits.</summary>
    public required string Place { get; init; }

    /// <summary>Where it stands.</summary>
    public LocationBody? Location { get; init; }

    /// <summary>What people call it, at most 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The number on its plate or in its network.</summary>
    public string? Number { get; init; }

    /// <summary>The station in the source it is mapped from.</summary>
    public string? SourceStation { get; init; }

    /// <summary>Figures that its model's rules ask for, as the warning level of a gauge.</summary>
    public IReadOnlyDictionary<string, double>? Attributes { get; init; }

    /// <summary>Key of the gateway or pole that carries it and may speak for it; none when not given.</summary>
    public string? Carrier { get; init; }

    /// <summary><c>live</c> when not given; <c>replayed</c> for a station of a replay; <c>simulated</c> for one that no device stands behind.</summary>
    public OriginKind Origin { get; init; } = OriginKind.Live;

    /// <summary>The key given, or one made up.</summary>
    public (DeviceId Id, Refusal? Refusal) KeyOr(Func<DeviceId> makeUp)
    {
        var (id, refusal) = KeyOf(Id, "id");
        return (id ?? (refusal is null ? makeUp() : default), refusal);
    }

    /// <summary>The key that a field holds; null when it holds none.</summary>
    public static (DeviceId? Key, Refusal? Refusal) KeyOf(string? text, string field) =>
        text is null ? (null, null)
        : DeviceId.TryParse(text, out var id) ? (id, null)
        : (null, EdgeRefusals.FieldInvalid(field, "is not a device key", "Give 1 to 64 characters of A-Z a-z 0-9 . _ -, the first a letter or digit, or none."));

    /// <summary>The command, or why it cannot be one.</summary>
    public (RegisterDevice? Command, Refusal? Refusal) ToCommand(Mandate mandate, string tokenHash)
    {
        if (Standing.FaultOf(Place, Location, out var place) is { } fault)
        {
            return (null, fault);
        }

        var (carrier, why) = KeyOf(Carrier, "carrier");
        return why is not null ? (null, why) : (new RegisterDevice
        {
            Mandate = mandate,
            Model = Model,
            Place = place,
            Location = Location?.ToWgs84(),
            Name = Name,
            Number = Number,
            SourceStation = SourceStation,
            Attributes = Attributes ?? new Dictionary<string, double>(),
            TokenHash = tokenHash,
            Origin = new Origin(Origin, string.Empty),
            Carrier = carrier,
        }, null);
    }
}

/// <summary>Where a device stands from now on.</summary>
internal sealed record DeviceMove
{
    /// <summary>Code of the district or community, 9 or 12 digits.</summary>
    public required string Place { get; init; }

    /// <summary>Where it stands; not known when not given.</summary>
    public LocationBody? Location { get; init; }

    /// <summary>The command, or why it cannot be one.</summary>
    public (MoveDevice? Command, Refusal? Refusal) ToCommand(Mandate mandate) => Standing.FaultOf(Place, Location, out var place) is { } fault
        ? (null, fault)
        : (new MoveDevice { Mandate = mandate, Place = place, Location = Location?.ToWgs84() }, null);
}

/// <summary>What carries a device.</summary>
internal sealed record DeviceMounting
{
    /// <summary>Key of the gateway or pole; null for none.</summary>
    public required string? Carrier { get; init; }
}

/// <summary>Why a device goes out of use.</summary>
internal sealed record DeviceRetirement
{
    /// <summary>Why, at most 200 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>How the edge judges where a device is said to stand.</summary>
internal static class Standing
{
    public static Refusal? FaultOf(string code, LocationBody? location, out PlaceCode place) =>
        !PlaceCode.TryParse(code, out place) ? EdgeRefusals.FieldInvalid("place", "is not a place code", "Give the 9 digits of a district or the 12 of a community.")
        : location is { IsValid: false } ? EdgeRefusals.FieldInvalid("location", "is no place on Earth, or its datum is not known", "Give degrees, latitude first; datum is wgs84 (default) or gcj02.")
        : null;
}

/// <summary>Where something is; GCJ-02 is converted on the way in.</summary>
internal sealed record LocationBody
{
    /// <summary>−90 to 90, north positive.</summary>
    public required double LatitudeDegrees { get; init; }

    /// <summary>−180 to 180, east positive.</summary>
    public required double LongitudeDegrees { get; init; }

    /// <summary><c>wgs84</c> when not given, or <c>gcj02</c>, as public maps in China show it.</summary>
    public string Datum { get; init; } = "wgs84";

    /// <summary>Whether it is a place on Earth in a datum that is known.</summary>
    internal bool IsValid => new Location(LatitudeDegrees, LongitudeDegrees).IsValid && Datum is "wgs84" or "gcj02";

    /// <summary>The same place in WGS84.</summary>
    public Location ToWgs84() => Datum == "gcj02" ? Gcj02.ToWgs84(new Location(LatitudeDegrees, LongitudeDegrees)) : new Location(LatitudeDegrees, LongitudeDegrees);
}

/// <summary>A device and its token. The city keeps the token's hash only: it is shown here, to who gave the command, and nowhere else.</summary>
/// <param name="Id">The device's key.</param>
/// <param name="Token">The token, for <c>POST /api/v1/{token}/telemetry</c>; null when another one is in force.</param>
/// <param name="Device">The device.</param>
internal sealed record DeviceWithToken(string Id, string? Token, DeviceView Device);
