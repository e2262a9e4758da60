using CityBrain.Domain.Places;

namespace CityBrain.Domain.Tests.Places;

public class DivisionsTests
{
    private const string Header = "level,code,name,lat_wgs84,lng_wgs84,since,former\n";

    private const string Small = Header + """
        county,341822,广德县,,,,
        town,341822100,桃州镇,30.9,119.4,,
        village,341822100206,和平村委会,,,,
        """;

    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void An_import_adds_the_city_first_then_districts_then_communities()
    {
        var facts = Import(Divisions.None, Small);
        facts.ShouldAllBe(fact => fact is PlaceAdded);
        facts.Cast<PlaceAdded>().Select(fact => fact.Key.Digits).ShouldBe(["341822", "341822100", "341822100206"]);
        facts.Cast<PlaceAdded>().Select(fact => fact.Parent?.Digits).ShouldBe([null, "341822", "341822100"]);
    }

    [Fact]
    public void Importing_the_same_again_changes_nothing() => Import(Known(Small), Small).ShouldBeEmpty();

    [Fact]
    public void A_new_code_keeps_the_place_and_every_code_it_ever_had_finds_it()
    {
        var city = Known(Small);
        var facts = Import(city, Header + """
            county,341882,广德市,,,2019,341822@2019
            town,341882100,桃州镇,,,2019,341822100@2019
            village,341882100203,和平村委会,,,2019,341822100206@2019
            """);
        facts.OfType<PlaceCodeChanged>().Count().ShouldBe(3);
        facts.OfType<PlaceRenamed>().ShouldHaveSingleItem().Name.ShouldBe("广德市");
        facts.Count.ShouldBe(4);

        city = facts.Aggregate(city, DivisionsRules.Apply);
        foreach (var code in new[] { "341822100206", "341882100203" })
        {
            var place = city.Find(PlaceCode.Parse(code)).ShouldNotBeNull();
            place.Key.Digits.ShouldBe("341822100206");
            place.CurrentCode.Digits.ShouldBe("341882100203");
        }

        city.City!.CurrentCode.Digits.ShouldBe("341882");
        city.City.Codes[0].Until.ShouldBe(new DateOnly(2019, 1, 1));
        city.DistrictOf(PlaceCode.Parse("341882100203"))!.Key.Digits.ShouldBe("341822100");
    }

    [Fact]
    public void A_code_without_a_year_changes_today()
    {
        var facts = Import(Known(Small), Header + "county,341882,广德县,,,,341822@2019\n");
        facts.ShouldHaveSingleItem().ShouldBeOfType<PlaceCodeChanged>().Span.From.ShouldBe(Today);
    }

    [Fact]
    public void A_place_can_come_to_lie_in_another_one()
    {
        var facts = Import(Known(Small), Header + """
            town,341822001,桐汭街道,,,,
            village,341822001005,和平村委会,,,,341822100206@2019
            """);
        facts.OfType<PlaceTransferred>().ShouldHaveSingleItem().Parent.Digits.ShouldBe("341822001");
    }

    [Fact]
    public void A_point_that_differs_moves_the_place_and_a_missing_one_does_not()
    {
        Import(Known(Small), Header + "town,341822100,桃州镇,30.91,119.4,,\n").ShouldHaveSingleItem().ShouldBeOfType<PlaceMoved>();
        Import(Known(Small), Header + "town,341822100,桃州镇,,,,\n").ShouldBeEmpty();
    }

    [Fact]
    public void A_second_city_is_refused_while_the_city_is_in_use_and_replaces_it_otherwise()
    {
        const string other = Header + "county,330522,长兴县,,,,\ntown,330522100,雉城镇,,,,\n";
        var refusal = Decide(Known(Small), other, inUse: true).ShouldBeOfType<Decision<PlaceFact>.Refused>().Why;
        refusal.Code.ShouldBe("city-in-use");
        refusal.Kind.ShouldBe(RefusalKind.Conflict);

        var facts = Import(Known(Small), other);
        facts[0].ShouldBeOfType<RegisterCleared>();
        var replaced = facts.Aggregate(Known(Small), DivisionsRules.Apply);
        replaced.Places.Count.ShouldBe(2);
        replaced.Find(PlaceCode.Parse("341822")).ShouldBeNull();
    }

    [Fact]
    public void All_errors_of_a_file_are_listed_with_their_lines()
    {
        var table = DivisionsFile.Parse(Header + """
            county,341822,广德县,,,,
            county,330522,长兴县,,,,
            town,341822100,桃州镇,,,,
            town,341822100,桃州镇,,,,
            village,341822101200,前程村委会,,,,
            """, point => point);
        table.Errors.ShouldBeEmpty();
        var errors = DivisionsRules.Check(Divisions.None, table.Rows, inUse: false);
        errors.Select(error => (error.Line, error.Code)).ShouldBe([(3, "city-second"), (5, "code-twice"), (6, "parent-unknown")]);

        var refusal = DivisionsRules.DecideImport(Divisions.None, table.Rows, Today, inUse: false).ShouldBeOfType<Decision<PlaceFact>.Refused>().Why;
        refusal.Code.ShouldBe("divisions-invalid");
        refusal.Reason.ShouldContain("Line 3");
        refusal.Reason.ShouldContain("Line 6");
    }

    [Fact]
    public void A_file_without_a_city_needs_one_that_is_known() =>
        DivisionsRules.Check(Divisions.None, Rows(Header + "town,341822100,桃州镇,,,,\n"), false).Select(error => error.Code)
            .ShouldBe(["city-missing", "parent-unknown"]);

    [Fact]
    public void An_older_edition_of_the_file_is_refused()
    {
        var now = Import(Known(Small), Header + "county,341882,广德市,,,2019,341822@2019\n").Aggregate(Known(Small), DivisionsRules.Apply);
        DivisionsRules.Check(now, Rows(Header + "county,341822,广德县,,,,\n"), false).ShouldHaveSingleItem().Code.ShouldBe("code-outdated");
    }

    [Fact]
    public void A_row_that_claims_codes_of_two_places_is_refused()
    {
        var city = Known(Small + "\nvillage,341822100207,佛堂村委会,,,,\n");
        DivisionsRules.Check(city, Rows(Header + "village,341822100206,和平村委会,,,,341822100207@2019\n"), false)
            .ShouldHaveSingleItem().Code.ShouldBe("code-taken");
    }

    internal static IReadOnlyList<DivisionRow> Rows(string csv)
    {
        var table = DivisionsFile.Parse(csv, point => point);
        table.Errors.ShouldBeEmpty();
        return table.Rows;
    }

    internal static Divisions Known(string csv) => Import(Divisions.None, csv).Aggregate(Divisions.None, DivisionsRules.Apply);

    private static Decision<PlaceFact> Decide(Divisions state, string csv, bool inUse) =>
        DivisionsRules.DecideImport(state, Rows(csv), Today, inUse);

    private static IReadOnlyList<PlaceFact> Import(Divisions state, string csv) =>
        Decide(state, csv, inUse: false).ShouldBeOfType<Decision<PlaceFact>.Accepted>().Facts;
}
