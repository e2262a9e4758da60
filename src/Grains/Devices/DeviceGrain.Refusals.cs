using System.Text.Json;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Devices;

/// <summary>
/// What a device sent and the city did not take, for who looks after the device: the last few, in one row that is written over. A device
/// that floods the city with what cannot be taken costs one write a second.
/// </summary>
public sealed partial class DeviceGrain
{
    private const int RefusalsMax = 20;
    private static readonly TimeSpan RefusalsPeriod = TimeSpan.FromSeconds(1);
    private DeviceRefusalList? _refusals;
    private DateTimeOffset _refusalsWrittenAt;

    /// <inheritdoc/>
    public async Task<Answer<DeviceRefusalList>> NoteRefusal(NoteDeviceRefusal command)
    {
        // Another refusal may have been noted during the look-up: what is kept is taken after it.
        await KeptRefusals();
        _refusals = new DeviceRefusalList([.. _refusals!.Items.Prepend(command.Refusal).Take(RefusalsMax)]);
        if (Now - _refusalsWrittenAt < RefusalsPeriod)
        {
            return _refusals;
        }

        _refusalsWrittenAt = Now;
        return await Execute<DeviceRefusalList>(Spoken(command.Trace), ServiceClass.Views, null, state => state.Device is null
            ? new Proposal<DeviceState, DeviceRefusalList>.Refused(DeviceRefusals.DeviceUnknown)
            : new Proposal<DeviceState, DeviceRefusalList>.Accepted(state, _refusals) { Views = [RefusalRow(state, _refusals)] });
    }

    /// <inheritdoc/>
    public async Task<Answer<DeviceRefusalList>> Refusals() =>
        Answer<DeviceRefusalList>(state => state.Device is null ? DeviceRefusals.DeviceUnknown : new DeviceRefusalList([])) is { Refusal: { } why }
            ? why
            : await KeptRefusals();

    private async Task<DeviceRefusalList> KeptRefusals()
    {
        if (_refusals is null)
        {
            var page = await views.Query(new ViewQuery { Kind = Lists.Refusal, Stream = Stream, Limit = 1 });
            _refusals ??= page.Rows is [var row] ? JsonSerializer.Deserialize(row.Payload.Span, ViewJson.Default.DeviceRefusalList)! : new DeviceRefusalList([]);
        }

        return _refusals;
    }

    private ViewRow RefusalRow(DeviceState state, DeviceRefusalList refusals) => new()
    {
        Kind = Lists.Refusal,
        Stream = Stream,
        Place = state.Device!.Place.Digits,
        Topic = refusals.Items[0].Code,
        State = "noted",
        Origin = new Origin(state.Device.Origin, string.Empty),
        AtMs = Now.ToUnixTimeMilliseconds(),
        Payload = JsonSerializer.SerializeToUtf8Bytes(refusals, ViewJson.Default.DeviceRefusalList),
    };
}
