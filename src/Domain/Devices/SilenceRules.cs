namespace CityBrain.Domain.Devices;

/// <summary>
/// When a device counts as silent: no reading for 2.5 times the interval that its model declares, or 2.5 times the median of its last
/// 20 intervals where none is declared. Time runs by arrival, so that a device which sends old readings is heard; replays are not.
/// Silence is an alarm like any other: it is raised once, becomes an incident, and ends with the next reading.
/// <para>No deadline is moved per reading. The one that stands is looked at when it falls: if something was heard meanwhile, it is set
/// anew.</para>
/// </summary>
public static class SilenceRules
{
    /// <summary>The rule's id. No pack may have a rule of this name.</summary>
    public const string Rule = "silence";

    /// <summary>The kind of incident that it belongs to.</summary>
    public const string Kind = "device-silence";

    /// <summary>How many of the last intervals the median is taken over.</summary>
    public const int IntervalsMax = 20;

    /// <summary>With fewer intervals than this a device that declares none has no rhythm yet, and is not watched.</summary>
    public const int IntervalsMin = 5;

    /// <summary>How many intervals may pass: two missed reports, and half of one for delay.</summary>
    public const double Factor = 2.5;

    private static readonly LocalText Title = new("设备失联", "Device silent");

    /// <summary>How long nothing may be heard; null while the device has no rhythm.</summary>
    public static TimeSpan? Limit(DeviceModel model, ReadingState state) =>
        (model.Interval?.TotalMilliseconds ?? MedianInterval(state)) is { } interval ? TimeSpan.FromMilliseconds(Factor * interval) : null;

    /// <summary>
    /// What comes of a silence deadline that fell: silence, a later deadline, or nothing more to wait for. A deadline that is not due any
    /// more changes nothing, so that one which falls twice raises once.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="state">What is remembered of its readings.</param>
    /// <param name="model">Its model as it is now.</param>
    /// <param name="nowMs">Now, milliseconds since 1970 UTC.</param>
    /// <param name="listeningFromMs">Since when the city could hear; a time that it slept through is nobody's silence.</param>
    public static Acceptance Fall(Device device, ReadingState state, DeviceModel model, long nowMs, long listeningFromMs)
    {
        if (!(state.SilenceDueMs <= nowMs))
        {
            return new Acceptance(state, [], []);
        }

        var after = state.Copy();
        after.SilenceDueMs = null;
        if (device.RetiredAt is not null || device.ActiveAlarms.ContainsKey(Rule) || state.HeardMs is not { } heardMs || Limit(model, state) is not { } limit)
        {
            return new Acceptance(after, [], []);
        }

        var limitMs = (long)limit.TotalMilliseconds;
        var dueMs = Math.Max(heardMs, listeningFromMs) + limitMs;
        if (dueMs > nowMs)
        {
            after.SilenceDueMs = dueMs;
            return new Acceptance(after, [], []);
        }

        var inputs = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["silent_seconds"] = Math.Round((nowMs - heardMs) / 1000.0),
            ["limit_seconds"] = Math.Round(limitMs / 1000.0),
        };
        return new Acceptance(after, [], [
            new AlarmRaised(
                new AlarmId(device.Id, Rule, DateTimeOffset.FromUnixTimeMilliseconds(nowMs)),
                Kind,
                Title,
                Severity: 1,
                model.Pack.Hash,
                device.Place,
                device.Location,
                new Origin(device.Origin, string.Empty),
                inputs),
        ]);
    }

    private static double? MedianInterval(ReadingState state)
    {
        var items = state.Recent.Items;
        var intervals = new List<long>(IntervalsMax);
        for (var index = items.Length - 1; index > 0 && intervals.Count < IntervalsMax; index--)
        {
            if (items[index].ObservedMs > items[index - 1].ObservedMs)
            {
                intervals.Add(items[index].ObservedMs - items[index - 1].ObservedMs);
            }
        }

        if (intervals.Count < IntervalsMin)
        {
            return null;
        }

        intervals.Sort();
        var middle = intervals.Count / 2;
        return intervals.Count % 2 == 1 ? intervals[middle] : (intervals[middle - 1] + intervals[middle]) / 2.0;
    }
}
