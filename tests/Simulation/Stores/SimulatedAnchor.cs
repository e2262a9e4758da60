using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Stores;

/// <summary>The head outside the database. A write of it can fail before or after it is down.</summary>
internal sealed class SimulatedAnchor(Dice dice, Hazards hazards, Counters counters, History history) : IAnchor
{
    public LaneHead? Head { get; private set; }

    public void Write(LaneHead head)
    {
        var fails = dice.Chance(hazards.AnchorFailure);
        if (!fails || dice.Once(2))
        {
            Head = head;
        }

        if (fails)
        {
            counters.Add(Happening.AnchorFailures);
            history.Happened($"anchoring batch {head.Batch} failed");
            throw new IOException("The anchor could not be written.");
        }
    }

    public LaneHead? Read(int lane) => Head;
}
