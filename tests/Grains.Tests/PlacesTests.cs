using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;

namespace CityBrain.Grains.Tests;

public sealed class PlacesTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    [Fact]
    public async Task Guangde_ships_with_its_13_units_and_139_communities()
    {
        var overview = (await city.Grains.City().Overview()).Value!;
        (overview.Code, overview.Name).ShouldBe(("341882", "广德市"));
        overview.Districts.Count.ShouldBe(13);
        overview.Communities.Total.ShouldBe(139);
    }

    [Fact]
    public async Task An_old_code_finds_the_city_it_was_the_code_of()
    {
        var place = (await city.Grains.City().Find(PlaceCode.Parse("341822"))).Value!;
        place.CurrentCode.ShouldBe("341882");
    }

    [Fact]
    public async Task A_change_in_a_community_is_seen_at_the_top_within_a_second()
    {
        await city.Grains.City().Overview();
        var before = TimeProvider.System.GetTimestamp();
        await city.RiverGauge("seen", "341882102001");

        // The push goes up on its own; asking again until it is there measures how long it took.
        while ((await city.Grains.City().Overview()).Value!.Districts.Single(one => one.Code == "341882102").State.Summary.Live is not { Devices: 1 })
        {
            TimeProvider.System.GetElapsedTime(before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_bad_file_changes_nothing_and_names_its_lines()
    {
        var receipt = (await city.Grains.City().Import(new ImportDivisions(city.By("person:operator"), "level,code,name\ntown,34188,短\n"))).Value!;
        receipt.Errors.ShouldHaveSingleItem().Line.ShouldBe(2);
        (await city.Grains.City().Overview()).Value!.Districts.Count.ShouldBe(13);
    }
}
