using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using static CityBrain.Api.Tests.MqttCity;

namespace CityBrain.Api.Tests;

/// <summary>A city that keeps one message a session that waits to be sent, so that commands find no room now and then.</summary>
public sealed class GatewayCity : CityOverHttp
{
    protected override string[] Settings => ["--Mqtt:PendingMessagesMax=1", "--Mqtt:CarriedPerLineMax=30"];
}

/// <summary>Commands to devices that a gateway carries, over the gateway's line.</summary>
public sealed class MqttGatewayTests(GatewayCity city) : IClassFixture<GatewayCity>
{
    private const string Rpc = "v1/gateway/rpc";

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_command_to_a_carried_device_is_brought_over_its_gateways_line_and_answered_there_once(MqttProtocolVersion version)
    {
        var (gateway, token, carried) = await Gateway();
        await using var line = await MqttDevice.Connect(city, token, version: version);
        await line.Subscribe(Rpc);
        (await Connect(line, carried)).IsSuccess.ShouldBeTrue();
        await city.Ask(carried, "sample", """{"seconds":5}""");
        (await line.Hear()).ShouldBe((Rpc, $$$$"""{"device":"{{{{carried}}}}","data":{"id":1,"method":"sample","params":{"seconds":5}}}"""));
        await Until(async () => (await city.CommandStates(carried)) is ["delivered"]);

        (await line.Send(Rpc, $$$$"""{"device":"{{{{carried}}}}","id":1,"data":{"ok":true}}""")).IsSuccess.ShouldBeTrue();
        var answered = (await city.Commands(carried)).Single();
        (answered.GetProperty("status").GetString(), answered.GetProperty("answer").GetString(), answered.GetProperty("author").GetString(), answered.GetProperty("reason").GetString())
            .ShouldBe(("answered", """{"ok":true}""", "person:operator", "a test"));
        (await city.Commands(gateway)).ShouldBeEmpty();
        line.HeardNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_gateway_that_only_reports_for_a_device_hears_its_commands_too()
    {
        var (_, token, carried) = await Gateway();
        await using var line = await MqttDevice.Connect(city, token);
        await line.Subscribe(Rpc);
        await city.Ask(carried, "sample");
        (await line.Send("v1/gateway/telemetry", $$"""{"{{carried}}":[{"level":1}]}""")).IsSuccess.ShouldBeTrue();
        Heard(await line.Hear()).ShouldBe((carried, 1, "sample"));
    }

    [Fact]
    public async Task A_gateway_that_subscribes_last_hears_what_waits()
    {
        var (_, token, carried) = await Gateway();
        await using var line = await MqttDevice.Connect(city, token);
        await Connect(line, carried);
        await city.Ask(carried, "sample");
        await line.Subscribe(Rpc);
        Heard(await line.Hear()).ShouldBe((carried, 1, "sample"));
    }

    [Fact]
    public async Task A_gateway_speaks_for_what_it_carries_and_for_nothing_else()
    {
        var (gateway, token, carried) = await Gateway();
        var (stranger, _) = await city.Gauge();
        await city.Ask(stranger, "open");
        await using var line = await MqttDevice.Connect(city, token);
        await line.Subscribe(Rpc);
        await ShouldRefuse(Connect(line, stranger), MqttClientPublishReasonCode.NotAuthorized, "not-carried");
        await ShouldRefuse(Connect(line, "nobody-1"), MqttClientPublishReasonCode.NotAuthorized, "not-carried");
        await ShouldRefuse(line.Send(Rpc, $$"""{"device":"{{stranger}}","id":1,"data":1}"""), MqttClientPublishReasonCode.NotAuthorized, "not-carried");
        await ShouldRefuse(line.Send("v1/gateway/attributes", $$$$"""{"{{{{stranger}}}}":{"firmware":"forged"}}"""), MqttClientPublishReasonCode.NotAuthorized, "not-carried");
        await ShouldRefuse(line.Send(Rpc, $$"""{"device":"{{carried}}","id":7,"data":1}"""), MqttClientPublishReasonCode.ImplementationSpecificError, "command-unknown");
        await ShouldRefuse(line.Send(Rpc, $$"""{"device":"{{carried}}","data":1}"""), MqttClientPublishReasonCode.PayloadFormatInvalid, "field-invalid");
        await ShouldRefuse(line.Send("v1/gateway/connect", "{}"), MqttClientPublishReasonCode.PayloadFormatInvalid, "field-invalid");
        await ShouldRefuse(line.Send("v1/gateway/connect", "{"), MqttClientPublishReasonCode.PayloadFormatInvalid, "json-malformed");
        (await city.CommandStates(stranger)).ShouldBe(["waiting"]);
        (await city.Device(stranger)).GetProperty("properties").EnumerateObject().ShouldBeEmpty();
        (await city.Refusals(gateway)).Count.ShouldBe(8);
        line.HeardNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_carried_device_that_listens_itself_gets_its_commands_there_and_its_gateway_when_it_is_gone()
    {
        var (_, token, carried, own) = await GatewayAndDevice();
        await using var line = await MqttDevice.Connect(city, token);
        await line.Subscribe(Rpc);
        await Connect(line, carried);
        var device = await MqttDevice.Connect(city, own, "itself");
        await device.Subscribe("v1/devices/me/rpc/request/+");
        await city.Ask(carried, "first");
        (await device.Hear()).Topic.ShouldBe("v1/devices/me/rpc/request/1");
        (await device.Send("v1/devices/me/rpc/response/1", "1")).IsSuccess.ShouldBeTrue();
        line.HeardNothing.ShouldBeTrue();

        device.Vanish();
        await city.Ask(carried, "second");
        Heard(await line.Hear()).ShouldBe((carried, 2, "second"));
    }

    [Fact]
    public async Task A_device_that_is_said_to_be_gone_gets_nothing_until_it_is_there_again()
    {
        var (_, token, carried) = await Gateway();
        await using var line = await MqttDevice.Connect(city, token);
        await line.Subscribe(Rpc);
        await Connect(line, carried);
        (await line.Send("v1/gateway/disconnect", $$"""{"device":"{{carried}}"}""")).IsSuccess.ShouldBeTrue();
        await city.Ask(carried, "sample");
        (await line.Report("""{"level":1}""")).IsSuccess.ShouldBeTrue();
        line.HeardNothing.ShouldBeTrue();
        await Connect(line, carried);
        Heard(await line.Hear()).ShouldBe((carried, 1, "sample"));
    }

    [Fact]
    public async Task A_device_that_is_mounted_elsewhere_is_served_there_and_no_more_here()
    {
        var ((_, token, carried), (other, otherToken, _)) = (await Gateway(), await Gateway());
        await using var before = await MqttDevice.Connect(city, token);
        await before.Subscribe(Rpc);
        await Connect(before, carried);
        await city.Mount(carried, other);
        await using var after = await MqttDevice.Connect(city, otherToken);
        await after.Subscribe(Rpc);
        await Connect(after, carried);
        await city.Ask(carried, "sample");
        Heard(await after.Hear()).ShouldBe((carried, 1, "sample"));
        await ShouldRefuse(before.Send(Rpc, $$"""{"device":"{{carried}}","id":1,"data":1}"""), MqttClientPublishReasonCode.NotAuthorized, "not-carried");
        before.HeardNothing.ShouldBeTrue();
        (await after.Send(Rpc, $$"""{"device":"{{carried}}","id":1,"data":1}""")).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task A_gateway_that_slept_hears_what_waits_and_neither_what_was_taken_back_nor_what_its_token_no_longer_allows()
    {
        var (gateway, token, carried) = await Gateway();
        var kept = MqttDevice.Options(city, token).WithCleanStart(false).WithSessionExpiryInterval(600);
        var deaf = new MqttDevice(acknowledges: false);
        await deaf.Connect(kept);
        await deaf.Subscribe(Rpc);
        await Connect(deaf, carried);
        await city.Ask(carried, "first");
        Heard(await deaf.Hear()).Number.ShouldBe(1);
        deaf.Vanish();
        await city.Ask(carried, "second");
        using (var withdrawn = await city.As("operator").PostJson($"/api/v1/devices/{carried}/commands/1/withdraw", """{"reason":"a mistake"}"""))
        {
            (await withdrawn.Body()).GetProperty("status").GetString().ShouldBe("withdrawn");
        }

        // Its session was kept, and with it which devices are there.
        await using var awake = new MqttDevice();
        await awake.Connect(kept);
        Heard(await awake.Hear()).ShouldBe((carried, 2, "second"));
        await Until(async () => (await city.CommandStates(carried)) is ["delivered", "withdrawn"]);

        (await city.As("operator").DeleteAsync($"/api/v1/devices/{gateway}/token")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await city.Ask(carried, "third");
        await Should.ThrowAsync<Exception>(() => Connect(awake, carried));
        (await city.CommandStates(carried)).ShouldBe(["waiting", "delivered", "withdrawn"]);
    }

    [Fact]
    public async Task More_commands_than_the_line_has_room_for_are_all_brought_once_and_too_many_devices_are_refused()
    {
        var (gateway, token) = await city.Gauge();
        await using var line = await MqttDevice.Connect(city, token);
        await line.Subscribe(Rpc);
        List<string> carried = [];
        for (var i = 0; i < 31; i++)
        {
            var (id, _) = await city.Gauge();
            await city.Mount(id, gateway);
            carried.Add(id);
        }

        foreach (var id in carried.Take(30))
        {
            await city.Ask(id, "first");
            await city.Ask(id, "second");
        }

        var connecting = await Task.WhenAll(carried.Take(30).Select(id => Connect(line, id)));
        connecting.ShouldAllBe(one => one.IsSuccess);
        await ShouldRefuse(Connect(line, carried[30]), MqttClientPublishReasonCode.QuotaExceeded, "gateway-full");
        List<(string, long, string)> heard = [];
        for (var i = 0; i < 60; i++)
        {
            heard.Add(Heard(await line.Hear()));
        }

        heard.Order().ShouldBe(carried.Take(30).SelectMany(id => new[] { (id, 1L, "first"), (id, 2L, "second") }).Order());
        await Until(async () => (await city.CommandStates(carried[29])) is ["delivered", "delivered"]);
        line.HeardNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_gateway_tells_about_its_devices_and_each_part_that_makes_no_sense_is_refused_alone()
    {
        var (_, token, carried) = await Gateway();
        await using var line = await MqttDevice.Connect(city, token);
        (await line.Send("v1/gateway/attributes", $$$$"""{"{{{{carried}}}}":{"firmware":"2.1"}}""")).IsSuccess.ShouldBeTrue();
        var told = await line.Send("v1/gateway/attributes", $$$$"""{"{{{{carried}}}}":{"cells":3},"nobody-2":{"cells":1}}""");
        told.ReasonString.ShouldContain("nobody-2");
        (await city.Device(carried)).GetProperty("properties").ToString().ShouldBe("""{"cells":"3","firmware":"2.1"}""");
    }

    private static Task<MqttClientPublishResult> Connect(MqttDevice line, string device) => line.Send("v1/gateway/connect", $$"""{"device":"{{device}}","type":"gauge"}""");

    private static async Task ShouldRefuse(Task<MqttClientPublishResult> sent, MqttClientPublishReasonCode reason, string code)
    {
        var told = await sent;
        told.ReasonCode.ShouldBe(reason, told.ReasonString);
        told.ReasonString.ShouldStartWith(code);
    }

    private static (string Device, long Number, string Method) Heard((string Topic, string Payload) message)
    {
        message.Topic.ShouldBe(Rpc);
        var command = JsonSerializer.Deserialize<JsonElement>(message.Payload);
        var data = command.GetProperty("data");
        return (command.GetProperty("device").GetString()!, data.GetProperty("id").GetInt64(), data.GetProperty("method").GetString()!);
    }

    private async Task<(string Gateway, string Token, string Carried)> Gateway()
    {
        var (gateway, token, carried, _) = await GatewayAndDevice();
        return (gateway, token, carried);
    }

    private async Task<(string Gateway, string Token, string Carried, string Own)> GatewayAndDevice()
    {
        var ((gateway, token), (carried, own)) = (await city.Gauge(), await city.Gauge());
        await city.Mount(carried, gateway);
        return (gateway, token, carried, own);
    }
}
