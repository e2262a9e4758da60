using CityBrain.Domain.Places;

namespace CityBrain.Domain.Tests.Places;

/// <summary>The divisions that ship with the project, against the known figures of Guangde.</summary>
public class GuangdeDivisionsTests
{
    private static readonly Divisions Guangde = DivisionsTests.Known(File.ReadAllText(Shipped()));

    [Fact]
    public void Guangde_has_13_units_and_139_communities()
    {
        Guangde.City!.Key.Digits.ShouldBe("341882");
        Guangde.Count(PlaceLevel.District).ShouldBe(13);
        Guangde.Count(PlaceLevel.Community).ShouldBe(139);
        var kinds = Guangde.Places.Values.Where(place => place.Level == PlaceLevel.Community).CountBy(place => place.Key.Digits[9]).ToDictionary();
        kinds['0'].ShouldBe(34, "社区");
        kinds['2'].ShouldBe(103, "村");
        kinds['4'].ShouldBe(1, "经济开发区虚拟社区");
        kinds['5'].ShouldBe(1, "花鼓林场生活区");
    }

    [Theory]
    [InlineData("341882001", "桐汭街道", 6)]
    [InlineData("341882002", "祠山街道", 5)]
    [InlineData("341882003", "升平街道", 5)]
    [InlineData("341882100", "桃州镇", 9)]
    [InlineData("341882101", "柏垫镇", 14)]
    [InlineData("341882102", "誓节镇", 21)]
    [InlineData("341882103", "邱村镇", 18)]
    [InlineData("341882104", "新杭镇", 19)]
    [InlineData("341882105", "杨滩镇", 16)]
    [InlineData("341882200", "卢村乡", 13)]
    [InlineData("341882201", "东亭乡", 6)]
    [InlineData("341882202", "四合乡", 6)]
    [InlineData("341882400", "广德经济开发区", 1)]
    public void Each_unit_has_its_name_and_number_of_communities(string code, string name, int communities)
    {
        var unit = Guangde.Find(PlaceCode.Parse(code)).ShouldNotBeNull();
        unit.Name.ShouldBe(name);
        unit.Parent.ShouldBe(Guangde.City!.Key);
        Guangde.ChildrenOf(unit.Key).Count().ShouldBe(communities);
    }

    [Theory]
    [InlineData("341822", "广德市")]
    [InlineData("342523", "广德市")]
    [InlineData("341822203", "四合乡")]
    [InlineData("341822100001", "景贤社区居民委员会")]
    [InlineData("341882001001", "景贤社区居民委员会")]
    [InlineData("341822100203", "山关村委会")]
    [InlineData("341882002200", "山关村委会")]
    [InlineData("341882100203", "和平村委会")]
    [InlineData("341882102500", "花鼓林场生活区")]
    [InlineData("341882400498", "经济开发区虚拟社区")]
    public void Codes_of_today_and_of_before_2019_find_the_place(string code, string name) =>
        Guangde.Find(PlaceCode.Parse(code)).ShouldNotBeNull().Name.ShouldBe(name);

    [Fact]
    public void The_place_is_keyed_by_the_code_that_this_city_first_knew_it_by()
    {
        var city = Guangde.Find(PlaceCode.Parse("341822"))!;
        city.Key.Digits.ShouldBe("341882");
        city.CurrentCode.Digits.ShouldBe("341882");
        city.Codes.Select(span => span.Code.Digits).ShouldBe(["342523", "341822", "341882"]);
    }

    [Fact]
    public void Its_points_lie_in_Guangde() =>
        Guangde.Places.Values.Where(place => place.Location is not null)
            .ShouldAllBe(place => place.Location!.Value.DistanceMeters(new Location(30.89, 119.42)) < 45_000);

    [Fact]
    public void Importing_the_shipped_file_again_changes_nothing() =>
        DivisionsRules.DecideImport(Guangde, DivisionsTests.Rows(File.ReadAllText(Shipped())), new DateOnly(2026, 11, 23), inUse: true)
            .ShouldBeOfType<Decision<PlaceFact>.Accepted>().Facts.ShouldBeEmpty();

    [SharedDataFact]
    public void The_shipped_file_says_what_the_source_file_says()
    {
        var source = DivisionsFile.Parse(
            File.ReadAllText(Path.Combine(SharedDataFactAttribute.Folder!, "admin", "guangde_341882_divisions.csv")),
            point => Guangde.Places.Values.Select(place => place.Location).OfType<Location>().MinBy(known => known.DistanceMeters(point)));
        source.Errors.ShouldBeEmpty();
        source.Rows.Count.ShouldBe(153);
        DivisionsRules.DecideImport(Guangde, source.Rows, new DateOnly(2026, 11, 23), inUse: true)
            .ShouldBeOfType<Decision<PlaceFact>.Accepted>().Facts.OfType<PlaceAdded>().ShouldBeEmpty();
    }

    [SharedDataFact]
    public void A_file_of_six_counties_is_refused_with_every_further_county_named()
    {
        var six = DivisionsFile.Parse(
            File.ReadAllText(Path.Combine(SharedDataFactAttribute.Folder!, "admin", "six_counties_divisions.csv")), point => point);
        six.Errors.ShouldBeEmpty();
        DivisionsRules.Check(Divisions.None, six.Rows, inUse: false).Count(error => error.Code == "city-second").ShouldBe(5);
    }

    private static string Shipped()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CityBrain.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "src", "Silo", "Divisions", "guangde-341882.csv");
    }
}
