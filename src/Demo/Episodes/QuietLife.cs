using System.Collections.Concurrent;
using CityBrain.Demo.Fleet;

namespace CityBrain.Demo.Episodes;

/// <summary>
/// What happens once the story is told: at most one thing in twenty minutes, drawn by the seed. Depends on time alone, so that it goes on after a
/// restart as if nothing had been.
/// </summary>
internal sealed class QuietLife
{
    private const long Minute = 60_000;
    private const long SlotMs = 20 * Minute;

    // Some two a hour: there is always something to see, and never more than one officer can deal with.
    private const double SlotChance = 0.7;
    private const long LongestMs = 90 * Minute;
    private const long StoryMs = 15 * Minute;

    private readonly long _seed;
    private readonly long _fromMs;
    private readonly ILookup<string, DemoDevice> _devices;

    // Seventy-two a day.
    private readonly ConcurrentDictionary<long, Episode?> _drawn = new();

    /// <summary>Quiet days of a fleet.</summary>
    /// <param name="seed">Chooses what happens.</param>
    /// <param name="fleet">The devices; those of the story are left alone.</param>
    /// <param name="beganMs">When the demonstration began; nothing happens before its story is under way.</param>
    public QuietLife(long seed, IEnumerable<DemoDevice> fleet, long beganMs) =>
        (_seed, _fromMs, _devices) = (seed, beganMs + StoryMs, fleet.Where(device => !Story.Devices.Contains(device.Id.Value)).ToLookup(device => device.Model, StringComparer.Ordinal));

    /// <summary>What happens at any time between two moments.</summary>
    public IEnumerable<Episode> Between(long afterMs, long throughMs)
    {
        for (var slot = (afterMs - LongestMs - SlotMs) / SlotMs; slot <= throughMs / SlotMs; slot++)
        {
            if (_drawn.GetOrAdd(slot, Of) is { } episode && episode.FromMs <= throughMs && episode.ThroughMs >= afterMs)
            {
                yield return episode;
            }
        }
    }

    private Episode? Of(long slot)
    {
        var fromMs = (slot * SlotMs) + (long)Chance.Between(0, SlotMs, _seed, 21, slot);
        var hour = CityTime.HourOf(fromMs);
        var open = Happening.All.Where(one => one.MayBegin(hour) && _devices.Contains(one.Model)).ToList();
        if (fromMs < _fromMs || open.Count == 0 || Chance.Of(_seed, 22, slot) >= SlotChance)
        {
            return null;
        }

        var what = Draw(open, Chance.Of(_seed, 23, slot));
        var among = _devices[what.Model].ToList();
        var device = among[Chance.Pick(among.Count, _seed, 24, slot)];
        var throughMs = fromMs + (long)Chance.Between(what.ShortestMinutes * Minute, what.LongestMinutes * Minute, _seed, 25, slot);
        var grave = Chance.Of(_seed, 26, slot);
        return new Episode(what.Name, device, fromMs, throughMs)
        {
            IsSilent = what.IsSilent,
            ExtraMs = what.ReportsAtOnce ? [fromMs, throughMs] : [],
            Change = what.Change is { } change ? (values, share) => change(values, device.Attributes, grave, share) : null,
        };
    }

    private static Happening Draw(List<Happening> open, double chance)
    {
        var left = chance * open.Sum(one => one.Weight);
        foreach (var one in open)
        {
            left -= one.Weight;
            if (left < 0)
            {
                return one;
            }
        }

        return open[^1];
    }
}
