using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using MQTTnet;
using MQTTnet.Formatter;
using static CityBrain.Api.Tests.MqttCity;

namespace CityBrain.Api.Tests;

[Collection(OneCity.Name)]
public sealed class MqttTests(CityOverHttp city)
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_reading_is_in_the_city_when_its_acknowledgement_comes(MqttProtocolVersion version)
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token, version: version);
        (await gauge.Report("""{"level":1.25}""")).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        (await city.Levels(id)).ShouldBe([1.25]);
    }

    [Fact]
    public async Task A_message_that_is_sent_a_hundred_times_is_there_once()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        var reading = Timed(TimeProvider.System.GetUtcNow(), 2.5);
        for (var i = 0; i < 100; i++)
        {
            (await gauge.Report(reading)).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        }

        (await city.Levels(id)).ShouldBe([2.5]);
        (await city.Device(id)).GetProperty("readings").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Of_ten_thousand_readings_with_one_bad_the_good_are_in_and_the_bad_one_is_named()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        var from = TimeProvider.System.GetUtcNow().AddHours(-3);
        var readings = Enumerable.Range(0, 10_000).Select(i => i == 5_000 ? """{"values":{"level":"high"}}""" : Timed(from.AddSeconds(i), 1 + (i % 10 * 0.001)));
        var told = await gauge.Report($"[{string.Join(',', readings)}]");
        ((int)told.ReasonCode).ShouldBeGreaterThanOrEqualTo(0x80);
        told.ReasonString.ShouldContain("field-invalid at 5000");
        (await city.Device(id)).GetProperty("readings").GetInt64().ShouldBe(9_999);
        var refusal = (await city.Refusals(id)).Single();
        (refusal.GetProperty("index").GetInt32(), refusal.GetProperty("code").GetString()).ShouldBe((5_000, "field-invalid"));
    }

    [Fact]
    public async Task While_another_process_holds_the_store_nothing_is_acknowledged_and_afterwards_everything_is_there_once()
    {
        var ((modern, modernToken), (older, olderToken)) = (await city.Gauge(), await city.Gauge());
        await using var first = await MqttDevice.Connect(city, modernToken);
        await using var second = await MqttDevice.Connect(city, olderToken, version: MqttProtocolVersion.V311);
        using var other = new SqliteConnection($"Data Source={city.StoreFile};Pooling=False");
        other.Open();
        Task<MqttClientPublishResult>[] sent;
        string? told;
        using (var holding = other.BeginTransaction(deferred: false))
        {
            sent = [first.Report("""{"level":1.5}"""), second.Report("""{"level":2.5}""")];
            using var refused = await city.As("anonymous").PostJson($"/api/v1/{modernToken}/telemetry", """{"level":3.5}""");
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            told = (await refused.Body()).GetProperty("code").GetString();
            sent.ShouldAllBe(one => !one.IsCompleted);
        }

        (await Task.WhenAll(sent)).ShouldAllBe(one => one.IsSuccess);

        // Its turn may have come only after the answer was due: then nobody said that nothing was written.
        (await city.Levels(modern)).Where(level => level != 3.5 || told != "outcome-unknown").ShouldBe([1.5]);
        (await city.Levels(older)).ShouldBe([2.5]);
    }

    [Theory]
    [InlineData(Telemetry, "{\"level\":", MqttClientPublishReasonCode.PayloadFormatInvalid, "json-malformed")]
    [InlineData("v1/devices/gauge-1/telemetry", "{\"level\":1}", MqttClientPublishReasonCode.TopicNameInvalid, "topic-not-own")]
    [InlineData("v1/devices/me/rpc/response/7", "{}", MqttClientPublishReasonCode.ImplementationSpecificError, "command-unknown")]
    public async Task What_is_refused_is_told_to_who_can_hear_it_and_kept_for_who_looks_after_the_device(
        string topic, string payload, MqttClientPublishReasonCode reason, string code)
    {
        var (id, token) = await city.Gauge();
        await using var modern = await MqttDevice.Connect(city, token, "modern");
        var told = await modern.Send(topic, payload);
        told.ReasonCode.ShouldBe(reason);
        told.ReasonString.ShouldStartWith(code);
        (await city.Refusals(id)).Single().GetProperty("code").GetString().ShouldBe(code);

        // An older client has no place for a reason: without its acknowledgement it would send the same for ever.
        await using var older = await MqttDevice.Connect(city, token, "older", MqttProtocolVersion.V311);
        (await older.Send(topic, payload)).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        (await city.Refusals(id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_token_that_is_in_force()
    {
        var (id, token) = await city.Gauge();
        await using var stranger = new MqttDevice();
        (await stranger.Connect(MqttDevice.Options(city, "admin"))).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
        (await stranger.Connect(MqttDevice.Options(city, $"{id}.{new string('a', 64)}"))).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
        (await stranger.Connect(MqttDevice.Options(city, $"nobody.{new string('a', 64)}"))).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);

        await using var gauge = await MqttDevice.Connect(city, token);
        (await city.As("operator").DeleteAsync($"/api/v1/devices/{id}/token")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<Exception>(() => gauge.Report("""{"level":1}"""));
        (await stranger.Connect(MqttDevice.Options(city, token))).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
        (await city.Levels(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_client_identifier_of_another_device_touches_nothing_of_it()
    {
        var (first, second) = (await city.Gauge(), await city.Gauge());
        await using var one = await MqttDevice.Connect(city, first.Token, "same");
        await using var other = await MqttDevice.Connect(city, second.Token, "same");
        (await other.Report("""{"level":2}""")).IsSuccess.ShouldBeTrue();
        (await one.Report("""{"level":1}""")).IsSuccess.ShouldBeTrue();
        (await city.Levels(first.Id)).ShouldBe([1]);
        (await city.Levels(second.Id)).ShouldBe([2]);
    }

    [Fact]
    public async Task A_device_has_a_few_sessions_and_no_more()
    {
        var (_, token) = await city.Gauge();
        var lines = new List<MqttDevice>();
        for (var i = 0; i < new Mqtt.MqttOptions().SessionsPerDeviceMax; i++)
        {
            lines.Add(await MqttDevice.Connect(city, token, $"line-{i}"));
        }

        await using var further = new MqttDevice();
        (await further.Connect(MqttDevice.Options(city, token, "one-more"))).ShouldBe(MqttClientConnectResultCode.ServerBusy);
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_will_speaks_for_its_own_device_and_for_no_other()
    {
        var (id, token) = await city.Gauge();
        await using var forger = new MqttDevice();
        (await forger.Connect(MqttDevice.Options(city, token).WithWillTopic("v1/devices/gauge-1/telemetry").WithWillPayload("{\"level\":9}")))
            .ShouldBe(MqttClientConnectResultCode.NotAuthorized);

        var gauge = new MqttDevice();
        await gauge.Connect(MqttDevice.Options(city, token).WithWillTopic("v1/devices/me/attributes").WithWillPayload("{\"gone\":true}"));
        gauge.Vanish();
        await Until(async () => (await city.Device(id)).GetProperty("properties").TryGetProperty("gone", out _));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("v1/devices/me/#")]
    [InlineData("v1/devices/+/telemetry")]
    [InlineData("$SYS/#")]
    [InlineData("$share/g/v1/devices/me/rpc/request/+")]
    public async Task A_device_hears_nothing_but_its_own(string filter)
    {
        var (_, token) = await city.Gauge();
        await using var curious = await MqttDevice.Connect(city, token);
        ((int)await curious.Subscribe(filter)).ShouldBeGreaterThanOrEqualTo(0x80);
    }

    [Fact]
    public async Task What_is_sent_to_be_retained_stays_in_the_city_and_is_handed_to_nobody()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        await gauge.Subscribe("v1/devices/me/attributes");
        (await gauge.Send("v1/devices/me/attributes", """{"firmware":"1.4"}""", retain: true)).IsSuccess.ShouldBeTrue();
        await gauge.Subscribe("v1/devices/me/attributes/response/+");
        (await gauge.Send("v1/devices/me/attributes/request/3", """{"clientKeys":"firmware"}""")).IsSuccess.ShouldBeTrue();
        (await gauge.Hear()).ShouldBe(("v1/devices/me/attributes/response/3", """{"client":{"firmware":"1.4"},"shared":{}}"""));
        gauge.HeardNothing.ShouldBeTrue();
        (await city.Device(id)).GetProperty("properties").GetProperty("firmware").GetString().ShouldBe("1.4");
    }

    [Fact]
    public async Task A_gateway_speaks_for_what_it_carries_and_for_nothing_else()
    {
        var ((gateway, token), (carried, _), (stranger, _)) = (await city.Gauge(), await city.Gauge(), await city.Gauge());
        await city.Mount(carried, gateway);
        await using var line = await MqttDevice.Connect(city, token);
        var now = TimeProvider.System.GetUtcNow();
        var both = $$"""{"{{carried}}":[{{Timed(now, 1)}},{{Timed(now.AddSeconds(-60), 1.5)}}],"{{stranger}}":[{{Timed(now, 3)}}]}""";
        var told = await line.Send("v1/gateway/telemetry", both);
        told.ReasonCode.ShouldBe(MqttClientPublishReasonCode.NotAuthorized);
        told.ReasonString.ShouldContain(stranger);
        (await city.Levels(carried)).ShouldBe([1.5, 1]);
        (await city.Levels(stranger)).ShouldBeEmpty();
        (await line.Send("v1/gateway/telemetry", $$"""{"{{carried}}":[{{Timed(now.AddSeconds(1), 2)}}]}""")).IsSuccess.ShouldBeTrue();

        (await city.As("operator").DeleteAsync($"/api/v1/devices/{gateway}/token")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<Exception>(() => line.Send("v1/gateway/telemetry", $$"""{"{{carried}}":[{{Timed(now.AddSeconds(2), 4)}}]}"""));
        (await city.Levels(carried)).ShouldBe([1.5, 1, 2]);
    }

    [Fact]
    public async Task A_packet_that_announces_more_than_is_allowed_ends_its_line()
    {
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPAddress.Loopback, city.MqttPort);
        await stranger.GetStream().WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F, 0x00 });
        (await EndOf(stranger)).ShouldBe(0);
    }

    private static async Task<int> EndOf(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[16]).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
