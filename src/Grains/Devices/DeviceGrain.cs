using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Places;
using CityBrain.Grains.Scenes;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Grains.Devices;

/// <summary>One device. What its readings mean is decided in <see cref="ReadingRules"/>, the rest in <see cref="DeviceRules"/>.</summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed partial class DeviceGrain(JournalAccess journal, IReadingHistory history, IViews views, ActiveScenes scenes)
    : JournaledGrain<DeviceState>(journal, TypeName), IDeviceGrain, IDueReceiver
{
    internal const string TypeName = "device";

    private static readonly AnswerForm<DeviceView> Form = ViewJson.Kept(ViewJson.Default.DeviceView);
    private static readonly TimeSpan HeardHintPeriod = TimeSpan.FromSeconds(30);
    private DateTimeOffset _hintedAt;
    private Device? _hinted;

    /// <inheritdoc/>
    protected override DeviceState Initial => DeviceState.Nothing;

    private DeviceId Id => DeviceId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task<Answer<DeviceView>> Register(RegisterDevice command)
    {
        var (standing, trouble) = await Standing(command.Place);
        if (trouble is not null)
        {
            return trouble;
        }

        var registration = new DeviceRegistration(
            command.Model, command.Location, command.Name, command.Number, command.SourceStation, command.Attributes, command.TokenHash, command.Origin.Kind)
        {
            Carrier = command.Carrier,
        };
        var model = scenes.Model(command.Model);
        return await Decide(command.Mandate, device => DeviceRules.DecideRegister(device, Id, registration, model, standing, Now));
    }

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> IssueToken(IssueDeviceToken command) =>
        Decide(command.Mandate, device => DeviceRules.DecideIssueToken(device, command.TokenHash, Now));

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> RevokeToken(RevokeDeviceToken command) =>
        Decide(command.Mandate, device => DeviceRules.DecideRevokeToken(device, command.Reason, Now));

    /// <inheritdoc/>
    public async Task<Answer<DeviceView>> Move(MoveDevice command)
    {
        var (standing, trouble) = await Standing(command.Place);
        return trouble is not null
            ? trouble
            : await Decide(command.Mandate, device => DeviceRules.DecideMove(device, standing, command.Location, Now));
    }

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> Retire(RetireDevice command) =>
        Decide(command.Mandate, device => DeviceRules.DecideRetire(device, command.Reason, Now));

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> Read() => Task.FromResult(
        Answer<DeviceView>(state => state.Device is null ? DeviceRefusals.DeviceUnknown : View(state)));

    /// <inheritdoc/>
    protected override DeviceState Apply(DeviceState state, object fact) => state with { Device = DeviceRules.Apply(state.Device, (DeviceFact)fact) };

    /// <summary>Rebuilds what the rules remember: the rule state stands beside the chain's head, windows come from the history, active alarms from the facts.</summary>
    protected override async Task<DeviceState> Restore(DeviceState state, IReadOnlyList<FactRow> rows, CancellationToken cancellation)
    {
        await scenes.Ready.WaitAsync(cancellation);
        if (state.Device is not { } device || scenes.Model(device.Model) is not { } model)
        {
            return state;
        }

        foreach (var row in rows.Where(row => row.Type == "alarm-raised"))
        {
            state = state.Traced([(AlarmRaised)Journal.Forms.Read(row.Type, row.Version, row.Payload)], row.Mandate.Trace);
        }

        if (await Journal.Reader.ReadReadingChain(Stream, cancellation) is not { } chain)
        {
            return state with { Readings = ReadingState.Empty(model) };
        }

        // Of times up to which readings were dropped the state knows nothing, so that they are looked up.
        var gone = await history.ReadGone(Stream, string.Empty, null, null, cancellation);
        var keptFromMs = gone.TryGetValue(Stream, out var dropped) ? dropped.LastMs + 1 : long.MinValue;
        var fromMs = Math.Max(ReadingState.HistoryFromMs(chain.RuleState), keptFromMs);
        var readings = await ReadHistory(fromMs, cancellation);
        var latest = await history.ReadLatest(Stream, 1, cancellation);
        return state with
        {
            Readings = ReadingState.Restore(chain.RuleState, device.ActiveAlarms.Values, model, fromMs, readings),
            Chain = chain.Head,
            Latest = latest.Count > 0 ? latest[0] : null,
        };
    }

    /// <inheritdoc/>
    protected override Head? ReadingsHead(DeviceState state) => state.Chain;

    /// <inheritdoc/>
    protected override void Announce()
    {
        // A device changes by facts only, so that what was hinted is what was durable then.
        if (Durable.Device is { } device && (!ReferenceEquals(device, _hinted) || Now - _hintedAt > HeardHintPeriod))
        {
            if (_hinted is { } before && before.Place != device.Place)
            {
                GrainFactory.HintChanged(before.Place);
            }

            (_hinted, _hintedAt) = (device, Now);
            GrainFactory.HintChanged(device.Place);
        }
    }

    /// <summary>The place that has, or ever had, this code; null when there is none, which the rules refuse.</summary>
    private async Task<(PlaceCode? Place, Refusal? Trouble)> Standing(PlaceCode code)
    {
        var place = await GrainFactory.City().Find(code);
        return place.Refusal is { Kind: not RefusalKind.Missing } trouble ? (null, trouble)
            : (place.Value is { } found ? PlaceCode.Parse(found.Code) : null, null);
    }

    private async Task<IReadOnlyList<HistoricReading>> ReadHistory(long fromMs, CancellationToken cancellation)
    {
        var readings = new List<HistoricReading>();
        var query = new ReadingQuery { Stream = Stream, FromMs = fromMs, Limit = 1_000 };
        while (true)
        {
            var page = await history.Read(query, cancellation);
            readings.AddRange(page.Readings.Select(reading => reading.Row.ToHistory()));
            if (!page.More)
            {
                return readings;
            }

            var last = page.Readings[^1].Row;
            query = query with { After = (last.ObservedMs, last.Variant) };
        }
    }

    private Task<Answer<DeviceView>> Decide(Mandate mandate, Func<Device?, Decision<DeviceFact>> rule) =>
        Execute(mandate, ServiceClass.Cases, Form, state => Propose(state, rule(state.Device), View));

    private Proposal<DeviceState, TAnswer> Propose<TAnswer>(DeviceState state, Decision<DeviceFact> decision, Func<DeviceState, TAnswer> answer)
    {
        var proposal = Propose(state, decision, Now, answer);
        if (decision is not Decision<DeviceFact>.Accepted { Facts: { Count: > 0 } facts } || proposal is not Proposal<DeviceState, TAnswer>.Accepted accepted)
        {
            return proposal;
        }

        var after = accepted.After with { Readings = accepted.After.Readings ?? EmptyReadings(accepted.After.Device!) };
        return accepted with { After = after, Views = DeviceViews.Rows(state, after, facts) };
    }

    private DeviceView View(DeviceState state) => state.ToView(state.TraceOf) with { Figures = DeviceFigures.Of(state, scenes.Catalogue) };

    private ReadingState? EmptyReadings(Device device) => scenes.Model(device.Model) is { } model ? ReadingState.Empty(model) : null;
}
