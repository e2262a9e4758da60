using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Tests.Sources;

public sealed class SourceFileTests : IDisposable
{
    public const string AirHeader = "time_local_utc8,station,pm25_ugm3,pm10_ugm3,so2_ugm3,no2_ugm3,co_ugm3,o3_ugm3,temp_c,pres_hpa,dewp_c,rain_mm,wd,wspm_ms\n";
    public const string WaterHeader = "time_utc,station,river,water_level_mm,quality_flag\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_air_row_becomes_a_reading_with_carbon_monoxide_in_milligrams_and_wind_in_degrees()
    {
        var reading = Air("2016-11-01T00:00:00+08:00,Aotizhongxin,4,31,,43,300,24,1.8,1033.2,-11.7,0,WNW,1.1").Read().Single();

        reading.Device.ShouldBe("air-aotizhongxin");
        reading.Station.ShouldBe("Aotizhongxin");
        reading.ObservedAt.ShouldBe(new DateTimeOffset(2016, 10, 31, 16, 0, 0, TimeSpan.Zero));
        var values = reading.Values.ToDictionary();
        values["pm25"].ShouldBe(4m);
        values["co"].ShouldBe(0.3m);
        values["so2"].ShouldBeNull();
        values["dewp"].ShouldBe(-11.7m);
        values["wind_direction"].ShouldBe(292.5m);
        values["wind_speed"].ShouldBe(1.1m);
        values.Count.ShouldBe(12);
    }

    [Theory]
    [InlineData("N", 0)]
    [InlineData("ENE", 67.5)]
    [InlineData("S", 180)]
    [InlineData("NNW", 337.5)]
    public void The_sixteen_compass_points_are_22_and_a_half_degrees_apart(string point, double degrees) =>
        Air($"2016-11-01T00:00:00+08:00,A,,,,,,,,,,,{point},").Read().Single().Values.ToDictionary()["wind_direction"].ShouldBe((decimal)degrees);

    [Fact]
    public void A_river_row_becomes_a_level_in_metres_at_universal_time()
    {
        var reading = Water("2020-01-07T16:25:00Z,Y112203001,L'Aude,-536.0,Non qualifiée").Read().Single();

        reading.Device.ShouldBe("river-y112203001");
        reading.ObservedAt.ShouldBe(new DateTimeOffset(2020, 1, 7, 16, 25, 0, TimeSpan.Zero));
        reading.Values.ShouldBe([new("level", -0.536m)]);
    }

