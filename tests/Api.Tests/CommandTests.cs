using System.Net;
using System.Text.Json;

namespace CityBrain.Api.Tests;

[Collection(OneCity.Name)]
public sealed class CommandTests(CityOverHttp city)
{
    private const string Requests = "v1/devices/me/rpc/request/+";

    [Fact]
    public async Task A_command_is_brought_to_a_device_that_listens_and_answered_once()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        await gauge.Subscribe(Requests);
        var command = await city.Ask(id, "sample", """{"seconds":5}""");
        (command.GetProperty("status").GetString(), command.GetProperty("author").GetString(), command.GetProperty("reason").GetString())
            .ShouldBe(("waiting", "person:operator", "a test"));
        (await gauge.Hear()).ShouldBe(("v1/devices/me/rpc/request/1", """{"method":"sample","params":{"seconds":5}}"""));
        (await gauge.Send("v1/devices/me/rpc/response/1", """{"ok":true}""")).IsSuccess.ShouldBeTrue();
        var answered = (await city.Commands(id)).Single();
        (answered.GetProperty("status").GetString(), answered.GetProperty("answer").GetString()).ShouldBe(("answered", """{"ok":true}"""));
        answered.GetProperty("deliveredAt").ValueKind.ShouldBe(JsonValueKind.String);
        gauge.HeardNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_that_slept_gets_its_command_when_it_wakes_and_not_what_was_taken_back_meanwhile()
    {
        var (id, token) = await city.Gauge();
        var kept = MqttDevice.Options(city, token).WithCleanStart(false).WithSessionExpiryInterval(600);
        await using (var gauge = new MqttDevice())
        {
            await gauge.Connect(kept);
            await gauge.Subscribe(Requests);
            await gauge.Sleep();
        }

        await city.Ask(id, "open");
        await city.Ask(id, "close");
        using var withdrawn = await city.As("operator").PostJson($"/api/v1/devices/{id}/commands/1/withdraw", """{"reason":"a mistake"}""");
        (await withdrawn.Body()).GetProperty("status").GetString().ShouldBe("withdrawn");

        // Its session was kept: it need not subscribe again.
        await using var awake = new MqttDevice();
        await awake.Connect(kept);
        (await awake.Hear()).Topic.ShouldBe("v1/devices/me/rpc/request/2");
        (await awake.Send("v1/devices/me/rpc/response/2", "1")).IsSuccess.ShouldBeTrue();
        awake.HeardNothing.ShouldBeTrue();
        (await city.Commands(id)).Select(one => one.GetProperty("status").GetString()).ShouldBe(["answered", "withdrawn"]);
    }

    [Fact]
    public async Task A_command_that_was_on_its_way_and_is_taken_back_is_not_brought_again()
    {
        var (id, token) = await city.Gauge();
        var kept = MqttDevice.Options(city, token).WithCleanStart(false).WithSessionExpiryInterval(600);
        var deaf = new MqttDevice(acknowledges: false);
        await deaf.Connect(kept);
        await deaf.Subscribe(Requests);
        await city.Ask(id, "open");
        (await deaf.Hear()).Topic.ShouldBe("v1/devices/me/rpc/request/1");
        deaf.Vanish();
        using var withdrawn = await city.As("operator").PostJson($"/api/v1/devices/{id}/commands/1/withdraw", """{"reason":"a mistake"}""");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var awake = new MqttDevice();
        await awake.Connect(kept);
        await city.Ask(id, "close");
        (await awake.Hear()).Topic.ShouldBe("v1/devices/me/rpc/request/2");
    }

    [Fact]
    public async Task A_device_without_mqtt_asks_for_its_command_and_answers_it()
    {
        var (id, token) = await city.Gauge();
        using var nothing = await city.As("anonymous").GetAsync($"/api/v1/{token}/rpc?timeout=0");
        await nothing.ShouldBeProblem(408, "no-command");

        // It waits on the line, and the command that comes meanwhile ends the waiting.
        var waiting = city.As("anonymous").GetAsync($"/api/v1/{token}/rpc?timeout=20000");
        await city.Ask(id, "beep", "[1,2]");
        using var brought = await waiting;
        (await brought.Content.ReadAsStringAsync()).ShouldBe("""{"id":1,"method":"beep","params":[1,2]}""");
        (await city.Commands(id)).Single().GetProperty("status").GetString().ShouldBe("delivered");
        using var again = await city.As("anonymous").GetAsync($"/api/v1/{token}/rpc?timeout=0");
        await again.ShouldBeProblem(408, "no-command");

        using var answered = await city.As("anonymous").PostJson($"/api/v1/{token}/rpc/1", "\"done\"");
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var twice = await city.As("anonymous").PostJson($"/api/v1/{token}/rpc/1", "\"other\"");
        await twice.ShouldBeProblem(409, "command-settled");
    }

    [Fact]
    public async Task A_device_tells_about_itself_and_forgets()
    {
        var (_, token) = await city.Gauge();
        using var told = await city.As("anonymous").PostJson($"/api/v1/{token}/attributes", """{"firmware":"2.0","cells":3,"solar":true}""");
        (await told.Content.ReadAsStringAsync()).ShouldBe("""{"client":{"cells":"3","firmware":"2.0","solar":"true"},"shared":{}}""");
        using var forgot = await city.As("anonymous").PostJson($"/api/v1/{token}/attributes", """{"cells":null,"solar":null}""");
        forgot.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var asked = await city.As("anonymous").GetAsync($"/api/v1/{token}/attributes?clientKeys=firmware,cells");
        (await asked.Content.ReadAsStringAsync()).ShouldBe("""{"client":{"firmware":"2.0"},"shared":{}}""");
        using var nested = await city.As("anonymous").PostJson($"/api/v1/{token}/attributes", """{"a":{"b":1}}""");
        await nested.ShouldBeProblem(400, "field-invalid");
    }

    [Theory]
    [InlineData("""{"method":"a b","reason":"x"}""", "command-method-invalid")]
    [InlineData("""{"method":"open","reason":""}""", "reason-invalid")]
    [InlineData("""{"method":"open","reason":"x","timeoutSeconds":0}""", "command-timeout-invalid")]
    [InlineData("""{"method":"open"}""", "json-mismatch")]
    public async Task A_command_without_sense_or_reason_is_refused(string body, string code)
    {
        var (id, _) = await city.Gauge();
        using var reply = await city.As("operator").PostJson($"/api/v1/devices/{id}/commands", body);
        await reply.ShouldBeProblem(400, code);
        (await city.Commands(id)).ShouldBeEmpty();
    }
}
