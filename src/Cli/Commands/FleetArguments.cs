using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CityBrain.Cli.City;
using CityBrain.Cli.Output;
using CityBrain.Cli.Replay;
using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Commands;

/// <summary>The options of the commands that let simulated devices report: which devices, how they are connected, and what is kept of the answers.</summary>
internal sealed class FleetArguments
{
    private readonly Option<int> _devices = new("--devices") { Description = "Simulated devices, 1 to 1000000." };
    private readonly Option<long> _seed = new("--seed") { Description = "Chooses devices and values; the same seed makes the same fleet.", DefaultValueFactory = _ => 1 };
    private readonly Option<PlaceCode?> _place = new("--place") { Description = "Place of all devices: 9 or 12 digits; spread over the city's districts when not given.", CustomParser = result => PlaceArgument.BelowCity(result) };
    private readonly Option<string?> _ackLog = new("--ack-log") { Description = "Appends a line device,ts to this file for every acknowledged reading." };
    private readonly Option<bool> _check = new("--check") { Description = "Compares in the end what was acknowledged with what the city has." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints the result as one JSON document." };
    private readonly Option<DnsEndPoint?> _mqtt = new("--mqtt") { Description = "HOST:PORT of the city's MQTT: devices publish there, each over a connection of its own; HTTP when not given.", CustomParser = ParseEndPoint };
    private readonly Option<string?> _gateway = new("--gateway-token") { Description = "With --mqtt: one gateway with this token carries all devices and publishes for them." };
    private readonly Option<int> _connections;
    private readonly CityArguments _city = new();

    public FleetArguments(string connections, int standard, int devices)
    {
        _connections = new Option<int>(connections) { Description = "Messages under way at once, 1 to 1000.", DefaultValueFactory = _ => standard };
        _devices.DefaultValueFactory = _ => devices;
        _devices.Between(1, 1_000_000);
        _connections.Between(1, 1_000);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _devices, _seed, _place, _connections, _ackLog, _check, _json, _mqtt, _gateway })
        {
            command.Add(option);
        }

        _city.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_gateway) is not null && result.GetResult(_mqtt) is null)
            {
                result.AddError("--gateway-token needs --mqtt.");
            }
        });
    }

    public int Devices(ParseResult parsed) => parsed.GetValue(_devices);

    public int Connections(ParseResult parsed) => parsed.GetValue(_connections);

    public long Seed(ParseResult parsed) => parsed.GetValue(_seed);

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Registers the fleet, lets it report, asks the city if it is to, and prints the result.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where the result goes.</param>
    /// <param name="time">Real time.</param>
    /// <param name="report">Lets the fleet report over the link; answers how long it took.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<int> Run(
        ParseResult parsed,
        Terminal terminal,
        TimeProvider time,
        Func<IReadOnlyList<SimulatedDevice>, ITelemetryLink, Tally, Task<TimeSpan>> report,
        CancellationToken cancellation)
    {
        using var city = _city.Connect(parsed, time, terminal.Error.WriteLine);
        var registration = new FleetRegistration(city, Math.Min(Connections(parsed), 32), GatewayOf(parsed.GetValue(_gateway)));
        var places = parsed.GetValue(_place) is { } place ? [place] : await registration.Districts(cancellation);
        var fleet = Fleet.Of(Seed(parsed), Devices(parsed), places);
        var tokens = await registration.Register(fleet, cancellation);
        await terminal.Error.WriteLineAsync($"{fleet.Count} simulated devices are registered.");
        using var log = new AckLog(parsed.GetValue(_ackLog));
        var (receipts, tally, since) = (new Receipts(), new Tally(log, parsed.GetValue(_check)), time.GetUtcNow().AddSeconds(-1));
        await using var link = Link(parsed, city, tokens, receipts, time);
        var took = await report(fleet, link, tally);
        var findings = parsed.GetValue(_check) ? await new AckCheck(city).Compare(tally.ByDevice, since, cancellation) : null;
        var result = new TelemetryReport(parsed.CommandResult.Command.Name, fleet.Count, took, tally, receipts, findings);
        await terminal.Out.WriteLineAsync(parsed.GetValue(_json) ? result.ToJson() : result.ToText());
        return result.Holds ? ExitCode.Done : ExitCode.Findings;
    }

    private ITelemetryLink Link(ParseResult parsed, CityClient city, IReadOnlyDictionary<string, string> tokens, Receipts receipts, TimeProvider time)
    {
        if (parsed.GetValue(_mqtt) is not { } broker)
        {
            return new HttpLink(city, tokens, receipts);
        }

        MqttConnection Connect(string token) => new(broker, token, _city.Patience(parsed), time);
        return parsed.GetValue(_gateway) is { } gateway ? new GatewayLink(() => Connect(gateway)) : new MqttLink(Connect, tokens);
    }

    /// <summary>The device that a token belongs to.</summary>
    private static string? GatewayOf(string? token) => token?[..Math.Max(0, token.LastIndexOf('.'))];

    private static DnsEndPoint? ParseEndPoint(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate($"mqtt://{text}", UriKind.Absolute, out var address) && address.Port is > 0 and <= 65_535 && address.Host.Length > 0 && address.PathAndQuery is "/" or "")
        {
            return new DnsEndPoint(address.Host, address.Port);
        }

        result.AddError($"'{text}' is no address of a broker; write it as localhost:1883.");
        return null;
    }
}
