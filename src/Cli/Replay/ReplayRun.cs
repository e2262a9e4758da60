using System.Net;
using System.Text.Json;
using CityBrain.Cli.City;
using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>
/// Replays one file into a city: opens the session that belongs to the file, registers stations it does not know, sends the readings,
/// finishes the session, and asks the city what it has. Run again after an interruption it goes on: what the city has already is a duplicate.
/// </summary>
/// <param name="city">The city.</param>
/// <param name="options">How.</param>
/// <param name="terminal">Where progress is shown.</param>
/// <param name="time">Real time.</param>
public sealed class ReplayRun(CityClient city, ReplayOptions options, Terminal terminal, TimeProvider time)
{
    /// <summary>Replays.</summary>
    /// <exception cref="CommandFailedException">The city stays away or refuses.</exception>
    public async Task<ReplayReport> Run(SourceFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var log = new AckLog(options.AckLog);
        var began = time.GetTimestamp();
        var session = await Open(file, cancellation);
        await RegisterMissing(file, cancellation);
        var progress = new Progress(terminal, time, file.Readings);
        var sender = new Sender(city, session, options, time);
        try
        {
            await sender.Send(file.Read(), log, progress, cancellation);
        }
        finally
        {
            progress.Finish();
        }

        (await city.Post($"api/v1/replays/{session}/finish", "{}"u8.ToArray(), $"{options.RunKey}-finish", cancellation)).Expect("finishing the replay");
        var sent = time.GetElapsedTime(began);
        return new ReplayReport(file, session, sent, sender.Receipts, await new CityTotals(city).Ask(file, cancellation));
    }

    private async Task<string> Open(SourceFile file, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["source"] = file.Name,
            ["sourceHash"] = file.Hash,
            ["as"] = file.Mapping.Name,
        });
        var reply = await city.Post("api/v1/replays", body, $"{options.RunKey}-open", cancellation);
        return reply.Expect("opening the replay").GetProperty("id").GetString()!;
    }

    private async Task RegisterMissing(SourceFile file, CancellationToken cancellation)
    {
        foreach (var (device, station) in file.Stations)
        {
            var known = await city.Get($"api/v1/devices/{device}", cancellation);
            if (known.Status == HttpStatusCode.NotFound)
            {
                await Register(file, device, station, cancellation);
            }
            else if (known.Expect($"a look at device {device}").GetProperty("model").GetString() is var model && model != file.Mapping.Model)
            {
                throw new CommandFailedException(
                    ExitCode.City,
                    "device-of-other-model",
                    $"Device {device} is registered with model {model}, not {file.Mapping.Model}.",
                    "Replay the file with the --as that fits, or rename the stations in the file.");
            }
        }
    }

    private async Task Register(SourceFile file, string device, string station, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["id"] = device,
            ["model"] = file.Mapping.Model,
            ["place"] = options.Place.Digits,
            ["name"] = station,
            ["sourceStation"] = station,
            ["origin"] = "replayed",
        });
        var reply = await city.Post("api/v1/devices", body, $"{options.RunKey}-{device}", cancellation);
        if (reply.Status != HttpStatusCode.Conflict)
        {
            reply.Expect($"registering device {device}");
        }
    }
}
