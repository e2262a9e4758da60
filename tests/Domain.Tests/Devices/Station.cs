using System.Text.Json;
using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Tests.Devices;

/// <summary>A device with a history, as a grain would keep one: looks up what the state cannot tell, stores what is recorded, folds the facts.</summary>
internal sealed class Station(DeviceModel model, params (string Name, double Value)[] attributes)
{
    private readonly HashSet<(long ObservedMs, int Variant)> identities = [];

    public DeviceModel Model { get; set; } = model;

    public Device Device { get; private set; } = Given.Device(attributes);

    public ReadingState State { get; set; } = ReadingState.Empty(model);

    /// <summary>The rule state as the last recorded reading left it in the store.</summary>
    public byte[]? Durable { get; private set; }

    public List<HistoricReading> History { get; } = [];

    public List<DeviceFact> Facts { get; } = [];

    public IEnumerable<AlarmRaised> Raised => Facts.OfType<AlarmRaised>();

    public IEnumerable<AlarmCleared> Cleared => Facts.OfType<AlarmCleared>();

    /// <summary>A live reading that arrives as it is observed.</summary>
    public ReadingOutcome Live(long observedMs, params (string Point, double? Value)[] points) => LiveAt(observedMs, observedMs, points);

    public ReadingOutcome LiveAt(long nowMs, long? observedMs, params (string Point, double? Value)[] points) =>
        Report(new Arrival(nowMs, Origin.Live, []), Given.Read(observedMs, points)).Outcomes[0];

    public ReadingOutcome Replay(long? observedMs, params (string Point, double? Value)[] points) =>
        Report(Given.Replay(), Given.Read(observedMs, points)).Outcomes[0];

    public Acceptance Report(Arrival arrival, params Reading[] readings)
    {
        var asked = readings.Select(reading => reading.ObservedMs).OfType<long>().Where(State.NeedsLookup).ToHashSet();
        arrival = arrival with { Known = [.. History.Where(reading => asked.Contains(reading.ObservedMs))] };
        var accepted = ReadingRules.Accept(Device, State, Model, readings, arrival);
        foreach (var (outcome, reading) in accepted.Outcomes.Zip(readings).Where(pair => pair.First.IsRecorded))
        {
            identities.Add((outcome.ObservedMs, outcome.Variant)).ShouldBeTrue("no row is written twice");
            History.Add(new HistoricReading(outcome.ObservedMs, outcome.Variant, outcome.Mark, reading.Points, outcome.Flags));
        }

        Facts.AddRange(accepted.Facts);
        Device = accepted.Facts.Aggregate(Device, (device, fact) => DeviceRules.Apply(device, fact)!);
        State = accepted.State;
        Durable = accepted.Outcomes.Any(outcome => outcome.IsRecorded) ? State.ToJson() : Durable;
        return accepted;
    }

    /// <summary>The silence deadline falls; the city has been listening since the time given.</summary>
    public Acceptance FallSilent(long nowMs, long listeningFromMs = 0)
    {
        var fallen = SilenceRules.Fall(Device, State, Model, nowMs, listeningFromMs);
        Facts.AddRange(fallen.Facts);
        Device = fallen.Facts.Aggregate(Device, (device, fact) => DeviceRules.Apply(device, fact)!);
        State = fallen.State;
        Durable = Durable is null ? null : State.ToJson();
        return fallen;
    }

    /// <summary>Forgets the state and gets it back from what is durable.</summary>
    public void Restart()
    {
        if (Durable is not { } json)
        {
            State = ReadingState.Empty(Model);
            return;
        }

        var fromMs = ReadingState.HistoryFromMs(json);
        State = ReadingState.Restore(json, Device.ActiveAlarms.Values, Model, fromMs, [.. History.Where(reading => reading.ObservedMs >= fromMs)]);
    }

    /// <summary>Everything that left a report, as text.</summary>
    public static string Show(Acceptance accepted) =>
        JsonSerializer.Serialize(accepted.Outcomes) + string.Join('\n', accepted.Facts.Select(fact => JsonSerializer.Serialize(fact, fact.GetType())));
}
