using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>A reading and the device that makes it.</summary>
internal readonly record struct DueReading(SimulatedDevice Device, SourceReading Reading);

/// <summary>
/// When which device of a fleet reports what. Devices report in turn, each at its own constant interval, so that together they make the rate
/// asked for. Depends on fleet, seed and start alone.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Fleet">The devices.</param>
/// <param name="Start">When the run begins; whole milliseconds.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Rate">Readings per second of the whole fleet.</param>
/// <param name="Storm">Whether a storm passes over during the run.</param>
internal sealed record Timetable(long Seed, IReadOnlyList<SimulatedDevice> Fleet, DateTimeOffset Start, TimeSpan Length, double Rate, bool Storm)
{
    /// <summary>Between two readings of one device; at least a millisecond, the finest time that a reading has.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(Fleet.Count / Rate);

    /// <summary>Readings of the whole run.</summary>
    public long Readings => (long)(Rate * Length.TotalSeconds);

    /// <summary>The readings of every <paramref name="of"/>th device beginning with the <paramref name="part"/>th, in order of time.</summary>
    public IEnumerable<DueReading> Part(int part, int of)
    {
        for (var step = 0L; ; step++)
        {
            for (var number = part; number < Fleet.Count; number += of)
            {
                var turn = (step * Fleet.Count) + number;
                if (turn >= Readings)
                {
                    yield break;
                }

                yield return Make(Fleet[number], step, turn / Rate);
            }
        }
    }

    private DueReading Make(SimulatedDevice device, long step, double seconds)
    {
        var at = Start.AddMilliseconds(Math.Floor(seconds * 1000));
        var moment = new Moment(
            Seed,
            device.Number,
            step,
            at,
            Storm ? seconds / Length.TotalSeconds : null,
            step == 0 ? 0 : (seconds - Interval.TotalSeconds) / Length.TotalSeconds);
        return new DueReading(device, new SourceReading(device.Id, device.Id, at, device.Rhythm.Values(moment)));
    }
}
