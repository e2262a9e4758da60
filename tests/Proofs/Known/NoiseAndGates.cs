using System.Text.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Known;

/// <summary>Compares what the city answers about the noise file and the gates file with what was worked out apart, by hour, day and station.</summary>
internal static class NoiseAndGates
{
    /// <summary>Half of the last digit that the answers are written with.</summary>
    private const double LeqTolerance = 5.1e-7;

    public static async Task Compare(Table table, CityQuestions ask, WorkedAnswers worked)
    {
        await CompareNoise(table, ask, worked);
        await CompareGates(table, ask, worked);
    }

    private static async Task CompareNoise(Table table, CityQuestions ask, WorkedAnswers worked)
    {
        var (right, minutes) = (0, 0L);
        foreach (var hour in worked.Hours)
        {
            var figure = await Figure(ask, "leq", "leq", $"noise-{hour.Site}", hour.Hour, hour.Hour.AddHours(1));
            minutes += figure.Readings;
            right += figure.Readings == hour.Minutes && figure.Value is { } leq && Math.Abs(leq - hour.Leq) <= LeqTolerance ? 1 : 0;
        }

        var meters = await ask.All("api/v1/devices?model=noise-meter&origin=replayed");
        table.Same("noise meters", meters.Count, KnownFigures.NoiseSites, worked.Hours.Select(hour => hour.Site).Distinct().Count());
        table.Same("noise minutes", minutes, KnownFigures.NoiseReadings, worked.Hours.Sum(hour => (long)hour.Minutes));
        table.Same("site-hours with the known Leq", right, KnownFigures.NoiseHours, worked.Hours.Count);
    }

    private static async Task CompareGates(Table table, CityQuestions ask, WorkedAnswers worked)
    {
        var (rightDays, rightStations, readings, entries) = (0, 0, 0L, 0.0);
        foreach (var day in worked.Days)
        {
            var figure = await Figure(ask, "entries", "sum", null, day.Day, day.Day.AddDays(1));
            (readings, entries) = (readings + figure.Readings, entries + (figure.Value ?? 0));
            rightDays += figure.Readings == day.Readings && figure.Value == day.Entries ? 1 : 0;
        }

        foreach (var station in worked.Stations)
        {
            var figure = await Figure(ask, "entries", "sum", $"gate-{station.Station.ToLowerInvariant()}", worked.Days[0].Day, worked.Days[^1].Day.AddDays(1));
            rightStations += figure.Readings == station.Readings && figure.Value == station.Entries ? 1 : 0;
        }

        var gates = await ask.All("api/v1/devices?model=gate-counter&origin=replayed");
        table.Same("gate counters", gates.Count, KnownFigures.GateStations, worked.Stations.Count);
        table.Same("gate readings", readings, KnownFigures.GateReadings, worked.Days.Sum(day => day.Readings));
        table.Same("days with the known entries", rightDays, KnownFigures.GateDays, worked.Days.Count);
        table.Same("stations with the known entries", rightStations, KnownFigures.GateStations, worked.Stations.Count);
        table.Same("entries of all days", (long)entries, KnownFigures.GateEntries, worked.Days.Sum(day => day.Entries));
    }

    private static async Task<(long Readings, double? Value)> Figure(
        CityQuestions ask, string point, string aggregate, string? device, DateTimeOffset from, DateTimeOffset to)
    {
        var which = device is null ? string.Empty : $"&device={device}";
        var figure = await ask.Get(
            $"api/v1/statistics?point={point}&aggregate={aggregate}&origin=replayed{which}&from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}");
        var value = figure.GetProperty("value");
        return (figure.GetProperty("readings").GetInt64(), value.ValueKind == JsonValueKind.Null ? null : value.GetDouble());
    }
}
