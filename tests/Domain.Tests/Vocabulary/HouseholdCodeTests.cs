using System.Text.Json;
using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class HouseholdCodeTests
{
    private const string Sound = "34188200100100000120502Y";

    private static readonly PlaceCode Community = PlaceCode.Parse("341882001001");

    private static readonly Gen<HouseholdCode> GenCode =
        Gen.Select(Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[0, 9_999_999], Gen.Int[0, 9_999], (district, community, building, room) =>
            HouseholdCode.Of(PlaceCode.Parse($"341882{district:D3}{community:D3}"), building, room));

    [Fact]
    public void The_check_is_that_of_the_standards_example() => Mod37.CheckOf("A12425GABC1234002").ShouldBe('M');

    [Fact]
    public void The_check_knows_no_other_characters() => Should.Throw<ArgumentException>(() => Mod37.CheckOf("a1"));

    [Fact]
    public void Room_502_in_the_twelfth_building_has_the_check_Y()
    {
        var code = HouseholdCode.Of(Community, 12, 502);

        code.ToString().ShouldBe(Sound);
        HouseholdCode.Parse(Sound).ShouldBe(code);
        (code.Community, code.Building, code.Room).ShouldBe((Community, 12, 502));
    }

    [Theory]
    [InlineData("34188200100100000120502X")]
    [InlineData("34188200100100000120502y")]
    [InlineData("34188200100100000120502")]
    [InlineData("34188200100100000120502YY")]
    [InlineData("3418820010010000012A502Y")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_form_or_a_wrong_check_is_refused(string? text)
    {
        HouseholdCode.TryParse(text, out var code).ShouldBeFalse();
        code.ShouldBe(default);
        Should.Throw<FormatException>(() => HouseholdCode.Parse(text!));
    }

    [Fact]
    public void A_household_lies_in_a_community_and_its_serials_fit_their_fields()
    {
        Should.Throw<ArgumentException>(() => HouseholdCode.Of(PlaceCode.Parse("341882001"), 12, 502));
        Should.Throw<ArgumentException>(() => HouseholdCode.Of(default, 12, 502));
        Should.Throw<ArgumentOutOfRangeException>(() => HouseholdCode.Of(Community, -1, 502));
        Should.Throw<ArgumentOutOfRangeException>(() => HouseholdCode.Of(Community, 10_000_000, 502));
        Should.Throw<ArgumentOutOfRangeException>(() => HouseholdCode.Of(Community, 12, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => HouseholdCode.Of(Community, 12, 10_000));
    }

    [Fact]
    public void Every_code_is_read_back_and_every_single_change_of_a_digit_is_found() =>
        Gen.Select(GenCode, Gen.Int[0, 22], Gen.Int[1, 9]).Sample((code, place, step) =>
        {
            var text = code.Code;
            var changed = $"{text[..place]}{(text[place] - '0' + step) % 10}{text[(place + 1)..]}";
            return HouseholdCode.Parse(text) == code && !HouseholdCode.TryParse(changed, out _);
        });

    [Fact]
    public void Of_all_check_characters_exactly_one_fits() =>
        GenCode.Sample(code => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".Count(check => HouseholdCode.TryParse(code.Code[..^1] + check, out _)) == 1);

    [Fact]
    public void A_code_is_plain_text_in_JSON()
    {
        JsonSerializer.Serialize(HouseholdCode.Parse(Sound)).ShouldBe($"\"{Sound}\"");
        JsonSerializer.Deserialize<HouseholdCode>($"\"{Sound}\"").ShouldBe(HouseholdCode.Parse(Sound));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<HouseholdCode>("\"34188200100100000120502X\""));
    }
}
