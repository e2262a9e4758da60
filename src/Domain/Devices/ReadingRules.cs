namespace CityBrain.Domain.Devices;

/// <summary>
/// The rules of readings. A reading is refused, or it is a duplicate, a conflict, or stored; what is stored and not late, ahead of its
/// time or out of order steps the device's alarm rules.
/// <para>Refusals, first that applies: no points (<c>reading-empty</c>); no time in a replay (<c>time-missing</c>); a time before 2000 or
/// after 9998 (<c>time-out-of-range</c>); then point by point as given: unknown to the model (<c>point-unknown</c>), given twice
/// (<c>point-twice</c>), not a finite number (<c>value-not-a-number</c>); last a time up to which the device's readings were dropped, unless the
/// same reading is still there (<c>reading-no-longer-kept</c>). A refused reading changes nothing; the others of its report are
/// taken.</para>
/// <para>Time: a live reading older than 24 hours is late: stored, out of windows, raises and clears nothing. One more than 5 minutes
/// ahead, and one without a time, stands at its arrival time, at the first free millisecond; the first of these is marked and no rule
/// sees it. A replayed reading has no age. A reading older than the newest that the rules have seen is out of order: it enters the windows
/// and raises and clears nothing.</para>
/// </summary>
public static class ReadingRules
{
    /// <summary>Takes the readings of one report in order. Never throws for what a device may send; total over all states.</summary>
    /// <param name="device">The device, for its attributes and for what its alarms say.</param>
    /// <param name="state">The state that the readings meet.</param>
    /// <param name="model">The model as it is now; another pack version than before is adopted with the first reading recorded.</param>
    /// <param name="readings">The readings as sent.</param>
    /// <param name="arrival">How they came in.</param>
    public static Acceptance Accept(Device device, ReadingState state, DeviceModel model, ReadOnlySpan<Reading> readings, Arrival arrival)
    {
        var turn = new ReadingTurn(device, state, RuleBook.Of(model), arrival);
        var outcomes = new ReadingOutcome[readings.Length];
        for (var index = 0; index < readings.Length; index++)
        {
            outcomes[index] = turn.Take(readings[index]);
        }

        turn.State.Untrimmed = default;
        return new Acceptance(turn.State, outcomes, turn.Facts);
    }
}
