using System.Text.Json;

namespace CityBrain.Domain.Tests.Vocabulary;

public class DatedVocabularyTests
{
    private static readonly DateOnly March = new(2026, 3, 1);

    [Fact]
    public void A_dated_table_changes_on_the_day_and_not_before()
    {
        var dated = new EffectiveDated<string>((new DateOnly(2012, 1, 1), "old"), (March, "new"));

        dated.On(new DateOnly(2011, 12, 31)).ShouldBeNull();
        dated.On(March.AddDays(-1)).ShouldBe("old");
        dated.On(March).ShouldBe("new");
        dated.On(DateOnly.MaxValue).ShouldBe("new");
    }

    [Fact]
    public void A_dated_table_without_versions_or_out_of_order_is_none()
    {
        Should.Throw<ArgumentException>(() => new EffectiveDated<string>());
        Should.Throw<ArgumentException>(() => new EffectiveDated<string>((March, "a"), (March, "b")));
    }

    [Fact]
    public void The_city_has_its_day_eight_hours_ahead_of_UTC_in_summer_too()
    {
        var summer = new DateTimeOffset(2026, 7, 1, 16, 0, 0, TimeSpan.Zero);

        CityTime.DayOf(summer).ShouldBe(new DateOnly(2026, 7, 2));
        CityTime.DayOf(summer.AddMilliseconds(-1)).ShouldBe(new DateOnly(2026, 7, 1));
        CityTime.DayOf(summer.ToUnixTimeMilliseconds()).ShouldBe(new DateOnly(2026, 7, 2));
        CityTime.StartOf(new DateOnly(2026, 7, 2)).ShouldBe(summer);
        CityTime.Of(summer).Offset.ShouldBe(TimeSpan.FromHours(8));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(-1, 7)]
    [InlineData(16 * 3_600_000L, 0)]
    [InlineData(-9 * 3_600_000L, 23)]
    public void The_hour_is_that_of_the_citys_clock(long epochMs, int hour) => CityTime.HourOf(epochMs).ShouldBe(hour);

    [Theory]
    [InlineData(Level.I, "Ⅰ", "红", "red")]
    [InlineData(Level.II, "Ⅱ", "橙", "orange")]
    [InlineData(Level.III, "Ⅲ", "黄", "yellow")]
    [InlineData(Level.IV, "Ⅳ", "蓝", "blue")]
    public void Every_level_has_its_numeral_and_colour(Level level, string numeral, string zh, string en)
    {
        var name = level.Name();

        (name.Level, name.Numeral, name.ColourZh, name.ColourEn).ShouldBe((level, numeral, zh, en));
        Should.Throw<ArgumentOutOfRangeException>(() => default(Level).Name());
    }

    [Fact]
    public void Keys_and_codes_are_plain_text_in_JSON_and_nothing_else_is_read_as_one()
    {
        var alarm = new AlarmId(DeviceId.Parse("gauge-1"), "rise", DateTimeOffset.FromUnixTimeMilliseconds(0));
        var places = new Dictionary<PlaceCode, IncidentId> { [PlaceCode.Parse("341882001")] = IncidentId.Parse("INC-341882001-20261123-0007") };

        var json = JsonSerializer.Serialize(places);

        json.ShouldBe("""{"341882001":"INC-341882001-20261123-0007"}""");
        JsonSerializer.Deserialize<Dictionary<PlaceCode, IncidentId>>(json).ShouldBe(places);
        JsonSerializer.Deserialize<AlarmId>(JsonSerializer.Serialize(alarm)).ShouldBe(alarm);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DeviceId>("\"a b\""));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<PlaceCode>("341882"));
    }
}
