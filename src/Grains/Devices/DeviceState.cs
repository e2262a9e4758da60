using System.Collections.Immutable;
using CityBrain.Domain.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>A device's state: what its facts say, what its rules remember of its readings, and the end of its chain of readings.</summary>
/// <param name="Device">Null before it is registered.</param>
/// <param name="Readings">Null before its model is known.</param>
/// <param name="Chain">The end of its readings.</param>
/// <param name="Latest">The newest reading that stands, for showing.</param>
/// <param name="Traces">By rule, the trace of the reading that raised its active alarm.</param>
public sealed record DeviceState(
    Device? Device, ReadingState? Readings, Head Chain, ReadingRow? Latest, ImmutableDictionary<string, string> Traces)
{
    /// <summary>Before the first fact.</summary>
    public static DeviceState Nothing { get; } = new(null, null, default, null, ImmutableDictionary<string, string>.Empty);

    /// <summary>The trace that an active alarm was raised under.</summary>
    public string TraceOf(AlarmRaised alarm) => Traces.GetValueOrDefault(alarm.Alarm.Rule, string.Empty);

    /// <summary>The same with the traces of alarms that these facts raise.</summary>
    public DeviceState Traced(IEnumerable<DeviceFact> facts, string trace) =>
        this with { Traces = Traces.SetItems(facts.OfType<AlarmRaised>().Select(raised => KeyValuePair.Create(raised.Alarm.Rule, trace))) };
}
