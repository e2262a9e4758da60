namespace CityBrain.Demo.Rhythms;

/// <summary>
/// The weather over the demonstration: ordinary showers, and the one storm of its story. Rain and rivers follow from the same showers, so that
/// they move together.
/// </summary>
/// <param name="Seed">Chooses the showers.</param>
/// <param name="BeganMs">When the demonstration began, milliseconds since 1970 UTC.</param>
/// <param name="Storm">Where the storm is heaviest.</param>
internal sealed record Sky(long Seed, long BeganMs, Location Storm)
{
    /// <summary>What the storm brings where it is heaviest, mm: enough for the rainstorm signals of 50 mm, not for that of 100 mm.</summary>
    public const double StormMillimetres = 62;

    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    // At most one shower in eight hours, of at most 9 mm: in twelve hours far from the 50 mm of the lowest signal.
    private const long ShowerEveryMs = 8 * Hour;
    private const double ShowerChance = 0.4;
    private const double ShowerMillimetresMax = 9;

    // No other rain where the rules would add it to the storm's.
    private const long StormAloneMs = 14 * Hour;
    private const double StormReachMeters = 8_000;
    private const double MetresPerMillimetre = 0.02;

    /// <summary>Rain between two moments at a place, mm to a tenth as a tipping bucket tells it. What falls is neither lost nor doubled between readings.</summary>
    public double Rain(Location at, long afterMs, long throughMs)
    {
        var storm = StormMillimetres * Math.Exp(-Math.Pow(at.DistanceMeters(Storm) / StormReachMeters, 2));
        var rain = Fallen(storm, BeganMs - Hour, BeganMs + Hour, throughMs) - Fallen(storm, BeganMs - Hour, BeganMs + Hour, afterMs);
        foreach (var shower in Showers(afterMs - ShowerEveryMs, throughMs))
        {
            var depth = shower.Millimetres * Chance.Between(0.6, 1.1, Seed, shower.FromMs, (long)(at.LatitudeDegrees * 50), (long)(at.LongitudeDegrees * 50));
            rain += Fallen(depth, shower.FromMs, shower.ThroughMs, throughMs) - Fallen(depth, shower.FromMs, shower.ThroughMs, afterMs);
        }

        return Math.Max(0, Math.Round(rain, 1));
    }

    /// <summary>How wet it is at a moment, 0 to about 1: for puddles, shafts and cloudy water.</summary>
    public double Wetness(Location at, long ms) => Math.Min(1, Rain(at, ms - (3 * Hour), ms) / 20);

    /// <summary>How far ordinary showers of the last day and a half lift a river, metres.</summary>
    public double Runoff(long ms) => Showers(ms - (36 * Hour), ms)
        .Sum(shower => MetresPerMillimetre * shower.Millimetres * Swell((ms - shower.FromMs) / (30.0 * Hour)));

    /// <summary>How far the storm lifts the river where it rises most, metres: slowly for an hour, fast as the story begins, and off again in hours.</summary>
    public double Flood(long ms)
    {
        var minutes = (ms - BeganMs) / (double)Minute;
        return minutes switch
        {
            < -60 => 0,
            < 0 => 0.97 * Math.Pow((minutes + 60) / 60, 2),
            < 10 => 0.97 + (0.053 * minutes),
            < 25 => 1.5,
            < 240 => 1.5 - (1.4 * Chance.Ease((minutes - 25) / 215)),
            _ => 0.1 * Math.Exp(-(minutes - 240) / 600),
        };
    }

    private IEnumerable<Shower> Showers(long afterMs, long throughMs)
    {
        for (var block = afterMs / ShowerEveryMs; block <= throughMs / ShowerEveryMs; block++)
        {
            var fromMs = (block * ShowerEveryMs) + (long)Chance.Between(0, 3 * Hour, Seed, 11, block);
            var shower = new Shower(fromMs, fromMs + (long)Chance.Between(Hour, 5 * Hour, Seed, 12, block), Chance.Between(1, ShowerMillimetresMax, Seed, 13, block));
            if (Chance.Of(Seed, 14, block) < ShowerChance && (shower.ThroughMs < BeganMs - StormAloneMs || shower.FromMs > BeganMs + StormAloneMs))
            {
                yield return shower;
            }
        }
    }

    private static double Fallen(double millimetres, long fromMs, long throughMs, long atMs) =>
        Math.Round(millimetres * Chance.Ease((atMs - fromMs) / (double)(throughMs - fromMs)), 1);

    // Up in a fifth of the time, down in the rest.
    private static double Swell(double share) => share < 0.2 ? Chance.Ease(share / 0.2) : 1 - Chance.Ease((share - 0.2) / 0.8);

    private readonly record struct Shower(long FromMs, long ThroughMs, double Millimetres);
}
