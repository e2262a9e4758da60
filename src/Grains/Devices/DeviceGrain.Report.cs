using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Devices;

/// <summary>The path of readings: judged by the rules, then committed with their rule state, their alarms and the rows of lists, in one append.</summary>
public sealed partial class DeviceGrain
{
    private const string Purpose = "telemetry";
    private static readonly TakenTimes NothingAsked = new([], null);
    private int _lookingUp;

    /// <inheritdoc/>
    public async Task<Answer<ReportReceipt>> Report(ReportReadings command)
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        var readings = command.Readings.Select(reading => new Reading(reading.Time?.ToUnixTimeMilliseconds(), reading.Points)).ToArray();
        var mandate = new Mandate(string.Empty, string.Empty, command.Actor, Purpose, command.Trace);
        if (Check(Tentative, command) is not null)
        {
            return await Execute(mandate, ServiceClass.Telemetry, null, state => Refuse(Check(state, command) ?? DeviceRefusals.DeviceUnknown));
        }

        _lookingUp++;
        TakenTimes known;
        try
        {
            known = await LookUp(readings);
        }
        finally
        {
            _lookingUp--;
        }

        return await Execute(mandate, ServiceClass.Telemetry, null, state => Propose(state, command, readings, known));
    }

    private static Proposal<DeviceState, ReportReceipt> Refuse(Refusal why) => new Proposal<DeviceState, ReportReceipt>.Refused(why);

    private static Refusal? Check(DeviceState state, ReportReadings command) =>
        command.TokenHash is { } token ? DeviceRules.CheckToken(state.Device, token)
        : command.Gateway is { } gateway ? DeviceRules.CheckCarrier(state.Device, gateway)
        : DeviceRules.InUse(state.Device);

    /// <summary>What the history holds at times that the state no longer remembers.</summary>
    private async ValueTask<TakenTimes> LookUp(Reading[] readings)
    {
        if (Tentative.Readings is not { } state)
        {
            return NothingAsked;
        }

        var times = readings.Select(reading => reading.ObservedMs).OfType<long>().Where(state.NeedsLookup).Distinct().ToList();
        return times.Count == 0 ? NothingAsked : await history.ReadAt(Stream, times);
    }

    private Proposal<DeviceState, ReportReceipt> Propose(
        DeviceState state, ReportReadings command, Reading[] readings, TakenTimes known)
    {
        if (Check(state, command) is { } refusal)
        {
            return Refuse(refusal);
        }

        var device = state.Device!;
        if (scenes.Model(device.Model) is not { } model || state.Readings is not { } remembered)
        {
            return Refuse(DeviceRefusals.ModelUnknown);
        }

        if (remembered.IsFull && !IsSettled)
        {
            return Refuse(JournalRefusals.Overloaded);
        }

        if (IsSettled && _lookingUp == 0)
        {
            remembered = remembered.Trimmed();
        }

        var origin = DeviceRules.OriginOf(device, command.Origin);
        var arrival = new Arrival(Now.ToUnixTimeMilliseconds(), origin, [.. known.Rows.Select(row => row.ToHistory())]) { GoneThroughMs = known.GoneThroughMs };
        var acceptance = ReadingRules.Accept(device, remembered, model, readings, arrival);
        var receipt = ReceiptOf(acceptance.Outcomes) with { CommandsWait = CommandRules.Waiting(device, Now).Count > 0 };
        if (receipt.Stored + receipt.Conflicts == 0)
        {
            return new Proposal<DeviceState, ReportReceipt>.Accepted(state, receipt);
        }

        var rows = ReadingRows.Chain(Stream, state.Chain, readings, acceptance.Outcomes, origin, command.Trace);
        return Record(state, acceptance, rows, command.Trace, receipt);
    }

    /// <summary>What the rules of readings came to: readings, rule state, alarms and rows of lists, in one append. Without readings only the rule state moves on.</summary>
    private Proposal<DeviceState, TAnswer>.Accepted Record<TAnswer>(
        DeviceState state, Acceptance acceptance, IReadOnlyList<ReadingRow> rows, string trace, TAnswer answer)
    {
        var facts = acceptance.Facts;
        var folded = facts.Aggregate(state, Apply).Traced(facts, trace);
        var readings = new ReadingAppend(Stream, state.Chain, rows, acceptance.State.ToJson());
        var newest = rows.Where(row => row is { Variant: 0, Mark: ReadingMark.None }).MaxBy(row => row.ObservedMs);
        var after = folded with
        {
            Readings = acceptance.State,
            Chain = readings.To,
            Latest = newest is null || state.Latest?.ObservedMs > newest.ObservedMs ? state.Latest : newest,
        };
        return new Proposal<DeviceState, TAnswer>.Accepted(after, answer)
        {
            Facts = [.. facts.Select(fact => Journal.Forms.Write(fact, ObservedAt(fact)))],
            Readings = readings,
            Views = DeviceViews.Rows(state, after, facts),
            Urgency = facts.Any(fact => fact is AlarmRaised or AlarmCleared) ? ServiceClass.LifeSafety : null,
        };
    }

    private DateTimeOffset ObservedAt(DeviceFact fact) => fact switch
    {
        AlarmRaised raised => raised.Alarm.RaisedAt,
        AlarmCleared cleared => cleared.At,
        RulesAdopted adopted => adopted.At,
        _ => Now,
    };

    private static ReportReceipt ReceiptOf(IReadOnlyList<ReadingOutcome> outcomes)
    {
        var refused = new List<RefusedReading>();
        var counts = new int[3];
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Kind == OutcomeKind.Refused)
            {
                refused.Add(new RefusedReading(i, outcomes[i].Why!));
            }
            else
            {
                counts[(int)outcomes[i].Kind]++;
            }
        }

        return new ReportReceipt
        {
            Stored = counts[(int)OutcomeKind.Stored],
            Duplicates = counts[(int)OutcomeKind.Duplicate],
            Conflicts = counts[(int)OutcomeKind.Conflict],
            Refused = refused,
        };
    }
}
