using CityBrain.Cli.Replay;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Cli.Tests.Replay;

public class PaceTests
{
    [Fact]
    public async Task An_hour_of_observed_time_takes_a_second_at_3600x()
    {
        var time = new FakeTimeProvider();
        var pace = new Pace(time, 3600);
        var began = DateTimeOffset.UnixEpoch;
        await pace.Until(began, CancellationToken.None);

        var waiting = pace.Until(began.AddHours(2), CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(1.9));
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        await waiting;
    }

    [Fact]
    public async Task Full_speed_never_waits()
    {
        var pace = new Pace(new FakeTimeProvider(), null);
        await pace.Until(DateTimeOffset.UnixEpoch, CancellationToken.None);
        await pace.Until(DateTimeOffset.UnixEpoch.AddYears(9), CancellationToken.None);
    }
}
