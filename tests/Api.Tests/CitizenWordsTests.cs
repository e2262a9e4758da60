using CityBrain.Api.Citizen;
using CityBrain.Scenes.Packs;

namespace CityBrain.Api.Tests;

/// <summary>What the figures of a station are said to mean, and which station is told first.</summary>
public sealed class CitizenWordsTests
{
    private static readonly Dictionary<string, double> Levels = new() { ["warning_level"] = 4, ["guarantee_level"] = 5 };

    [Fact]
    public void Of_stations_of_one_tone_the_graver_comes_first()
    {
        StationView[] rain = [.. new[] { 29.9, 31.5, 37.5 }.Select(fell => Station($"{fell}", EnvironmentWords.Rain(1, fell)))];
        new SubjectView(EnvironmentSubject.Rain, rain, 3).Head!.Where.ShouldBe("37.5");
        StationView.Ordered(rain).Select(station => station.Where).ShouldBe(["37.5", "31.5", "29.9"]);

        StationView[] rivers = [.. new[] { 2.1, 3.9, 3.0 }.Select(level => Station($"{level}", EnvironmentWords.River(Levels, level, null)))];
        StationView.Ordered(rivers.Append(Station("silent", null))).Select(station => station.Where).ShouldBe(["3.9", "3", "2.1", "silent"]);
    }

    [Theory]
    [InlineData(19.9, 20.0, Tone.Fair, "中雨", "最近1小时 19.9 毫米。")]
    [InlineData(20.0, 20.0, Tone.Watch, "短时强降雨", "请远离河边、山沟和低洼处。最近1小时 20 毫米，短时强降雨。")]
    [InlineData(2.0, 30.0, Tone.Watch, "大雨", "请远离河边、山沟和低洼处。最近1小时 2 毫米。")]
    [InlineData(40.0, 120.0, Tone.Severe, "大暴雨", "请远离河边、山沟和低洼处。最近1小时 40 毫米，短时强降雨。")]
    [InlineData(null, 12.0, Tone.Fair, "中雨", "最近1小时 — 毫米。")]
    public void An_hour_of_20_mm_is_to_be_watched_and_rain_that_is_says_what_to_do(double? hour, double day, Tone tone, string word, string detail)
    {
        var rain = EnvironmentWords.Rain(hour, day)!;
        (rain.Tone, rain.Word.Zh, rain.Detail.Zh).ShouldBe((tone, word, detail));
    }

    [Theory]
    [InlineData(3.4, 2.0, Tone.Watch, "快速上涨", "近6小时上涨 1.40 米，请远离河边。距警戒水位还有 0.60 米。")]
    [InlineData(3.1, 2.1, Tone.Good, "低于警戒水位", "距警戒水位还有 0.90 米。")]
    [InlineData(3.4, null, Tone.Good, "低于警戒水位", "距警戒水位还有 0.60 米。")]
    [InlineData(4.5, 2.0, Tone.Bad, "超警戒水位", "高出警戒水位 0.50 米，请远离河边。近6小时上涨 2.50 米。")]
    public void A_river_that_rises_by_more_than_a_metre_in_six_hours_is_to_be_watched(double level, double? lowest, Tone tone, string word, string detail)
    {
        var river = EnvironmentWords.River(Levels, level, lowest)!;
        (river.Tone, river.Word.Zh, river.Detail.Zh).ShouldBe((tone, word, detail));
    }

    [Fact]
    public void A_river_without_a_registered_level_is_watched_when_it_rises_fast()
    {
        EnvironmentWords.River(new Dictionary<string, double>(), 3, 1)!.Tone.ShouldBe(Tone.Watch);
        EnvironmentWords.River(new Dictionary<string, double>(), 3, null)!.Tone.ShouldBe(Tone.None);
        EnvironmentWords.River(Levels, null, 1).ShouldBeNull();
    }

    [Fact]
    public void The_rise_that_is_told_is_the_rise_of_the_packs_rule() =>
        ShippedPacks.Files.Select(ShippedPacks.Text).ShouldContain(pack => pack.Contains("\"when\": \"rise(level, 6h) > 1.0 m\"", StringComparison.Ordinal));

    private static StationView Station(string name, Verdict? verdict) =>
        new(name, null, OriginKind.Live, DateTimeOffset.UnixEpoch, IsOld: false, verdict);
}
