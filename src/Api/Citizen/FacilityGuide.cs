using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Citizen;

/// <summary>A town that one can look from.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">A point in it; null where the register knows none.</param>
public sealed record Town(string Code, string Name, Location? Location);

/// <summary>The facilities and the towns as everybody may see them.</summary>
internal sealed class FacilityGuide
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly CityCalls _city;
    private readonly Kept<IReadOnlyList<Town>> _towns;

    /// <summary>Made by the host.</summary>
    /// <exception cref="OptionsValidationException">The file of facilities is wrong.</exception>
    public FacilityGuide(CityCalls city, TimeProvider time, IOptions<CitizenOptions> options, IHostEnvironment environment)
    {
        (_city, _towns) = (city, new Kept<IReadOnlyList<Town>>(Lifetime, time, Gather));
        List = options.Value.Facilities is { } path ? FacilityFile.Read(File.ReadAllText(path)).List
            : environment.IsDevelopment() ? FacilityFile.Read(CitizenApi.Text("facilities-sample.geojson")).List
            : null;
    }

    /// <summary>The facilities; null where the city has published none. In development there are samples, which say so.</summary>
    public FacilityList? List { get; }

    /// <summary>The towns of the city, in the register's order; none when it does not answer.</summary>
    /// <exception cref="OperationCanceledException">Who asks has left.</exception>
    public Task<IReadOnlyList<Town>> Towns(CancellationToken aborted) => _towns.Read(aborted);

    /// <summary>The facilities of a kind, the nearest first, those whose distance is not known last.</summary>
    public IReadOnlyList<FacilityView> Find(IReadOnlyList<Town> towns, Town? near, FacilityKind? kind, bool openOnly, DateTimeOffset now) =>
    [
        .. (List?.Facilities ?? [])
            .Where(facility => kind is null || facility.Kind == kind)
            .Select(facility => new FacilityView(
                facility,
                towns.FirstOrDefault(town => town.Code == facility.Place.District?.Digits)?.Name,
                near?.Location is { } here && facility.Location is { } there ? here.DistanceMeters(there) : null,
                facility.Hours?.IsOpen(now)))
            .Where(view => !openOnly || view.IsOpen == true)
            .OrderBy(view => view.DistanceMeters ?? double.MaxValue)
            .ThenBy(view => near is not null && view.Facility.Place.District?.Digits == near.Code ? 0 : 1)
            .ThenBy(view => view.Facility.Place),
    ];

    private async Task<IReadOnlyList<Town>> Gather()
    {
        var overview = await _city.Ask((grains, _) => grains.City().Overview(), CancellationToken.None);
        var towns = new List<Town>();
        foreach (var district in overview.Value?.Districts ?? [])
        {
            var found = await _city.Ask((grains, _) => grains.City().Find(PlaceCode.Parse(district.Code)), CancellationToken.None);
            towns.Add(new Town(district.Code, district.Name, found.Value?.Location));
        }

        return towns;
    }
}
