using System.Text.Json;
using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class IdNumberTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    // A number by the standard's own weights, written down rather than computed as the product does.
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static readonly Gen<string> GenNumber =
        from area in Gen.Int[110_000, 659_999]
        from days in Gen.Int[0, new DateOnly(2026, 11, 23).DayNumber - new DateOnly(1900, 1, 1).DayNumber]
        from order in Gen.Int[0, 999]
        select WithCheck($"{area:D6}{new DateOnly(1900, 1, 1).AddDays(days):yyyyMMdd}{order:D3}");

    [Theory]
    [InlineData("11010519491231002X", "110105", "1949-12-31", false)]
    [InlineData("341882199901010010", "341882", "1999-01-01", true)]
    [InlineData("341822198506150020", "341822", "1985-06-15", false)]
    [InlineData("342523197003100036", "342523", "1970-03-10", true)]
    public void A_sound_number_says_area_day_of_birth_and_sex(string text, string area, string birth, bool isMale)
    {
        IdNumber.TryParse(text, Today, out var number).ShouldBeTrue();

        number.Area.ShouldBe(PlaceCode.Parse(area));
        number.BirthDate.ToString("O").ShouldBe(birth);
        number.IsMale.ShouldBe(isMale);
        number.Reveal().ShouldBe(text);
    }

    [Theory]
    [InlineData("341882199901010011")]
    [InlineData("34188219990101001")]
    [InlineData("3418821999010100100")]
    [InlineData("341882990101001")]
    [InlineData(" 341882199901010010")]
    [InlineData("34188219990101001O")]
    [InlineData("X41882199901010010")]
    [InlineData("\uFF1341882199901010010")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_form_or_a_wrong_check_is_refused(string? text)
    {
        IdNumber.TryParse(text, Today, out var number).ShouldBeFalse();
        number.ShouldBe(default);
    }

    [Fact]
    public void Only_a_day_that_the_calendar_has_is_a_day_of_birth()
    {
        IdNumber.TryParse(WithCheck("34252319000229001"), Today, out _).ShouldBeFalse();
        IdNumber.TryParse(WithCheck("34252320000229001"), Today, out var leap).ShouldBeTrue();
        leap.BirthDate.ShouldBe(new DateOnly(2000, 2, 29));
        IdNumber.TryParse(WithCheck("34252319991301001"), Today, out _).ShouldBeFalse();
        IdNumber.TryParse(WithCheck("34252300000101001"), Today, out _).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_is_born_tomorrow()
    {
        var tomorrow = WithCheck("34188220261124001");

        IdNumber.TryParse(tomorrow, Today, out _).ShouldBeFalse();
        IdNumber.TryParse(tomorrow, Today.AddDays(1), out _).ShouldBeTrue();
    }

    [Fact]
    public void A_small_x_is_the_same_number()
    {
        IdNumber.TryParse("11010519491231002x", Today, out var small).ShouldBeTrue();
        IdNumber.TryParse("11010519491231002X", Today, out var large).ShouldBeTrue();

        small.ShouldBe(large);
        small.Reveal().ShouldBe("11010519491231002X");
    }

    [Fact]
    public void A_number_does_not_reveal_itself_as_text_or_in_JSON()
    {
        IdNumber.TryParse("341882199901010010", Today, out var number).ShouldBeTrue();

        number.ToString().ShouldBe("341882********0010");
        $"{number}".ShouldBe("341882********0010");
        JsonSerializer.Serialize(new { number }).ShouldBe("""{"number":"341882********0010"}""");
        default(IdNumber).ToString().ShouldBeEmpty();
        default(IdNumber).Reveal().ShouldBeEmpty();
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<IdNumber>("\"341882199901010010\""));
    }

    [Fact]
    public void The_area_is_current_former_or_unknown_and_never_a_reason_to_refuse()
    {
        var codes = new AreaCodes(
        [
            new(PlaceCode.Parse("341822"), new DateOnly(2000, 1, 1), new DateOnly(2019, 7, 31)),
            new(PlaceCode.Parse("341882"), new DateOnly(2019, 8, 1)),
        ]);

        codes.Standing(PlaceCode.Parse("341882"), Today).ShouldBe(AreaStanding.Current);
        codes.Standing(PlaceCode.Parse("341822"), Today).ShouldBe(AreaStanding.Historic);
        codes.Standing(PlaceCode.Parse("341822"), new DateOnly(2019, 7, 31)).ShouldBe(AreaStanding.Current);
        codes.Standing(PlaceCode.Parse("341882"), new DateOnly(2019, 7, 31)).ShouldBe(AreaStanding.Historic);
        codes.Standing(PlaceCode.Parse("999999"), Today).ShouldBe(AreaStanding.Unknown);
        IdNumber.TryParse(WithCheck("99999919990101001"), Today, out _).ShouldBeTrue();
    }

    [Fact]
    public void Every_number_with_its_check_is_read_and_every_single_change_of_a_digit_is_found() =>
        Gen.Select(GenNumber, Gen.Int[0, 17], Gen.Char["0123456789X"]).Sample((text, place, digit) =>
        {
            var changed = text[..place] + digit + text[(place + 1)..];
            return IdNumber.TryParse(text, Today, out var number) && number.Reveal() == text
                && IdNumber.TryParse(changed, Today, out _) == (changed == text);
        });

    [Fact]
    public void Two_neighbours_that_changed_places_are_found() =>
        Gen.Select(GenNumber, Gen.Int[0, 16]).Sample((text, place) =>
        {
            var changed = text[..place] + text[place + 1] + text[place] + text[(place + 2)..];
            return IdNumber.TryParse(changed, Today, out _) == (changed == text);
        });

    private static string WithCheck(string body) => body + "10X98765432"[body.Select((digit, index) => (digit - '0') * Weights[index]).Sum() % 11];
}
