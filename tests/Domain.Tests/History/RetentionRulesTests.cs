using System.Globalization;
using CityBrain.Domain.History;
using CsCheck;

namespace CityBrain.Domain.Tests.History;

public sealed class RetentionRulesTests
{
    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, 4_102_444_800_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void A_day_goes_when_the_whole_of_it_is_older_than_the_policy_and_not_a_moment_sooner() =>
        Gen.Select(Moment, Gen.Int[RetentionRules.KeepDaysMin, 4_000]).Sample((now, keepDays) =>
        {
            var newest = RetentionRules.NewestToDrop(now, keepDays);
            var keptSinceMs = now.AddDays(-keepDays).ToUnixTimeMilliseconds();
            RetentionRules.EndOf(newest).ShouldBeLessThanOrEqualTo(keptSinceMs);
            RetentionRules.EndOf(newest.AddDays(1)).ShouldBeGreaterThan(keptSinceMs);
        });

    [Fact]
    public void Days_are_those_of_the_citys_clock()
    {
        RetentionRules.EndOf(new DateOnly(2026, 3, 1)).ShouldBe(DateTimeOffset.Parse("2026-03-01T16:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
        RetentionRules.NewestToDrop(DateTimeOffset.Parse("2026-04-30T15:59:59Z", CultureInfo.InvariantCulture), 40).ShouldBe(new DateOnly(2026, 3, 20));
        RetentionRules.NewestToDrop(DateTimeOffset.Parse("2026-04-30T16:00:00Z", CultureInfo.InvariantCulture), 40).ShouldBe(new DateOnly(2026, 3, 21));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(32, true)]
    [InlineData(36_525, true)]
    [InlineData(31, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(36_526, false)]
    public void A_policy_that_would_take_what_rules_still_look_at_is_refused_in_words(int? keepDays, bool fits) =>
        (RetentionRules.Fault(keepDays) is null).ShouldBe(fits);
}
