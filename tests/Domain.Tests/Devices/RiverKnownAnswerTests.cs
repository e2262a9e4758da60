using System.Globalization;
using System.IO.Compression;
using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Tests.Devices;

public class RiverKnownAnswerTests
{
    [SharedDataFact]
    public void The_river_file_has_nine_spikes_and_59_rises_at_37_stations()
    {
        var stations = Read();
        var spikes = new List<string>();
        var facts = new List<DeviceFact>();
        var recorded = 0L;
        foreach (var (station, readings) in stations)
        {
            var device = Given.Device() with { Id = DeviceId.Parse(station) };
            var state = ReadingState.Empty(Given.RiverGauge);
            foreach (var batch in readings.Chunk(100))
            {
                var accepted = ReadingRules.Accept(device, state, Given.RiverGauge, batch, Given.Replay());
                spikes.AddRange(accepted.Outcomes.SelectMany(outcome => outcome.Flags).Select(_ => station));
                facts.AddRange(accepted.Facts);
                state = accepted.State.Trimmed();
            }

            recorded += state.Recorded;
        }

        stations.Count.ShouldBe(47);
        recorded.ShouldBe(185_446);
        spikes.GroupBy(station => station).ToDictionary(group => group.Key, group => group.Count())
            .ShouldBe(new Dictionary<string, int> { ["Y142202001"] = 8, ["Y067406001"] = 1 }, ignoreOrder: true);
        var raised = facts.OfType<AlarmRaised>().ToList();
        raised.Count.ShouldBe(59);
        raised.Select(alarm => alarm.Alarm.Device).Distinct().Count().ShouldBe(37);
    }

    internal static Dictionary<string, List<Reading>> Read()
    {
        var stations = new Dictionary<string, List<Reading>>();
        using var file = new StreamReader(new GZipStream(
            File.OpenRead(Path.Combine(SharedDataFactAttribute.Folder!, "water", "hubeau_occitanie_2020_01_02_level_10min.csv.gz")),
            CompressionMode.Decompress));
        file.ReadLine();
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var at = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            double? level = cells[3].Length == 0 ? null : double.Parse(cells[3], CultureInfo.InvariantCulture) / 1000;
            if (!stations.TryGetValue(cells[1], out var readings))
            {
                stations.Add(cells[1], readings = []);
            }

            readings.Add(Given.Read(at, ("level", level)));
        }

        return stations;
    }
}
