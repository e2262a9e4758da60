using System.Text.Json;
using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;
using CityBrain.Cli.Tests.Stub;

namespace CityBrain.Cli.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("simulate --devices 0")]
    [InlineData("simulate --rate 0")]
    [InlineData("simulate --minutes -1")]
    [InlineData("simulate --devices 1 --rate 1001")]
    [InlineData("simulate --devices 1 --rate 201 --storm")]
    [InlineData("simulate --place 341882")]
    [InlineData("load --in-flight 1001")]
    [InlineData("load --batch 0")]
    [InlineData("load --seconds x")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2_and_says_why(string line)
    {
        (await Run(line.Split(' '))).ShouldBe(ExitCode.Usage);
        _error.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_simulation_registers_its_devices_as_simulated_and_finds_all_that_was_acknowledged()
    {
        await using var city = await StubCity.Start();
        var log = Path.Combine(_folder.Path, "acks.csv");

        (await Run("simulate", "--devices", "12", "--rate", "200", "--minutes", "0.01", "--seed", "7", "--check", "--ack-log", log, "--json", "--url", city.Url)).ShouldBe(ExitCode.Done);

        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        report.GetProperty("acknowledged").GetInt32().ShouldBe(120);
        report.GetProperty("check").GetProperty("found").GetInt32().ShouldBe(120);
        report.GetProperty("check").GetProperty("lost").GetInt32().ShouldBe(0);
        report.GetProperty("acknowledgedWithinMs").GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
        city.Devices.Count.ShouldBe(12);
        city.Devices.Values.ShouldAllBe(device => device.GetProperty("origin").GetString() == "simulated");
        city.Devices.Values.Select(device => device.GetProperty("place").GetString()).Distinct().Count().ShouldBe(2);
        city.Keys.ShouldContain("simulate-sim-7-" + city.Devices.Keys.Order().First()["sim-7-".Length..]);
        File.ReadAllLines(log).Distinct().Count().ShouldBe(120);
    }

    [Fact]
    public async Task A_load_sends_arrays_and_prints_readings_a_second()
    {
        await using var city = await StubCity.Start();

        (await Run("load", "--devices", "5", "--batch", "20", "--in-flight", "5", "--seconds", "0.2", "--check", "--url", city.Url)).ShouldBe(ExitCode.Done);

        _out.ToString().ShouldContain("readings/s");
        _out.ToString().ShouldContain("0 lost, 0 doubled");
        (city.Telemetry % 20).ShouldBe(0);
        city.StoredNow().ShouldBe(city.Telemetry);
    }

    [Theory]
    [InlineData(17, null, "1 lost, 0 doubled")]
    [InlineData(null, 17, "0 lost, 1 doubled")]
    public async Task A_city_that_loses_or_doubles_what_it_acknowledged_is_found_out_and_ends_with_1(int? loses, int? doubles, string finding)
    {
        await using var city = await StubCity.Start();
        (city.Loses, city.Doubles) = (number => number == loses, number => number == doubles);

        (await Run("simulate", "--devices", "4", "--rate", "200", "--minutes", "0.005", "--check", "--url", city.Url)).ShouldBe(ExitCode.Findings);

        _out.ToString().ShouldContain(finding);
    }

    private Task<int> Run(params string[] arguments) => CommandLine.Run(arguments, new Terminal(_out, _error, Interactive: false), TimeProvider.System);
}
