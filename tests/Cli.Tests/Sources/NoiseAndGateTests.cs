using System.Globalization;
using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Tests.Sources;

public sealed class NoiseAndGateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_noise_row_without_an_offset_is_on_the_citys_clock()
    {
        var reading = Noise("2025-03-21T00:00:30,site-1,47.36").Read().Single();

        reading.Device.ShouldBe("noise-site-1");
        reading.Station.ShouldBe("site-1");
        reading.ObservedAt.ShouldBe(new DateTimeOffset(2025, 3, 20, 16, 0, 30, TimeSpan.Zero));
        reading.Values.ShouldBe([new("leq", 47.36m)]);
    }

    [Fact]
    public void A_gate_row_is_the_entries_of_ten_minutes()
    {
        var reading = Gates("2019-01-01T06:00:00+08:00,HZ-00,17").Read().Single();

        reading.Device.ShouldBe("gate-hz-00");
        reading.ObservedAt.ShouldBe(new DateTimeOffset(2018, 12, 31, 22, 0, 0, TimeSpan.Zero));
        reading.Values.ShouldBe([new("entries", 17m)]);
    }

    [Theory]
    [InlineData("2025-03-21T00:00:30+08:00,site-1,47.36", "f.csv, line 2: '2025-03-21T00:00:30+08:00' in column time_local is not a time of the city's clock.")]
    [InlineData("2025-02-29T00:00:30,site-1,47.36", "f.csv, line 2: '2025-02-29T00:00:30' in column time_local is not a time of the city's clock.")]
    [InlineData("2025-03-21T00:00:30,site 1,47.36", "f.csv, line 2: 'site 1' in column site is not a station id.")]
    [InlineData("2025-03-21T00:00:30,site-1,loud", "f.csv, line 2: 'loud' in column laeq_1min_dba is not a number.")]
    public void A_noise_row_that_cannot_be_read_names_the_files_own_columns(string row, string reason) =>
        Should.Throw<CommandFailedException>(() => Noise(row)).Message.ShouldBe(reason);

    [SharedDataFact]
    public void The_noise_file_has_the_hourly_levels_that_were_worked_out_apart()
    {
        var file = SourceFile.Check(SharedData.PathOf(SharedData.Noise), new NoiseMapping());
        var known = SharedData.Answers("noise_hours.csv").ToDictionary(row => (row[0], row[1]), row => (Minutes: Whole(row[2]), Leq: Number(row[3])));

        var hours = file.Read()
            .GroupBy(reading => (reading.Station, Hour: CityTime.Of(reading.ObservedAt).ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture)))
            .ToDictionary(hour => hour.Key, hour => hour.Select(reading => (double)reading.Values[0].Value!).ToList());

        file.Readings.ShouldBe(16_470);
        hours.Count.ShouldBe(275);
        hours.Keys.ShouldBe(known.Keys, ignoreOrder: true);
        foreach (var (hour, levels) in hours)
        {
            levels.Count.ShouldBe(known[hour].Minutes);
            var leq = 10 * Math.Log10(levels.Average(level => Math.Pow(10, level / 10)));
            leq.ShouldBe(known[hour].Leq, 1e-6, hour.ToString());
        }
    }

    [SharedDataFact]
    public void The_gates_file_has_the_entries_by_day_and_by_station_that_were_worked_out_apart()
    {
        var file = SourceFile.Check(SharedData.PathOf(SharedData.Gates), new GateMapping());
        var known = SharedData.Answers("gate_entries.csv").Select(row => (row[0], row[1], Whole(row[2]), Whole(row[3])));
        var readings = file.Read().ToList();

        var entries = new[]
        {
            Entries("day", reading => CityTime.DayOf(reading.ObservedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            Entries("station", reading => reading.Station),
        };

        readings.Count.ShouldBe(151_200);
        file.Stations.Count.ShouldBe(56);
        entries.SelectMany(one => one).ShouldBe(known);

        IEnumerable<(string, string, int, int)> Entries(string kind, Func<SourceReading, string> key) =>
            from reading in readings
            group (int)reading.Values[0].Value!.Value by key(reading) into one
            orderby one.Key
            select (kind, one.Key, one.Count(), one.Sum());
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private SourceFile Noise(string row) => SourceFile.Check(_folder.Write("f.csv", $"time_local,site,laeq_1min_dba\n{row}\n"), new NoiseMapping());

    private SourceFile Gates(string row) => SourceFile.Check(_folder.Write("f.csv", $"time_local_utc8,station,entries_10min\n{row}\n"), new GateMapping());
}
