using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;
using CityBrain.Cli.Tests.Stub;

namespace CityBrain.Cli.Tests.Simulation;

/// <summary>Simulated devices over MQTT, against a broker of this process over real TCP.</summary>
public sealed class MqttLinkTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Each_device_publishes_over_a_connection_of_its_own_that_signs_in_with_its_token()
    {
        await using var city = await StubCity.Start();
        await using var broker = await StubBroker.Start();

        (await Run(city, broker, "load", "--devices", "4", "--in-flight", "4", "--batch", "5", "--seconds", "0.2")).ShouldBe(ExitCode.Done, _error.ToString());

        broker.Published.ShouldAllBe(message => message.Topic == "v1/devices/me/telemetry");
        broker.Published.Select(message => message.User).Distinct().Order().ShouldBe(city.Devices.Keys.Select(id => $"{id}.{new string('0', 64)}").Order());
        broker.Connections.ShouldBe(4);
        broker.Readings().Select(reading => (reading.User, reading.Ts)).ShouldBeUnique();
        _out.ToString().ShouldContain($"{broker.Readings().Count():N0} of ");
        city.Telemetry.ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_publishes_readings_of_many_devices_in_one_message()
    {
        await using var city = await StubCity.Start();
        await using var broker = await StubBroker.Start();

        (await Run(city, broker, "load", "--devices", "40", "--in-flight", "1", "--batch", "40", "--seconds", "0.2", "--gateway-token", "gate.token")).ShouldBe(ExitCode.Done, _error.ToString());

        broker.Published.ShouldAllBe(message => message.Topic == "v1/gateway/telemetry" && message.User == "gate.token");
        city.Carriers.Count.ShouldBe(40);
        city.Carriers.Values.Distinct().ShouldBe(["gate"]);
        broker.Connections.ShouldBe(1);
        broker.Readings().Select(reading => reading.Device).Distinct().Count().ShouldBe(40);
        broker.Readings().Select(reading => (reading.Device, reading.Ts)).ShouldBeUnique();
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_acknowledgement_is_made_again_and_the_message_is_sent_again()
    {
        await using var city = await StubCity.Start();
        await using var broker = await StubBroker.Start();
        broker.Breaks = number => number % 4 == 2;

        (await Run(city, broker, "simulate", "--devices", "3", "--rate", "60", "--minutes", "0.01", "--seed", "3")).ShouldBe(ExitCode.Done, _error.ToString());

        broker.Connections.ShouldBeGreaterThan(3);
        broker.Readings().Select(reading => (reading.User, reading.Ts)).Distinct().Count().ShouldBe(36);
        _out.ToString().ShouldContain("36 of 36 readings");
    }

    [Fact]
    public async Task A_message_that_the_city_refuses_ends_the_run_with_its_reason_code()
    {
        await using var city = await StubCity.Start();
        await using var broker = await StubBroker.Start();
        broker.Refuses = number => number == 2;

        (await Run(city, broker, "load", "--devices", "1", "--seconds", "5")).ShouldBe(ExitCode.City);

        _error.ToString().ShouldContain("PayloadFormatInvalid");
    }

    [Fact]
    public async Task A_token_that_is_not_let_in_is_said_at_once()
    {
        await using var city = await StubCity.Start();
        await using var broker = await StubBroker.Start();
        broker.Admits = _ => false;

        (await Run(city, broker, "load", "--devices", "1", "--seconds", "5")).ShouldBe(ExitCode.City);

        _error.ToString().ShouldContain("does not let a token in");
        broker.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData("--mqtt", "nowhere")]
    [InlineData("--mqtt", "host:0")]
    [InlineData("--gateway-token", "gate.token")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2(params string[] more) =>
        (await CommandLine.Run(["load", .. more], new Terminal(_out, _error, Interactive: false), TimeProvider.System)).ShouldBe(ExitCode.Usage);

    private Task<int> Run(StubCity city, StubBroker broker, params string[] arguments) => CommandLine.Run(
        [.. arguments, "--url", city.Url, "--mqtt", $"127.0.0.1:{broker.Port}"], new Terminal(_out, _error, Interactive: false), TimeProvider.System);
}
