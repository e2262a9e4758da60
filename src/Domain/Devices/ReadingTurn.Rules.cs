namespace CityBrain.Domain.Devices;

/// <summary>How the alarm rules step: with each reading that is newer than all before, and with nothing else.</summary>
internal sealed partial class ReadingTurn : IMeasurements
{
    private long atMs;
    private Dictionary<string, double>? inputs;

    DateTimeOffset IMeasurements.At => DateTimeOffset.FromUnixTimeMilliseconds(atMs);

    double? IMeasurements.Current(string point)
    {
        var index = book.IndexOf(point);
        if (index < 0 || State.PointStates[index] is var state && (state.LatestMs != atMs || state.LatestQuality != Quality.Good))
        {
            return null;
        }

        inputs?[point] = State.PointStates[index].Latest;
        return State.PointStates[index].Latest;
    }

    double? IMeasurements.Attribute(string name)
    {
        if (!device.Attributes.TryGetValue(name, out var value))
        {
            return null;
        }

        inputs?[name] = value;
        return value;
    }

    ReadOnlySpan<Sample> IMeasurements.Window(string point, TimeSpan span)
    {
        var index = book.IndexOf(point);
        var spanMs = Math.Min((long)span.TotalMilliseconds, book.WindowMs);
        var window = index < 0 ? default : State.PointStates[index].Window(atMs - spanMs, atMs);
        if (inputs is not null && window.Length > 0)
        {
            inputs[point] = window[^1].Value;
        }

        return window;
    }

    void IMeasurements.Explain(string part, double value)
    {
        if (inputs is not null && double.IsFinite(value))
        {
            inputs[part] = value;
        }
    }

    private void StepRules(long observedMs)
    {
        atMs = observedMs;
        for (var index = 0; index < book.Rules.Length; index++)
        {
            var rule = book.Rules[index];
            ref var state = ref State.RuleStates[index];
            if (state.RaisedMs != ReadingState.Never)
            {
                Clear(rule, ref state);
                continue;
            }

            switch (rule.Raise.Evaluate(this))
            {
                case Truth.True:
                    Raise(rule, ref state);
                    break;
                case Truth.False:
                    state.SinceMs = ReadingState.Never;
                    break;
                default:
                    // Cannot be told: the on-delay neither starts, ends nor starts over, and an alarm waits for a reading that tells.
                    break;
            }
        }
    }

    private void Raise(AlarmRule rule, ref RuleState state)
    {
        if (state.SinceMs == ReadingState.Never)
        {
            state.SinceMs = atMs;
        }

        if (atMs - state.SinceMs < rule.HoldsFor.TotalMilliseconds)
        {
            return;
        }

        // The condition is asked again, now writing down what it looks at; it is pure, so it says the same.
        inputs = new Dictionary<string, double>(StringComparer.Ordinal);
        rule.Raise.Evaluate(this);
        Record(new AlarmRaised(
            new AlarmId(device.Id, rule.Id, DateTimeOffset.FromUnixTimeMilliseconds(atMs)),
            rule.Kind,
            rule.Title,
            rule.Severity,
            book.Model!.Pack.Hash,
            device.Place,
            device.Location,
            arrival.Origin,
            inputs));
        inputs = null;
        state = new RuleState(ReadingState.Never, atMs);
    }

    /// <summary>Between raise and clear lies the dead-band; at the reading that clears an alarm, its rule does not raise again.</summary>
    private void Clear(AlarmRule rule, ref RuleState state)
    {
        if (rule.Clear.Evaluate(this) == Truth.True)
        {
            var raisedAt = DateTimeOffset.FromUnixTimeMilliseconds(state.RaisedMs);
            var alarm = new AlarmId(device.Id, rule.Id, raisedAt);
            Record(new AlarmCleared(alarm, PlaceOf(alarm), DateTimeOffset.FromUnixTimeMilliseconds(atMs), ClearReason.Condition));
            state = RuleState.Fresh;
        }
    }

    /// <summary>The first reading that is recorded under another pack version says so, and ends the alarms of rules that are gone.</summary>
    private void Adopt(long observedMs)
    {
        if (State.Book == book && State.Adopted is not null)
        {
            return;
        }

        var withdrawn = State.LayOut(book);
        var pack = book.Model!.Pack;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(observedMs);
        if (State.Adopted?.Hash != pack.Hash)
        {
            State.Adopted = pack;
            Record(new RulesAdopted(pack, at));
        }

        foreach (var (rule, raisedMs) in withdrawn)
        {
            var alarm = new AlarmId(device.Id, rule, DateTimeOffset.FromUnixTimeMilliseconds(raisedMs));
            Record(new AlarmCleared(alarm, PlaceOf(alarm), at, ClearReason.RuleWithdrawn));
        }
    }

    // An alarm ends where it began, wherever the device stands by then.
    private PlaceCode PlaceOf(AlarmId alarm) =>
        device.ActiveAlarms.TryGetValue(alarm.Rule, out var raised) && raised.Alarm == alarm ? raised.Place : device.Place;
}
