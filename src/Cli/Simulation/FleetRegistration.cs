using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CityBrain.Cli.City;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.Simulation;

/// <summary>Makes a fleet known to a city, as simulated devices, and learns their tokens. Repeated, it shows the same tokens and adds nothing.</summary>
/// <param name="city">The city.</param>
/// <param name="connections">Requests under way at once.</param>
/// <param name="gateway">The gateway that carries the devices and speaks for them; null when each speaks for itself.</param>
internal sealed class FleetRegistration(CityClient city, int connections, string? gateway)
{
    /// <summary>The districts that the city has, in its order.</summary>
    public async Task<IReadOnlyList<PlaceCode>> Districts(CancellationToken cancellation)
    {
        var overview = (await city.Get("api/v1/city/overview", cancellation)).Expect("the city's overview");
        return [.. overview.GetProperty("districts").EnumerateArray().Select(district => PlaceCode.Parse(district.GetProperty("code").GetString()!))];
    }

    /// <summary>Registers every device; tokens by device.</summary>
    /// <exception cref="CommandFailedException">The city stays away or refuses a device.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Register(IReadOnlyList<SimulatedDevice> fleet, CancellationToken cancellation)
    {
        var tokens = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(fleet, options, async (device, stop) =>
        {
            tokens[device.Id] = await Register(device, stop);
            if (gateway is not null)
            {
                var body = JsonSerializer.SerializeToUtf8Bytes(new { carrier = gateway });
                (await city.Post($"api/v1/devices/{device.Id}/mount", body, $"simulate-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", stop)).Expect($"mounting {device.Id} on {gateway}");
            }
        });
        return tokens;
    }

    private async Task<string> Register(SimulatedDevice device, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["id"] = device.Id,
            ["model"] = device.Rhythm.Model,
            ["place"] = device.Place.Digits,
            ["name"] = device.Id,
            ["origin"] = "simulated",
        });

        // The token follows from the key, so that a fleet that is there already is shown the tokens it has.
        var reply = (await city.Post("api/v1/devices", body, $"simulate-{device.Id}", cancellation)).Expect($"registering device {device.Id}");
        if (TokenOf(reply) is { } token)
        {
            return token;
        }

        var issued = (await city.Post($"api/v1/devices/{device.Id}/token", "{}"u8.ToArray(), $"simulate-token-{device.Id}", cancellation)).Expect($"a token for {device.Id}");
        return TokenOf(issued) ?? throw new CommandFailedException(
            ExitCode.City,
            "device-token-taken",
            $"Device {device.Id} has a token that this simulation does not know.",
            "Choose another --seed, which makes another fleet.");
    }

    private static string? TokenOf(JsonElement device) =>
        device.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
}
