using CityBrain.Api.Admission;
using CityBrain.Api.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using static CityBrain.Api.Tests.MqttCity;

namespace CityBrain.Api.Tests;

/// <summary>A city in which a device may send three messages at once and then one a second, by a clock that the test turns.</summary>
public sealed class PacedCity : CityOverHttp
{
    public FakeTimeProvider Time { get; } = new();

    protected override string[] Settings => ["--Admission:DevicePerSecond=1", "--Admission:DeviceBurst=3"];

    protected override void Adjust(WebApplicationBuilder builder) => builder.Services.AddSingleton(provider =>
        new MqttPace(provider.GetRequiredService<IOptions<AdmissionOptions>>(), provider.GetRequiredService<MqttMeters>(), Time));
}

/// <summary>A device that is too fast over MQTT is slowed: nothing of it is lost, refused or acknowledged early.</summary>
public sealed class MqttPaceTests(PacedCity city) : IClassFixture<PacedCity>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_comes_too_fast_is_acknowledged_when_its_turn_comes_and_nobody_else_waits()
    {
        var (id, token) = await city.Gauge();
        await using var fast = await MqttDevice.Connect(city, token);
        for (var level = 1; level <= 3; level++)
        {
            (await fast.Report($$"""{"level":{{level}}}""")).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        }

        var (fourth, fifth) = (fast.Report("""{"level":4}"""), fast.Report("""{"level":5}"""));
        await ShouldWait(fourth, id, 3);
        city.Time.Advance(Second);
        (await fourth).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        await ShouldWait(fifth, id, 4);
        city.Time.Advance(Second);
        (await fifth).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        (await city.Levels(id)).Order().ShouldBe([1, 2, 3, 4, 5]);
        fast.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Several_lines_of_one_device_share_its_pace()
    {
        var (id, token) = await city.Gauge();
        await using var one = await MqttDevice.Connect(city, token, "one");
        await using var other = await MqttDevice.Connect(city, token, "other");
        for (var level = 1; level <= 3; level++)
        {
            (await one.Report($$"""{"level":{{level}}}""")).IsSuccess.ShouldBeTrue();
        }

        var more = other.Report("""{"level":4}""");
        await ShouldWait(more, id, 3);
        city.Time.Advance(Second);
        (await more).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task A_gateway_is_counted_by_its_messages_however_many_devices_they_are_of()
    {
        var ((gateway, token), (first, _), (second, _)) = (await city.Gauge(), await city.Gauge(), await city.Gauge());
        await city.Mount(first, gateway);
        await city.Mount(second, gateway);
        await using var line = await MqttDevice.Connect(city, token);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 1; i <= 3; i++)
        {
            (await Send(i)).IsSuccess.ShouldBeTrue();
        }

        var more = Send(4);
        await ShouldWait(more, second, 3);
        city.Time.Advance(Second);
        (await more).IsSuccess.ShouldBeTrue();
        (await city.Levels(second)).Count.ShouldBe(4);

        Task<MqttClientPublishResult> Send(int seconds) => line.Send(
            "v1/gateway/telemetry", $$"""{"{{first}}":[{{Timed(now.AddSeconds(seconds), 1)}}],"{{second}}":[{{Timed(now.AddSeconds(seconds), 2)}}]}""");
    }

    [Fact]
    public async Task A_device_that_has_rested_has_its_burst_again_and_is_forgotten()
    {
        var time = new FakeTimeProvider();
        var pace = new MqttPace(
            Options.Create(new AdmissionOptions { DevicePerSecond = 2, DeviceBurst = 4 }), city.Services.GetRequiredService<MqttMeters>(), time);
        var gauge = DeviceId.Parse("gauge");
        for (var i = 0; i < 4; i++)
        {
            pace.Turn(gauge, CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
        }

        var late = pace.Turn(gauge, CancellationToken.None).AsTask();
        late.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(499));
        late.IsCompleted.ShouldBeFalse("half a second is its price");
        time.Advance(TimeSpan.FromMilliseconds(1));
        await late;

        pace.Forget();
        pace.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(2));
        pace.Forget();
        pace.Count.ShouldBe(0);
        pace.Turn(gauge, CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
    }

    /// <summary>It is not acknowledged, and not in the city, while a message of another device that came later is.</summary>
    private async Task ShouldWait(Task sent, string id, int readings)
    {
        var (_, token) = await city.Gauge();
        await using var other = await MqttDevice.Connect(city, token);
        (await other.Report("""{"level":1}""")).IsSuccess.ShouldBeTrue();
        (await city.Levels(id)).Count.ShouldBe(readings);
        sent.IsCompleted.ShouldBeFalse();
    }
}
