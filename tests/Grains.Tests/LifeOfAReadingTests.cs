using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;

namespace CityBrain.Grains.Tests;

public sealed class LifeOfAReadingTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    [Fact]
    public async Task A_rising_river_becomes_an_alarm_and_an_incident_under_one_trace()
    {
        var gauge = await city.RiverGauge("rising");
        var receipt = await gauge.Report(CityUnderTest.Levels("rising", 0.5, 0.9, 1.4, 1.7));
        receipt.Value!.Stored.ShouldBe(4);

        var incident = await city.IncidentOf("rising");

        incident.Sources.ShouldHaveSingleItem().Rule.ShouldBe("river-rise");
        incident.Sources[0].PackHash.ShouldNotBeNullOrEmpty();
        incident.Trace.ShouldBe("fedcba9876543210fedcba9876543210");
        incident.Summary.State.ShouldBe("open");
        (await gauge.Read()).Value!.ActiveAlarms.ShouldHaveSingleItem().Trace.ShouldBe(incident.Trace);
    }

    [Fact]
    public async Task An_officer_acknowledges_takes_in_hand_and_closes_with_evidence()
    {
        var gauge = await city.RiverGauge("closing");
        await gauge.Report(CityUnderTest.Levels("closing", 0.5, 1.2, 1.8));
        var incident = await city.IncidentOf("closing");
        var grain = city.Grains.Incident(IncidentId.Parse(incident.Summary.Id));

        (await grain.Close(new CloseIncident(city.By("person:officer"), "over", []))).Refusal!.Code.ShouldBe("incident-not-acknowledged");
        (await grain.Acknowledge(new IncidentCommand(city.By("person:officer"), null))).Value!.Summary.State.ShouldBe("acknowledged");
        (await grain.TakeInHand(new IncidentCommand(city.By("person:officer"), "team sent"))).Value!.Summary.State.ShouldBe("in-hand");
        (await grain.Close(new CloseIncident(city.By("person:officer"), "over", []))).Refusal!.Code.ShouldBe("evidence-missing");
        var closed = (await grain.Close(new CloseIncident(city.By("person:officer"), "over", [new EvidenceItem("note", "level back to normal")]))).Value!;

        closed.Summary.State.ShouldBe("closed");
        closed.Timeline.Select(line => line.Code).ShouldBe(["opened", "acknowledged", "taken-in-hand", "evidence-added", "closed"]);
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_and_another_body_is_refused()
    {
        var gauge = await city.RiverGauge("keyed");
        await gauge.Report(CityUnderTest.Levels("keyed", 0.5, 1.2, 1.8));
        var incident = await city.IncidentOf("keyed");
        var grain = city.Grains.Incident(IncidentId.Parse(incident.Summary.Id));

        var first = await grain.Acknowledge(new IncidentCommand(city.By("person:officer", "key-1"), "seen"));
        var again = await grain.Acknowledge(new IncidentCommand(city.By("person:officer", "key-1"), "seen"));
        var other = await grain.Acknowledge(new IncidentCommand(city.By("person:officer", "key-1", "other"), "seen"));

        again.Value!.Timeline.ShouldBe(first.Value!.Timeline);
        other.Refusal!.Code.ShouldBe("key-reused");
    }

    [Fact]
    public async Task A_repeated_reading_is_a_duplicate_and_another_value_at_its_time_a_conflict()
    {
        var gauge = await city.RiverGauge("repeating");
        var from = CityUnderTest.Now - TimeSpan.FromHours(1);
        await gauge.Report(CityUnderTest.Levels("repeating", from, 0.5, 0.6));

        var again = (await gauge.Report(CityUnderTest.Levels("repeating", from, 0.5, 0.7))).Value!;

        (again.Stored, again.Duplicates, again.Conflicts).ShouldBe((0, 1, 1));
        var page = await city.Grains.DeviceHistory().Readings(
            new ReadingsQuery { Device = DeviceId.Parse("repeating"), Count = true }, CancellationToken.None);
        page.Value!.Count.ShouldBe(3);
        page.Value.Items[^1].Quality.ShouldBe("conflict");
    }

    [Fact]
    public async Task A_missing_value_and_a_spike_raise_nothing()
    {
        var gauge = await city.RiverGauge("faulty");
        await gauge.Report(CityUnderTest.Levels("faulty", 0.5, null, 0.5, 9.9, 0.6));

        var view = (await gauge.Read()).Value!;
        view.ActiveAlarms.ShouldBeEmpty();
        var spikes = await city.Grains.DeviceHistory().Readings(
            new ReadingsQuery { Device = DeviceId.Parse("faulty"), Quality = "spike", Count = true }, CancellationToken.None);
        spikes.Value!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_or_revoked_token_writes_nothing()
    {
        var gauge = await city.RiverGauge("guarded");
        var wrong = CityUnderTest.Levels("guarded", 0.5) with { TokenHash = CityUnderTest.TokenOf("another") };
        (await gauge.Report(wrong)).Refusal!.Code.ShouldBe("token-unknown");

        await gauge.RevokeToken(new RevokeDeviceToken(city.By("person:operator"), "lost"));

        (await gauge.Report(CityUnderTest.Levels("guarded", 0.5))).Refusal!.Code.ShouldBe("token-revoked");
        (await gauge.Read()).Value!.Readings.ShouldBe(0);
    }

    [Fact]
    public async Task A_device_nobody_registered_takes_no_readings()
    {
        var stranger = city.Grains.Device(DeviceId.Parse("stranger"));
        (await stranger.Report(CityUnderTest.Levels("stranger", 0.5))).Refusal!.Code.ShouldBe("token-unknown");
        (await stranger.Read()).Refusal!.Code.ShouldBe("device-unknown");
    }
}