    [Fact]
    public void A_compressed_file_reads_like_a_plain_one_and_has_the_hash_of_its_own_bytes()
    {
        var text = WaterHeader + "2020-01-07T16:25:00Z,Y1,L,1,N\n2020-01-07T16:25:00Z,Y2,L,2,N\n";
        var plain = SourceFile.Check(_folder.Write("a.csv", text), new WaterMapping());
        var packed = SourceFile.Check(_folder.Write("a.csv.gz", TemporaryFolder.Compress(text)), new WaterMapping());

        packed.Readings.ShouldBe(2);
        packed.Stations.ShouldBe(plain.Stations);
        packed.Read().Select(reading => reading.Device).ShouldBe(plain.Read().Select(reading => reading.Device));
        packed.Hash.ShouldNotBe(plain.Hash);
        packed.Hash.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("2020-01-07T16:25:00Z,Y1,L,NaN,N", "number-malformed", "f.csv, line 2: 'NaN' in column water_level_mm is not a number.")]
    [InlineData("2020-01-07T16:25:00Z,Y1,L,1e400,N", "number-malformed", "f.csv, line 2: '1e400' in column water_level_mm is not a number.")]
    [InlineData("2020-01-07T16:25:00Z,Y1,L,\"1,5\",N", "number-malformed", "f.csv, line 2: '1,5' in column water_level_mm is not a number.")]
    [InlineData("2020-01-07T16:25:00,Y1,L,1,N", "time-malformed", "f.csv, line 2: '2020-01-07T16:25:00' in column time_utc is not a time with an offset.")]
    [InlineData("2020-02-30T16:25:00Z,Y1,L,1,N", "time-malformed", "f.csv, line 2: '2020-02-30T16:25:00Z' in column time_utc is not a time with an offset.")]
    [InlineData("2020-01-07T16:25:00Z,,L,1,N", "station-malformed", "f.csv, line 2: '' in column station is not a station id.")]
    [InlineData("2020-01-07T16:25:00Z,a b,L,1,N", "station-malformed", "f.csv, line 2: 'a b' in column station is not a station id.")]
    public void A_field_that_cannot_be_read_is_named_by_line_and_column(string row, string code, string reason)
    {
        var failed = Should.Throw<CommandFailedException>(() => Water(row));
        failed.Code.ShouldBe(code);
        failed.Message.ShouldBe(reason);
        failed.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_wind_that_is_no_compass_point_is_refused() =>
        Should.Throw<CommandFailedException>(() => Air("2016-11-01T00:00:00+08:00,A,,,,,,,,,,,up,")).Code.ShouldBe("wind-malformed");

    [Fact]
    public void Two_stations_that_would_be_one_device_are_refused() =>
        Should.Throw<CommandFailedException>(() => Water("2020-01-07T16:25:00Z,Y1,L,1,N\n2020-01-07T16:25:00Z,y1,L,1,N")).Code.ShouldBe("station-ambiguous");

    [Fact]
    public void A_file_mapped_as_another_kind_names_the_columns_it_lacks()
    {
        var path = _folder.Write("f.csv", WaterHeader);
        Should.Throw<CommandFailedException>(() => SourceFile.Check(path, new AirMapping())).Code.ShouldBe("csv-column-missing");
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 2000).Select(minute => $"{DateTime.UnixEpoch.AddMinutes(minute * 37):yyyy-MM-dd'T'HH:mm:ss'Z'},Y{minute % 7},L,{minute * 7919 % 3011},N\n"));
        var bytes = TemporaryFolder.Compress(WaterHeader + rows);
        var path = _folder.Write("f.csv.gz", bytes[..(bytes.Length / 2)]);
        Should.Throw<CommandFailedException>(() => SourceFile.Check(path, new WaterMapping())).Code.ShouldBeOneOf("gzip-damaged", "csv-ragged", "time-malformed");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var path = _folder.Write("f.csv", [.. "time_utc,station,water_level_mm\n2020,"u8, 0xff, 0xfe, .. ",1\n"u8]);
        Should.Throw<CommandFailedException>(() => SourceFile.Check(path, new WaterMapping())).Code.ShouldBe("csv-not-utf8");
    }

    [SharedDataFact]
    public void The_winter_air_file_has_the_known_readings_stations_and_missing_values()
    {
        var file = SourceFile.Check(SharedData.PathOf(SharedData.Air), new AirMapping());

        file.Readings.ShouldBe(23_040);
        file.Stations.Count.ShouldBe(8);
        var fine = file.Read().Select(reading => reading.Values[0].Value).ToList();
        fine.Count(value => value is null).ShouldBe(270);
        fine.Count(value => value > 75).ShouldBe(10_835);
    }

    [SharedDataFact]
    public void The_river_file_has_the_known_readings_and_stations()
    {
        var file = SourceFile.Check(SharedData.PathOf(SharedData.Water), new WaterMapping());

        file.Readings.ShouldBe(185_446);
        file.Stations.Count.ShouldBe(47);
    }

    private SourceFile Air(string rows) => SourceFile.Check(_folder.Write("f.csv", AirHeader + rows + "\n"), new AirMapping());

    private SourceFile Water(string rows) => SourceFile.Check(_folder.Write("f.csv", WaterHeader + rows + "\n"), new WaterMapping());
}
