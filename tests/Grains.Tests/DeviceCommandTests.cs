using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Grains.Tests;

/// <summary>A command waits at its device's grain, over a restart too, until the device has it, answers it, or lets its time pass.</summary>
public sealed class DeviceCommandTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    private const string Trace = "fedcba9876543210fedcba9876543210";

    [Fact]
    public async Task A_sleeping_device_finds_its_command_at_its_next_report_after_a_restart_too()
    {
        var gauge = await city.RiverGauge("sleeper");
        await gauge.RequestCommand(Open(TimeSpan.FromHours(1)));

        await city.Restart();
        gauge = city.Grains.Device(DeviceId.Parse("sleeper"));
        (await gauge.Report(CityUnderTest.Levels("sleeper", 0.5))).Value!.CommandsWait.ShouldBeTrue();
        var handed = (await gauge.TakeCommands(new TakeDeviceCommands(CityUnderTest.TokenOf("sleeper"), true, 20, Trace))).Value!.Items.ShouldHaveSingleItem();
        (handed.Method, handed.Author, handed.Reason).ShouldBe(("open-gate", "person:officer", "flood expected"));

        (await gauge.TakeCommands(new TakeDeviceCommands(CityUnderTest.TokenOf("sleeper"), true, 20, Trace))).Value!.Items.ShouldBeEmpty();
        (await gauge.AnswerCommand(new AnswerDeviceCommand(CityUnderTest.TokenOf("sleeper"), handed.Number, "{\"ok\":true}", Trace))).Value!.Status.ShouldBe("answered");
        (await Listed("sleeper")).ShouldHaveSingleItem().Answer.ShouldBe("{\"ok\":true}");
    }

    [Fact]
    public async Task A_command_that_nobody_answers_times_out_by_itself()
    {
        var gauge = await city.RiverGauge("mute");
        await gauge.RequestCommand(Open(TimeSpan.FromSeconds(1)));

        var over = await city.Eventually(async () => (await Listed("mute")).SingleOrDefault(command => command.Status == "timed-out"));

        over.SettledAt!.Value.ShouldBeGreaterThanOrEqualTo(over.TimesOutAt);
    }

    [Fact]
    public async Task A_command_is_neither_shown_nor_answered_without_the_devices_token()
    {
        var gauge = await city.RiverGauge("guarded");
        await gauge.RequestCommand(Open(TimeSpan.FromHours(1)));
        var wrong = CityUnderTest.TokenOf("somebody");

        (await gauge.TakeCommands(new TakeDeviceCommands(wrong, true, 20, Trace))).Refusal!.Code.ShouldBe("token-unknown");
        (await gauge.AnswerCommand(new AnswerDeviceCommand(wrong, 1, "1", Trace))).Refusal!.Code.ShouldBe("token-unknown");
        (await Listed("guarded")).ShouldHaveSingleItem().Status.ShouldBe("waiting");
    }

    [Fact]
    public async Task The_gateway_that_carries_a_device_takes_and_answers_its_commands_and_no_other_gateway_does()
    {
        var gauge = await city.RiverGauge("carried");
        await gauge.Mount(new MountDevice(city.By("person:operator"), DeviceId.Parse("gateway")));
        await gauge.RequestCommand(Open(TimeSpan.FromHours(1)));
        var (gateway, stranger) = (DeviceId.Parse("gateway"), DeviceId.Parse("stranger"));

        (await gauge.TakeCommands(new TakeDeviceCommands(null, false, 20, Trace, stranger))).Refusal!.Code.ShouldBe("not-carried");
        (await gauge.ConfirmCommands(new ConfirmDeviceCommands(null, [1], Trace, stranger))).Refusal!.Code.ShouldBe("not-carried");
        (await gauge.AnswerCommand(new AnswerDeviceCommand(null, 1, "1", Trace, stranger))).Refusal!.Code.ShouldBe("not-carried");
        (await gauge.Describe(new DescribeDevice(null, new Dictionary<string, string?> { ["firmware"] = "forged" }, Trace, stranger))).Refusal!.Code.ShouldBe("not-carried");
        (await gauge.TakeCommands(new TakeDeviceCommands(null, false, 20, Trace))).Refusal!.Code.ShouldBe("token-unknown", "nobody speaks without a token or a gateway");

        (await gauge.TakeCommands(new TakeDeviceCommands(null, false, 20, Trace, gateway))).Value!.Items.ShouldHaveSingleItem().Status.ShouldBe("waiting");
        (await gauge.ConfirmCommands(new ConfirmDeviceCommands(null, [1], Trace, gateway))).Value!.Items.ShouldBeEmpty();
        (await gauge.AnswerCommand(new AnswerDeviceCommand(null, 1, "1", Trace, gateway))).Value!.Status.ShouldBe("answered");
    }

    private RequestDeviceCommand Open(TimeSpan timeout) => new()
    {
        Mandate = city.By("person:officer"),
        Method = "open-gate",
        Parameters = "{\"gate\":2}",
        Reason = "flood expected",
        Timeout = timeout,
    };

    private async Task<IReadOnlyList<DeviceCommandView>> Listed(string device) =>
        (await city.Grains.DeviceHistory().Commands(new DeviceCommandQuery { Device = DeviceId.Parse(device) }, CancellationToken.None)).Value!.Items;
}
