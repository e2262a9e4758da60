using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Devices;

/// <summary>Deadlines: silence, and the time-outs of commands. What falls is decided again on the state as it is now.</summary>
public sealed partial class DeviceGrain
{
    /// <inheritdoc/>
    public async Task<FallReceipt> Fall(DeadlineFall fall)
    {
        if (IsQuarantined(out var refusal))
        {
            return new FallReceipt(refusal);
        }

        var mandate = new Mandate(string.Empty, string.Empty, $"rule:{fall.Item}", "deadline", fall.Trace);
        var answer = await Execute(mandate, ServiceClass.Cases, null, state => fall.Item == SilenceRules.Rule
            ? FallSilent(state, fall)
            : Propose(state, state.Device is { } device ? CommandRules.Fall(device, Now) : [], _ => true));
        return new FallReceipt(answer.Refusal);
    }

    private Proposal<DeviceState, bool> FallSilent(DeviceState state, DeadlineFall fall)
    {
        if (state is not { Device: { } device, Readings: { } readings } || scenes.Model(device.Model) is not { } model)
        {
            return new Proposal<DeviceState, bool>.Refused(DeviceRefusals.ModelUnknown);
        }

        var fallen = SilenceRules.Fall(device, readings, model, Now.ToUnixTimeMilliseconds(), fall.ListeningFrom.ToUnixTimeMilliseconds());
        return ReferenceEquals(fallen.State, readings)
            ? new Proposal<DeviceState, bool>.Accepted(state, false)
            : Record(state, fallen, [], fall.Trace, true);
    }
}
