using CityBrain.Domain.Devices.Crowds;

namespace CityBrain.Domain.Tests.Devices.Crowds;

public sealed class ScenicCapacityTests
{
    [Fact]
    public void Thirteen_thousand_square_metres_hold_5200_visitors_at_once_and_20800_a_day()
    {
        var instant = ScenicCapacity.Instant([new ScenicArea(13_000, 2.5)]);

        instant.ShouldBe(5_200);
        ScenicCapacity.Daily(instant, TimeSpan.FromHours(8), TimeSpan.FromHours(2)).ShouldBe(20_800);
    }

    [Fact]
    public void Areas_add_up_and_only_whole_visitors_and_whole_stays_count()
    {
        ScenicCapacity.Instant([new ScenicArea(10, 4), new ScenicArea(10, 4)]).ShouldBe(5);
        ScenicCapacity.Instant([new ScenicArea(10, 4)]).ShouldBe(2);
        ScenicCapacity.Instant([new ScenicArea(0.3, 0.1)]).ShouldBe(3, "decimal fractions are reckoned as people do");
        ScenicCapacity.Instant([]).ShouldBe(0);
        ScenicCapacity.Daily(100, TimeSpan.FromHours(9), TimeSpan.FromHours(2)).ShouldBe(400);
        ScenicCapacity.Daily(100, TimeSpan.FromHours(1), TimeSpan.FromHours(2)).ShouldBe(0);
    }

    [Fact]
    public void An_area_is_not_negative_and_a_share_and_a_stay_are_above_zero()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ScenicCapacity.Instant([new ScenicArea(-1, 2)]));
        Should.Throw<ArgumentOutOfRangeException>(() => ScenicCapacity.Instant([new ScenicArea(1, 0)]));
        Should.Throw<ArgumentOutOfRangeException>(() => ScenicCapacity.Daily(1, TimeSpan.FromHours(8), TimeSpan.Zero));
    }
}
