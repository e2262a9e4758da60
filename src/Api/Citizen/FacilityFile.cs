using System.Text.Json;
using System.Text.Json.Serialization;
using CityBrain.Domain.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>
/// The file of facilities: a GeoJSON collection of points (WGS84) with the properties of <c>docs/citizen.md</c>. It is taken whole, or refused
/// with every fault named.
/// </summary>
internal static class FacilityFile
{
    /// <summary>More are refused: a public page is no register.</summary>
    public const int FacilitiesMax = 5_000;

    private const int TextMax = 200;
    private const int PhoneMax = 40;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads a file; without a list there are faults.</summary>
    public static (FacilityList? List, IReadOnlyList<string> Faults) Read(string text)
    {
        Collection? collection;
        try
        {
            collection = JsonSerializer.Deserialize<Collection>(text, Strict);
        }
        catch (JsonException malformed)
        {
            return (null, [$"It is no collection of facilities: {malformed.Message}"]);
        }

        if (collection?.Source is not { Zh.Length: > 0, En.Length: > 0 } source || collection.Features is not { } features)
        {
            return (null, ["It names no source in Chinese and English, or has no features."]);
        }

        if (features.Count > FacilitiesMax)
        {
            return (null, [$"It has {features.Count} facilities; {FacilitiesMax} are the most."]);
        }

        var read = features.Select((feature, at) => Of(feature, at + 1)).ToList();
        var faults = read.Select(one => one.Fault).OfType<string>().ToList();
        return faults.Count > 0 ? (null, faults) : (new FacilityList(source, [.. read.Select(one => one.Facility!)]), []);
    }

    private static (Facility? Facility, string? Fault) Of(Feature? feature, int number)
    {
        if (feature?.Properties is not { } given)
        {
            return (null, $"Facility {number} has no properties.");
        }

        if (FacilityKind.All.FirstOrDefault(kind => kind.Key == given.Kind) is not { } kind)
        {
            return (null, $"Facility {number}: kind is one of {string.Join(", ", FacilityKind.All.Select(one => one.Key))}.");
        }

        if (!IsText(given.NameZh) || !IsText(given.NameEn) || (given.AddressZh is null) != (given.AddressEn is null) || given.AddressZh?.Length > TextMax || given.AddressEn?.Length > TextMax)
        {
            return (null, $"Facility {number}: name and address stand in Chinese and English, each of at most {TextMax} characters.");
        }

        if (!PlaceCode.TryParse(given.Place, out var place) || place.Level == PlaceLevel.City)
        {
            return (null, $"Facility {number}: place is the code of a town or community.");
        }

        if (given.Phone is { } phone && (phone.Length is 0 or > PhoneMax || phone.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('-' or '+' or ' '))))
        {
            return (null, $"Facility {number}: phone is of digits, spaces, - and +.");
        }

        OpeningHours? hours = null;
        if (given.Hours is not null && !OpeningHours.TryParse(given.Hours, out hours))
        {
            return (null, $"Facility {number}: hours are written as Mo-Fr 08:30-17:30; Sa off.");
        }

        if (!TryLocation(feature.Geometry, out var location))
        {
            return (null, $"Facility {number}: geometry is a point of longitude and latitude, WGS84, or null.");
        }

        return (new Facility
        {
            Kind = kind,
            Name = new(given.NameZh!, given.NameEn!),
            Address = given.AddressZh is null ? null : new(given.AddressZh, given.AddressEn!),
            Place = place,
            Location = location,
            Phone = given.Phone,
            Hours = hours,
            IsSample = given.Sample,
        }, null);
    }

    private static bool IsText(string? text) => text is { Length: > 0 and <= TextMax };

    private static bool TryLocation(Point? geometry, out Location? location)
    {
        location = geometry is { Coordinates: [var longitude, var latitude] } ? new Location(latitude, longitude) : null;
        return geometry is null || (geometry.Type == "Point" && location is { IsValid: true });
    }

    private sealed record Collection(string Type, LocalText? Source, IReadOnlyList<Feature>? Features);

    private sealed record Feature(string Type, Point? Geometry, Properties? Properties);

    private sealed record Point(string Type, double[] Coordinates);

    private sealed record Properties(
        string? Kind, string? NameZh, string? NameEn, string? AddressZh, string? AddressEn, string? Place, string? Phone, string? Hours, bool Sample = false);
}
