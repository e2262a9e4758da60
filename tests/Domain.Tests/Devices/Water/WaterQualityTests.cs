using CityBrain.Domain.Devices.Water;
using CsCheck;

namespace CityBrain.Domain.Tests.Devices.Water;

public sealed class WaterQualityTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    private static readonly Gen<Dictionary<WaterFactor, double>> AnyValues = Gen.Select(
        Gen.Double[0, 25], Gen.Double[0, 3], Gen.Int[1, 127], (large, small, present) => Enum.GetValues<WaterFactor>()
            .Where((_, index) => (present & (1 << index)) != 0)
            .ToDictionary(factor => factor, factor => factor is WaterFactor.AmmoniaNitrogen or WaterFactor.TotalPhosphorus ? small : large));

    [Fact]
    public void The_river_of_the_example_is_of_class_III()
    {
        var quality = Rate(WaterBody.River, Example(0.15)).ShouldNotBeNull();

        (quality.Class, quality.Class.NameOf(), quality.Class.WordOf().Zh).ShouldBe((WaterClass.Three, "Ⅲ", "良好"));
        quality.Decisive.ShouldBe([WaterFactor.DissolvedOxygen, WaterFactor.Permanganate, WaterFactor.Cod, WaterFactor.AmmoniaNitrogen, WaterFactor.TotalPhosphorus], ignoreOrder: true);
        quality.Missing.ShouldBe([WaterFactor.Ph, WaterFactor.Bod5], ignoreOrder: true);
        (quality.Standard, quality.Verified).ShouldBe(("GB 3838-2002", true));
        quality.Factors.ShouldAllBe(rating => rating.TimesOverThree == null);
    }

    [Fact]
    public void Phosphorus_of_031_alone_makes_class_V_and_is_055_times_over_class_III()
    {
        var quality = Rate(WaterBody.River, new() { [WaterFactor.TotalPhosphorus] = 0.31 }).ShouldNotBeNull();

        quality.Class.ShouldBe(WaterClass.Five);
        quality.Decisive.ShouldBe([WaterFactor.TotalPhosphorus]);
        quality.Factors.ShouldHaveSingleItem().TimesOverThree.ShouldNotBeNull().ShouldBe(0.55, 1e-9);
        quality.Missing.Count.ShouldBe(6);
    }

    [Fact]
    public void The_same_phosphorus_is_of_class_III_in_a_river_and_of_class_V_in_a_reservoir()
    {
        var quality = Rate(WaterBody.Lake, Example(0.15)).ShouldNotBeNull();

        quality.Class.ShouldBe(WaterClass.Five);
        quality.Decisive.ShouldBe([WaterFactor.TotalPhosphorus]);
        quality.Verified.ShouldBeFalse("the row of lakes is not checked yet");
    }

    [Fact]
    public void A_tie_goes_to_the_better_class()
    {
        Rate(WaterBody.River, new() { [WaterFactor.Cod] = 15.0 })!.Class.ShouldBe(WaterClass.One);
        Rate(WaterBody.River, new() { [WaterFactor.Cod] = 15.1 })!.Class.ShouldBe(WaterClass.Three);
        Rate(WaterBody.River, new() { [WaterFactor.Bod5] = 3 })!.Class.ShouldBe(WaterClass.One);
    }

    [Fact]
    public void At_each_limit_the_class_is_met_and_a_little_beyond_it_is_not()
    {
        foreach (var body in Enum.GetValues<WaterBody>())
        {
            foreach (var (factor, row) in WaterTables.Gb3838Of2002.For(body))
            {
                for (var index = 0; index < 5; index++)
                {
                    var step = factor == WaterFactor.DissolvedOxygen ? -0.001 : 0.001;
                    var best = WaterClass.One + row.Limits.IndexOf(row.Limits[index]);
                    Rate(body, new() { [factor] = row.Limits[index] })!.Class.ShouldBe(best, $"{body} {factor}");
                    Rate(body, new() { [factor] = row.Limits[index] + step })!.Class.ShouldBe(WaterClass.One + row.Limits.LastIndexOf(row.Limits[index]) + 1, $"{body} {factor}");
                }
            }
        }
    }

    [Theory]
    [InlineData(5.9, true)]
    [InlineData(6, false)]
    [InlineData(9, false)]
    [InlineData(9.1, true)]
    public void A_pH_outside_six_to_nine_meets_no_class(double ph, bool outside)
    {
        var quality = Rate(WaterBody.River, new() { [WaterFactor.Ph] = ph, [WaterFactor.Cod] = 10 }).ShouldNotBeNull();

        quality.Class.ShouldBe(outside ? WaterClass.WorseThanFive : WaterClass.One);
        quality.Factors.Single(rating => rating.Factor == WaterFactor.Ph).TimesOverThree.ShouldBeNull();
    }

    [Fact]
    public void A_pH_in_order_alone_says_nothing_of_the_class()
    {
        Rate(WaterBody.River, new() { [WaterFactor.Ph] = 7 }).ShouldBeNull();
        Rate(WaterBody.River, new() { [WaterFactor.Ph] = 4 })!.Class.ShouldBe(WaterClass.WorseThanFive);
        Rate(WaterBody.River, []).ShouldBeNull();
    }

    [Fact]
    public void Oxygen_has_no_times_over_the_limit() =>
        Rate(WaterBody.River, new() { [WaterFactor.DissolvedOxygen] = 1 })!.Factors.ShouldHaveSingleItem()
            .ShouldBe(new WaterRating(WaterFactor.DissolvedOxygen, 1, WaterClass.WorseThanFive, null, true));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void What_cannot_be_a_concentration_counts_as_missing(double value)
    {
        var quality = Rate(WaterBody.River, new() { [WaterFactor.Cod] = value, [WaterFactor.Bod5] = 1 }).ShouldNotBeNull();

        quality.Class.ShouldBe(WaterClass.One);
        quality.Missing.ShouldContain(WaterFactor.Cod);
    }

    [Theory]
    [InlineData(WaterClass.One, "Ⅰ", "优")]
    [InlineData(WaterClass.Two, "Ⅱ", "优")]
    [InlineData(WaterClass.Three, "Ⅲ", "良好")]
    [InlineData(WaterClass.Four, "Ⅳ", "轻度污染")]
    [InlineData(WaterClass.Five, "Ⅴ", "中度污染")]
    [InlineData(WaterClass.WorseThanFive, "劣Ⅴ", "重度污染")]
    public void A_class_has_a_name_and_a_word(WaterClass rated, string name, string word) => (rated.NameOf(), rated.WordOf().Zh).ShouldBe((name, word));

    [Fact]
    public void Before_the_standard_there_is_no_class() =>
        WaterQuality.Evaluate(new DateOnly(2002, 5, 31), WaterBody.River, Example(0.15)).ShouldBeNull();

    [Fact]
    public void The_worst_factor_alone_gives_the_same_class_as_all_of_them() => AnyValues.Sample(values =>
        Rate(WaterBody.River, values) is not { } quality
        || quality.Decisive.All(factor => Rate(WaterBody.River, new() { [factor] = values[factor] })?.Class is { } alone && alone == quality.Class)
        || quality is { Class: WaterClass.One });

    [Fact]
    public void One_more_factor_never_makes_the_class_better() => Gen.Select(AnyValues, Gen.Int[0, 6]).Sample((values, index) =>
    {
        var without = values.Where(pair => pair.Key != (WaterFactor)index).ToDictionary();
        return Rate(WaterBody.River, without) is not { } before || Rate(WaterBody.River, values)!.Class >= before.Class;
    });

    [Fact]
    public void Every_factor_is_rated_or_missing_and_never_both() => AnyValues.Sample(values =>
        Rate(WaterBody.Lake, values) is not { } quality
        || quality.Factors.Select(rating => rating.Factor).Concat(quality.Missing).Order().SequenceEqual(Enum.GetValues<WaterFactor>()));

    [Fact]
    public void Cleaner_water_is_never_of_a_worse_class() => Gen.Select(AnyValues, Gen.Double[0, 1]).Sample((values, share) =>
    {
        var cleaner = values.ToDictionary(pair => pair.Key, pair => pair.Key is WaterFactor.DissolvedOxygen ? pair.Value + share : pair.Key is WaterFactor.Ph ? pair.Value : pair.Value * share);
        return Rate(WaterBody.River, values) is not { } before || Rate(WaterBody.River, cleaner)!.Class <= before.Class;
    });

    private static Dictionary<WaterFactor, double> Example(double phosphorus) => new()
    {
        [WaterFactor.DissolvedOxygen] = 5.4,
        [WaterFactor.Permanganate] = 5.1,
        [WaterFactor.Cod] = 18,
        [WaterFactor.AmmoniaNitrogen] = 0.62,
        [WaterFactor.TotalPhosphorus] = phosphorus,
    };

    private static WaterQuality? Rate(WaterBody body, Dictionary<WaterFactor, double> values) => WaterQuality.Evaluate(Today, body, values);
}
