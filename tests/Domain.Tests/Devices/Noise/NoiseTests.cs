using CityBrain.Domain.Devices.Noise;
using CsCheck;

namespace CityBrain.Domain.Tests.Devices.Noise;

public sealed class NoiseTests
{
    private const int Noon = 12;
    private const int Midnight = 0;

    private static readonly Gen<double[]> Levels = Gen.Double[0, 150].Array[1, 60];

    [Fact]
    public void The_level_of_58_62_and_70_exceeds_class_2_by_day_and_meets_4a()
    {
        var level = LevelOf(58, 62, 70).ShouldNotBeNull();

        Math.Round(level, 1).ShouldBe(66.1);
        Math.Round(Limit(NoiseArea.Class2).Excess(level, Noon).ShouldNotBeNull(), 1).ShouldBe(6.1);
        Limit(NoiseArea.Class4a).Excess(level, Noon).ShouldBeNull();
        Math.Round(Limit(NoiseArea.Class4a).Excess(level, Midnight).ShouldNotBeNull(), 1).ShouldBe(11.1);
    }

    [Theory]
    [InlineData(NoiseArea.Class0, "0", 50, 40)]
    [InlineData(NoiseArea.Class1, "1", 55, 45)]
    [InlineData(NoiseArea.Class2, "2", 60, 50)]
    [InlineData(NoiseArea.Class3, "3", 65, 55)]
    [InlineData(NoiseArea.Class4a, "4a", 70, 55)]
    [InlineData(NoiseArea.Class4b, "4b", 70, 60)]
    public void A_functional_area_has_a_limit_by_day_and_a_lower_one_by_night(NoiseArea area, string name, double day, double night)
    {
        Limit(area).ShouldBe(new NoiseLimit(name, day, night));
        (Limit(area).Excess(day, Noon), Limit(area).Excess(night, Midnight)).ShouldBe((null, null), "a level at the limit is within it");
        Limit(area).Excess(night + 1, Midnight).ShouldBe(1);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    [InlineData(0, false)]
    public void Day_is_from_six_to_ten_in_the_evening(int hour, bool day)
    {
        NoiseLimit.IsDay(hour).ShouldBe(day);
        Limit(NoiseArea.Class1).At(hour).ShouldBe(day ? 55 : 45);
    }

    [Fact]
    public void Before_the_standard_there_is_no_table() => NoiseTables.ByDate.On(new DateOnly(2008, 9, 30)).ShouldBeNull();

    [Fact]
    public void No_level_has_no_mean()
    {
        LevelOf().ShouldBeNull();
        LevelOf(double.NaN).ShouldBeNull();
        LevelOf(double.MaxValue, 60).ShouldBeNull();
    }

    [Fact]
    public void The_mean_lies_between_the_plain_mean_and_the_loudest() => Levels.Sample(levels =>
        LevelOf(levels) is { } mean && mean >= levels.Average() - 1e-9 && mean <= levels.Max() + 1e-9);

    [Fact]
    public void Two_stretches_of_equal_length_join_by_their_levels() => Levels.Sample(levels =>
        Math.Abs(LevelOf([.. levels, .. levels.Reverse()])!.Value - LevelOf(levels)!.Value) < 1e-9
        && Math.Abs(LevelOf(LevelOf(levels)!.Value, LevelOf([.. levels, .. levels])!.Value)!.Value - LevelOf(levels)!.Value) < 1e-9);

    [Fact]
    public void Everything_louder_by_some_decibels_is_louder_by_as_many_in_the_mean() => Gen.Select(Levels, Gen.Double[-50, 50]).Sample((levels, step) =>
        Math.Abs(LevelOf([.. levels.Select(level => level + step)])!.Value - LevelOf(levels)!.Value - step) < 1e-9);

    private static NoiseLimit Limit(NoiseArea area) => NoiseTables.ByDate.On(new DateOnly(2026, 11, 25))!.Limits[area];

    private static double? LevelOf(params double[] levels)
    {
        var mean = default(EnergyMean);
        foreach (var level in levels)
        {
            mean.Add(level);
        }

        return mean.Level;
    }
}
