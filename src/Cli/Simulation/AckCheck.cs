using System.Text.Json;
using CityBrain.Cli.City;

namespace CityBrain.Cli.Simulation;

/// <summary>What a city has of the readings that it acknowledged.</summary>
/// <param name="Acknowledged">Readings that it acknowledged.</param>
/// <param name="Found">Those of them that it has.</param>
/// <param name="Lost">Those that it has not.</param>
/// <param name="Doubled">Readings that it has twice.</param>
/// <param name="Unasked">Readings of the run that it has and has not acknowledged: the answer was lost, or the run was cut off.</param>
internal sealed record AckFindings(long Acknowledged, long Found, long Lost, long Doubled, long Unasked)
{
    /// <summary>Whether nothing acknowledged is lost or doubled.</summary>
    public bool Holds => Lost == 0 && Doubled == 0;
}

/// <summary>Compares the client's record of acknowledgements with the readings that the city has, device by device.</summary>
/// <param name="city">The city.</param>
internal sealed class AckCheck(CityClient city)
{
    /// <summary>Asks for all readings of these devices observed since the run began.</summary>
    public async Task<AckFindings> Compare(IReadOnlyDictionary<string, List<long>> acknowledged, DateTimeOffset since, CancellationToken cancellation)
    {
        var findings = new AckFindings(0, 0, 0, 0, 0);
        foreach (var (device, times) in acknowledged)
        {
            var wanted = times.ToHashSet();
            var there = await Times(device, since, cancellation);
            var once = there.ToHashSet();
            var found = once.Count(wanted.Contains);
            findings = new AckFindings(
                findings.Acknowledged + wanted.Count,
                findings.Found + found,
                findings.Lost + wanted.Count - found,
                findings.Doubled + there.Count - once.Count,
                findings.Unasked + once.Count - found);
        }

        return findings;
    }

    private async Task<List<long>> Times(string device, DateTimeOffset since, CancellationToken cancellation)
    {
        var times = new List<long>();
        var path = $"api/v1/devices/{device}/readings?limit=1000&from={Uri.EscapeDataString(since.ToString("O"))}";
        for (string? after = null; ;)
        {
            var page = (await city.Get(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", cancellation)).Expect($"readings of {device}");
            times.AddRange(page.GetProperty("items").EnumerateArray().Select(reading => reading.GetProperty("observedAt").GetDateTimeOffset().ToUnixTimeMilliseconds()));
            if (!page.TryGetProperty("next", out var next) || next.ValueKind != JsonValueKind.String)
            {
                return times;
            }

            after = next.GetString();
        }
    }
}
