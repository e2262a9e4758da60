using System.Globalization;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Air;

namespace CityBrain.Domain.Tests.Devices.Air;

public class WinterAirKnownAnswerTests
{
    private static readonly string[] Points = ["pm25", "pm10", "so2", "no2", "co", "o3"];

    [SharedDataFact]
    public void The_winter_air_file_has_its_known_counts_and_14_invalid_days_of_960()
    {
        var stations = Read();
        var model = Given.Model("air-a", [.. Points.Select(point => Given.Point(point, min: 0))], Given.Rule("heavy", Given.Over("pm25", 150), Given.Under("pm25", 135)));
        var (recorded, missing) = (0L, 0);
        var values = new List<double>();
        var days = new List<AirDay>();
        foreach (var (station, readings) in stations)
        {
            var device = Given.Device() with { Id = DeviceId.Parse(station) };
            var accepted = ReadingRules.Accept(device, ReadingState.Empty(model), model, readings.ToArray(), Given.Replay());
            accepted.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.Stored && outcome.Flags.Count == 0);
            recorded += accepted.State.Recorded;
            foreach (var reading in readings)
            {
                var pm25 = reading.Points.Single(point => point.Key == "pm25").Value;
                missing += pm25 is null ? 1 : 0;
                values.AddRange(pm25 is { } value ? [value] : []);
            }

            days.AddRange(readings.GroupBy(reading => CityTime.DayOf(reading.ObservedMs!.Value)).Select(day => AirDay.Evaluate(day.Key, Good(day))));
        }

        recorded.ShouldBe(23_040);
        missing.ShouldBe(270);
        new[] { 75, 115, 150, 250, 500 }.Select(limit => values.Count(value => value > limit)).ShouldBe([10_835, 8_030, 6_196, 2_439, 178]);
        days.Count.ShouldBe(960);
        days.Count(day => !AirDay.IsValid(day.Hours[Pollutant.Pm25])).ShouldBe(14);
        days.ShouldAllBe(day => day.Quality == null || day.Quality.Table == "HJ 633-2012" && day.Quality.Verified);
    }

    private static Dictionary<Pollutant, IReadOnlyList<Sample>> Good(IEnumerable<Reading> readings) =>
        Enum.GetValues<Pollutant>().ToDictionary(pollutant => pollutant, IReadOnlyList<Sample> (pollutant) =>
        [
            .. from reading in readings
               from point in reading.Points
               where point.Key == pollutant.PointOf() && point.Value is not null
               select new Sample(reading.ObservedMs!.Value, point.Value!.Value),
        ]);

    private static Dictionary<string, List<Reading>> Read()
    {
        var stations = new Dictionary<string, List<Reading>>();
        foreach (var line in File.ReadLines(Path.Combine(SharedDataFactAttribute.Folder!, "air", "beijing_prsa_8stations_winter2016_17.csv")).Skip(1))
        {
            var cells = line.Split(',');
            var at = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            double? Cell(int index, double per = 1) => cells[index].Length == 0 ? null : double.Parse(cells[index], CultureInfo.InvariantCulture) / per;
            if (!stations.TryGetValue(cells[1], out var readings))
            {
                stations.Add(cells[1], readings = []);
            }

            readings.Add(Given.Read(at, ("pm25", Cell(2)), ("pm10", Cell(3)), ("so2", Cell(4)), ("no2", Cell(5)), ("co", Cell(6, 1_000)), ("o3", Cell(7))));
        }

        return stations;
    }
}
