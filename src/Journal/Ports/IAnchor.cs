using CityBrain.Journal.Lane;

namespace CityBrain.Journal.Ports;

/// <summary>
/// Where a lane's head is written down outside the database, after every batch and before its replies leave, so that a cut tail is found.
/// It may lag by one batch, never lead.
/// </summary>
public interface IAnchor
{
    /// <summary>Writes the head down.</summary>
    void Write(LaneHead head);

    /// <summary>The head last written down for a lane, or null.</summary>
    LaneHead? Read(int lane);
}
