using CityBrain.Domain.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>A place where people are served.</summary>
public sealed record Facility
{
    /// <summary>What kind it is.</summary>
    public required FacilityKind Kind { get; init; }

    /// <summary>Its name.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Where it stands, in words; null when not known.</summary>
    public LocalText? Address { get; init; }

    /// <summary>The code of the town or community it stands in.</summary>
    public required PlaceCode Place { get; init; }

    /// <summary>WGS84; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>Its telephone number; null when not known.</summary>
    public string? Phone { get; init; }

    /// <summary>When it is open in an ordinary week; null when not known.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>Whether it is a sample that no real place stands behind.</summary>
    public required bool IsSample { get; init; }
}

/// <summary>A kind of facility.</summary>
/// <param name="Key">Its word in files and addresses.</param>
/// <param name="Title">What it is called.</param>
public sealed record FacilityKind(string Key, LocalText Title)
{
    /// <summary>All kinds there are.</summary>
    public static IReadOnlyList<FacilityKind> All { get; } =
    [
        new("hall", new("政务服务", "Public services")),
        new("hospital", new("医院卫生院", "Hospitals and clinics")),
        new("pharmacy", new("药店", "Pharmacies")),
        new("police", new("派出所", "Police stations")),
        new("library", new("图书馆", "Libraries")),
        new("park", new("公园", "Parks")),
        new("toilet", new("公共厕所", "Public toilets")),
        new("shelter", new("应急避难场所", "Emergency shelters")),
    ];
}

/// <summary>A list of facilities and where it comes from.</summary>
/// <param name="Source">Who says so, and under which terms.</param>
/// <param name="Facilities">The facilities.</param>
public sealed record FacilityList(LocalText Source, IReadOnlyList<Facility> Facilities);

/// <summary>A facility as shown to who looks from some place.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Place">The name of the town it stands in; null where it is not known.</param>
/// <param name="DistanceMeters">How far it is in a straight line; null when either place is not known.</param>
/// <param name="IsOpen">Whether it is open now; null when its hours are not known.</param>
public sealed record FacilityView(Facility Facility, string? Place, double? DistanceMeters, bool? IsOpen);
