using CityBrain.Demo.Fleet;
using CityBrain.Grains.Interfaces.Places;
using Xunit.Abstractions;

namespace CityBrain.Demo.Tests;

/// <summary>That devices stand where their names say, and where the map draws it.</summary>
public sealed class StandingTests(ITestOutputHelper output)
{
    private static readonly List<(DemoDevice Device, Kind Kind, Site? Site, string Serial)> Fleet =
    [
        .. from device in Guangde.Fleet
           let kind = Kinds.All.Single(kind => kind.Model == device.Model)
           let serial = device.Id.Value[^2..]
           select (device, kind, kind.Sites.ElementAtOrDefault(int.Parse(serial, System.Globalization.CultureInfo.InvariantCulture) - 1), serial),
    ];

    [Fact]
    public void Every_device_without_a_name_of_its_own_carries_the_name_of_the_community_it_stands_in_in_both_halves()
    {
        foreach (var (device, kind, _, serial) in Fleet.Where(one => one.Site is null))
        {
            var (name, nameEn, _) = DrawnMap.Communities[device.Place.Digits];
            var (drawn, what, halves) = (name.Replace("居委员会", string.Empty, StringComparison.Ordinal), kind.Zh + serial, device.Name.Split(" / "));

            // The map leaves out the word for village.
            halves[0].ShouldBeOneOf(drawn + what, $"{drawn}村{what}");
            halves[1].ShouldBe($"{kind.En} {serial}, {nameEn}", device.Id.Value);
        }
    }

    [Fact]
    public void A_device_that_is_named_after_a_community_or_sight_of_its_town_stands_in_that_community()
    {
        List<string> named = [];
        foreach (var (device, _, site, _) in Fleet.Where(one => one.Site is not null))
        {
            var meant = DrawnMap.Communities.SingleOrDefault(one => one.Key.StartsWith(site!.Town, StringComparison.Ordinal) && site.Zh.Contains(one.Value.Name.Split("社区")[0], StringComparison.Ordinal));
            if (meant.Key is { } community)
            {
                device.Place.Digits.ShouldBe(community, device.Name);
                named.Add(site!.Zh);
            }
        }

        output.WriteLine($"{named.Count} of {Fleet.Count(one => one.Site is not null)}: {string.Join(' ', named)}");
        named.Count.ShouldBeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public void Every_device_stands_within_400_metres_of_the_point_that_the_register_has_or_the_map_draws_for_its_community()
    {
        var registered = Guangde.Places.ToDictionary(place => place.Code, place => place.Location, StringComparer.Ordinal);
        var meters = Guangde.Fleet.ToDictionary(
            device => device.Name, device => device.Location.DistanceMeters(registered[device.Place.Digits] ?? DrawnMap.Communities[device.Place.Digits].Point));
        output.WriteLine($"At most {meters.Values.Max():F0} m, {meters.Values.Average():F0} m on average");

        meters.ShouldAllBe(one => one.Value < 400);
    }

    [Fact]
    public void Names_have_a_Chinese_and_an_English_half_and_say_nothing_of_committees()
    {
        foreach (var device in Guangde.Fleet)
        {
            device.Name.ShouldMatch(@"\A\p{IsCJKUnifiedIdeographs}+[0-9]* / [A-Z][A-Za-z0-9, ]*\z", device.Id.Value);
            device.Name.ShouldNotContain("委");
        }

        output.WriteLine($"The longest has {Guangde.Fleet.Max(device => device.Name.Length)} characters");
    }

    [Fact]
    public void The_map_knows_the_registers_communities_and_names_each_in_English()
    {
        DrawnMap.Communities.Keys.ShouldBe(Guangde.Places.Select(place => place.Code).Where(code => code.Length == 12), ignoreOrder: true);
        foreach (var (code, community) in DrawnMap.Communities)
        {
            community.NameEn.ShouldNotBeNull(code).ShouldMatch(@"\A[A-Z][a-z]+( [A-Za-z]+)* (community|village|farm)\z", code);
        }
    }

    [Fact]
    public void Communities_and_the_devices_in_them_lie_within_the_outline_of_the_city()
    {
        var quarters = Guangde.Towns.SelectMany(town => town.Quarters).ToList();
        quarters.Count.ShouldBe(139);
        quarters.Where(quarter => !DrawnMap.IsInTheCity(quarter.Centre)).ShouldBeEmpty();
        Guangde.Fleet.Where(device => !DrawnMap.IsInTheCity(device.Location)).Select(device => device.Name).ShouldBeEmpty();
        DrawnMap.IsInTheCity(new Location(30.88, 119)).ShouldBeFalse();
    }

    [Fact]
    public void A_community_that_the_map_does_not_know_stands_at_its_towns_centre_and_a_district_that_it_does_not_know_is_left_out()
    {
        PlaceView[] districts = [Place("341882001", "桐汭街道"), Place("341882999", "新区")];
        PlaceView[] communities = [Place("341882001999", "新社区居委会"), Place("341882999001", "新区社区居委会")];

        var quarter = GuangdeTowns.Of(districts, communities).ShouldHaveSingleItem().Quarters.ShouldHaveSingleItem();
        (quarter.Zh, quarter.En, quarter.Centre).ShouldBe(("新社区", "Tongrui", DrawnMap.Centres["341882001"]));
    }

    private static PlaceView Place(string code, string name) => new()
    {
        Code = code,
        CurrentCode = code,
        Name = name,
        Level = PlaceCode.Parse(code).Level.ToString(),
        Parent = PlaceCode.Parse(code).Parent?.Digits,
    };
}
