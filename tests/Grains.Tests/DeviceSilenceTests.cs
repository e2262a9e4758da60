using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Grains.Tests;

/// <summary>A river gauge reports every ten minutes: after 25 minutes without a reading it is silent, through grains, store and restarts.</summary>
public sealed class DeviceSilenceTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(25);

    [Fact]
    public async Task A_device_that_falls_silent_is_one_alarm_and_one_incident_until_it_is_heard_again_over_restarts_too()
    {
        await Heard("quiet");
        await city.Pass(Limit);

        var raised = (await Silences("quiet")).ShouldHaveSingleItem();
        (raised.Kind, raised.Severity, raised.TitleZh, raised.ClearedAt).ShouldBe(("device-silence", 1, "设备失联", null));
        raised.Inputs["limit_seconds"].ShouldBe(1_500);
        raised.Inputs["silent_seconds"].ShouldBeInRange(1_500, 1_560);
        var source = (await city.IncidentOf("quiet")).Sources.ShouldHaveSingleItem();
        (source.Rule, source.Kind, source.ClearedAt).ShouldBe((SilenceRules.Rule, "alarm", null));

        await city.Restart();
        await city.Pass(2 * Limit);
        (await Silences("quiet")).ShouldHaveSingleItem().Id.ShouldBe(raised.Id, "it is told once");
        (await Device("quiet").Read()).Value!.ActiveAlarms.ShouldHaveSingleItem().Id.ShouldBe(raised.Id);

        await Heard("quiet");
        (await Silences("quiet")).ShouldHaveSingleItem().ClearedAt.ShouldNotBeNull().ShouldBeGreaterThan(raised.RaisedAt + (2 * Limit));
        (await Device("quiet").Read()).Value!.ActiveAlarms.ShouldBeEmpty();
        (await city.Eventually(async () => await city.IncidentOf("quiet") is { Sources: [{ ClearedAt: not null }] } over ? over : null)).Sources.ShouldHaveSingleItem();

        await city.Pass(Limit);
        (await Silences("quiet")).Count.ShouldBe(2, "it is listened for again");
    }

    [Fact]
    public async Task A_device_that_reports_in_time_is_never_silent()
    {
        for (var report = 0; report < 4; report++)
        {
            await Heard("punctual");
            await city.Pass(Limit - TimeSpan.FromMinutes(1));
        }

        (await Silences("punctual")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_city_itself_did_not_hear_while_it_was_down_is_nobodys_silence()
    {
        await Heard("patient");
        city.Clock.Shift(3 * Limit);
        await city.Restart();

        await city.Pass(Limit - TimeSpan.FromMinutes(1));
        (await Silences("patient")).ShouldBeEmpty();

        await city.Pass(TimeSpan.FromMinutes(1));
        (await Silences("patient")).ShouldHaveSingleItem().Inputs["silent_seconds"].ShouldBeInRange(4 * 1_500, (4 * 1_500) + 60);
    }

    private IDeviceGrain Device(string id) => city.Grains.Device(DeviceId.Parse(id));

    private async Task Heard(string id)
    {
        if ((await Device(id).Read()).Value is null)
        {
            await city.RiverGauge(id);
        }

        (await Device(id).Report(CityUnderTest.Levels(id, city.Clock.GetUtcNow(), 0.5))).Value!.Stored.ShouldBe(1);
    }

    private async Task<IReadOnlyList<AlarmView>> Silences(string id) => (await city.Grains.DeviceHistory().Alarms(
        new AlarmQuery { Device = DeviceId.Parse(id), Rule = SilenceRules.Rule }, CancellationToken.None)).Value!.Items;
}
