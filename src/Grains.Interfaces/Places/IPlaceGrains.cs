using CityBrain.Domain.Places;
using Orleans.Concurrency;

namespace CityBrain.Grains.Interfaces.Places;

/// <summary>The city: register of its divisions, and the state of everything rolled up to one snapshot.</summary>
[Alias("citybrain.city-grain"), GrainInterfaceType("citybrain.city-grain")]
public interface ICityGrain : IGrainWithStringKey
{
    /// <summary>Brings the register to what the file says; the same file again changes nothing.</summary>
    [Alias("import")]
    Task<Answer<ImportReceipt>> Import(ImportDivisions command);

    /// <summary>The place that has, or once had, this code.</summary>
    [Alias("find"), ReadOnly]
    Task<Answer<PlaceView>> Find(PlaceCode code);

    /// <summary>The whole city from one snapshot.</summary>
    [Alias("overview"), ReadOnly]
    Task<Answer<CityOverview>> Overview();

    /// <summary>A district's state changed: a hint, never the only way to know.</summary>
    [Alias("push")]
    Task Push(PlaceChange change);
}

/// <summary>A district: its communities' state rolled up. 镇, 街道, 乡, 开发区.</summary>
[Alias("citybrain.district-grain"), GrainInterfaceType("citybrain.district-grain")]
public interface IDistrictGrain : IGrainWithStringKey
{
    /// <summary>Its state.</summary>
    [Alias("read"), ReadOnly]
    Task<PlaceState> Read();

    /// <summary>A community's state, or that of something that stands directly in the district, changed.</summary>
    [Alias("push")]
    Task Push(PlaceChange change);
}

/// <summary>A community: its devices' and incidents' state rolled up. 社区, 村.</summary>
[Alias("citybrain.community-grain"), GrainInterfaceType("citybrain.community-grain")]
public interface ICommunityGrain : IGrainWithStringKey
{
    /// <summary>Its state.</summary>
    [Alias("read"), ReadOnly]
    Task<PlaceState> Read();

    /// <summary>Something in the community changed.</summary>
    [Alias("push")]
    Task Push(PlaceChange change);
}

/// <summary>Brings the register of divisions to what a file says.</summary>
/// <param name="Mandate">In whose name and under which key.</param>
/// <param name="Csv">The file: columns <c>level, code, name, parent</c>, optionally coordinates and former codes.</param>
[GenerateSerializer, Immutable, Alias("citybrain.import-divisions")]
public sealed record ImportDivisions([property: Id(0)] Mandate Mandate, [property: Id(1)] string Csv);

/// <summary>What an import changed.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.import-receipt")]
public sealed record ImportReceipt(
    [property: Id(0)] string City,
    [property: Id(1)] string Name,
    [property: Id(2)] int Districts,
    [property: Id(3)] int Communities,
    [property: Id(4)] int Added,
    [property: Id(5)] int Changed,
    [property: Id(6)] IReadOnlyList<ImportError> Errors);

/// <summary>A line of the file that is wrong; nothing of the file was imported.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.import-error")]
public sealed record ImportError([property: Id(0)] int Line, [property: Id(1)] string Code, [property: Id(2)] string Reason, [property: Id(3)] string Remedy);

/// <summary>That something changed: a hint. A place reads its own figures from the durable rows, so that a lost or late hint cannot make them wrong for long.</summary>
/// <param name="Place">The place that changed, by its key: the receiver itself, or the child whose state follows.</param>
/// <param name="State">The child's state; null when something that stands directly in the receiver changed.</param>
[GenerateSerializer, Immutable, Alias("citybrain.place-change")]
public sealed record PlaceChange([property: Id(0)] PlaceCode Place, [property: Id(1)] PlaceState? State);

/// <summary>A place as shown.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.place-view")]
public sealed record PlaceView
{
    /// <summary>The code it is keyed by.</summary>
    [Id(0)]
    public required string Code { get; init; }

    /// <summary>The code it has today.</summary>
    [Id(1)]
    public required string CurrentCode { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary><c>city</c>, <c>district</c> or <c>community</c>.</summary>
    [Id(3)]
    public required string Level { get; init; }

    /// <summary>The place above; null for the city.</summary>
    [Id(4)]
    public string? Parent { get; init; }

    /// <summary>A point in it, WGS84; null when not known.</summary>
    [Id(5)]
    public Location? Location { get; init; }

    /// <summary>All codes it had, with the days they were valid.</summary>
    [Id(6)]
    public IReadOnlyList<DatedCode> Codes { get; init; } = [];

    /// <summary>The places right below it.</summary>
    [Id(7)]
    public IReadOnlyList<PlaceChild> Children { get; init; } = [];

    /// <summary>Its state; filled by the edge from the place's own grain.</summary>
    [Id(8)]
    public PlaceState? State { get; init; }
}

/// <summary>A code and the days it was valid: from inclusive, until exclusive; null means open.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.dated-code")]
public sealed record DatedCode([property: Id(0)] string Code, [property: Id(1)] DateOnly? From, [property: Id(2)] DateOnly? Until);

/// <summary>A place right below another.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.place-child")]
public sealed record PlaceChild([property: Id(0)] string Code, [property: Id(1)] string Name);

/// <summary>The state of a place, rolled up from below.</summary>
/// <param name="Code">The place's key.</param>
/// <param name="Summary">Its figures, each origin apart.</param>
/// <param name="Coverage">Of how many child units something was heard within 24 hours; for a community, of how many devices.</param>
/// <param name="AsOf">When this was worked out.</param>
[GenerateSerializer, Immutable, Alias("citybrain.place-state")]
public sealed record PlaceState(
    [property: Id(0)] string Code, [property: Id(1)] PlaceSummary Summary, [property: Id(2)] Coverage Coverage, [property: Id(3)] DateTimeOffset AsOf);

/// <summary>The whole city from one snapshot.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.city-overview")]
public sealed record CityOverview
{
    /// <summary>Code of the city.</summary>
    [Id(0)]
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Its state.</summary>
    [Id(2)]
    public required PlaceState State { get; init; }

    /// <summary>Of how many communities something was heard within 24 hours.</summary>
    [Id(3)]
    public required Coverage Communities { get; init; }

    /// <summary>The state of each district.</summary>
    [Id(4)]
    public required IReadOnlyList<DistrictState> Districts { get; init; }

    /// <summary>The scenes in force: scene and version.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Scenes { get; init; }
}

/// <summary>A district in the overview.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.district-state")]
public sealed record DistrictState([property: Id(0)] string Code, [property: Id(1)] string Name, [property: Id(2)] PlaceState State);
