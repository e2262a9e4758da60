using CityBrain.Domain.Places;
using CsCheck;

namespace CityBrain.Domain.Tests.Places;

public class PlaceSummaryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(8));

    private static readonly Gen<LevelCounts> GenCounts =
        Gen.Select(Gen.Long[0, 9], Gen.Long[0, 9], Gen.Long[0, 9], Gen.Long[0, 9], (one, two, three, four) => new LevelCounts(one, two, three, four));

    private static readonly Gen<OriginSummary?> GenOrigin =
        from known in Gen.Bool
        from devices in Gen.Long[0, 99]
        from reporting in Gen.Long[0, 99]
        from alarms in GenCounts
        from incidents in GenCounts
        from minutes in Gen.Int[-1, 99]
        select known ? new OriginSummary(devices, reporting, alarms, incidents, minutes < 0 ? null : Noon.AddMinutes(minutes)) : null;

    private static readonly Gen<PlaceSummary> GenSummary =
        Gen.Select(GenOrigin, GenOrigin, GenOrigin, Gen.Long[0, 99], (live, replayed, simulated, version) => new PlaceSummary(live, replayed, simulated, version));

    [Fact]
    public void Combining_is_associative_and_commutative_with_none_as_neutral_element() =>
        Gen.Select(GenSummary, GenSummary, GenSummary).Sample((one, two, three) =>
        {
            one.Combine(two).Combine(three).ShouldBe(one.Combine(two.Combine(three)));
            one.Combine(two).ShouldBe(two.Combine(one));
            one.Combine(PlaceSummary.None).ShouldBe(one);
        });

    [Fact]
    public void What_is_not_known_stays_null_and_never_becomes_0()
    {
        var live = new OriginSummary(2, 1, LevelCounts.One(Level.IV), default, Noon);
        var both = PlaceSummary.None.With(OriginKind.Live, live).Combine(PlaceSummary.None);
        both.Live.ShouldBe(live);
        both.Replayed.ShouldBeNull();
        both.LatestReadingAt.ShouldBe(Noon);
        PlaceSummary.None.LatestReadingAt.ShouldBeNull();
    }

    [Fact]
    public void Origins_never_mix()
    {
        var figures = new OriginSummary(1, 1, LevelCounts.One(Level.I), LevelCounts.One(Level.I), Noon);
        var both = PlaceSummary.None.With(OriginKind.Replayed, figures).Combine(PlaceSummary.None.With(OriginKind.Simulated, figures));
        both.Live.ShouldBeNull();
        both.Of(OriginKind.Replayed).ShouldBe(figures);
        both.Of(OriginKind.Simulated).ShouldBe(figures);
    }

    [Fact]
    public void Coverage_counts_units_heard_of_within_24_hours_and_missing_ones_too()
    {
        var district = Coverage.Of([Noon, Noon.AddHours(-24), Noon.AddHours(-24).AddTicks(-1), null], Noon);
        district.ShouldBe(new Coverage(2, 4));
        district.Combine(new Coverage(5, 5)).ShouldBe(new Coverage(7, 9));
        Coverage.Of([], Noon).Share.ShouldBeNull();
    }
}
