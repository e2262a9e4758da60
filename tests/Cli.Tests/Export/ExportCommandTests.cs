using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;
using CityBrain.Journal.Rows;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using static CityBrain.Cli.Tests.Export.WrittenCity;

namespace CityBrain.Cli.Tests.Export;

/// <summary>What is exported is read by another program's reader, DuckDB, and compared with what was written.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, CityTime.Offset);

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    private string Data => Path.Combine(_folder.Path, "data");

    private string File => Path.Combine(_folder.Path, "readings.parquet");

    [Fact]
    public async Task Every_value_is_exported_with_its_device_times_quality_and_origin()
    {
        using (var city = new WrittenCity(Data))
        {
            await city.Write("river-1", "river-gauge", "341882001001", new Written(Noon, """{"level":2.125}"""), new Written(Noon.AddMinutes(10), """{"level":9.5}""", """{"level":"spike"}"""));
            await city.Write("river-1", "river-gauge", "341882001001", new Written(Noon, """{"level":2.25}""", Mark: ReadingMark.Conflict, Variant: 1));
            await city.Write("air-1", "air-station", "341882002", new Written(Noon.AddMinutes(1), """{"pm25":82,"co":null}""", Session: "air-1234"));
            await city.Write("air-1", "air-station", "341882002", new Written(Noon.AddMinutes(2), """{"pm25":83}""", Mark: ReadingMark.Clock, Claimed: Noon.AddYears(1)));
        }

        (await Export("--from", "2026-11-25T00:00:00+08:00", "--to", "2026-11-26T00:00:00+08:00", "--json")).ShouldBe(ExitCode.Done);

        var said = JsonDocument.Parse(_out.ToString()).RootElement;
        said.GetProperty("readings").GetInt64().ShouldBe(5);
        said.GetProperty("values").GetInt64().ShouldBe(6);
        Query("""
            SELECT device, model, place, point, strftime(observed_at AT TIME ZONE 'UTC', '%H:%M:%S.%g'), strftime(claimed_at AT TIME ZONE 'UTC', '%Y'),
                value, quality, origin, session, number, variant FROM readings
            """).ShouldBe(
            [
                "river-1|river-gauge|341882001001|level|04:00:00.000||2.125|good|live||1|0",
                "river-1|river-gauge|341882001001|level|04:10:00.000||9.5|spike|live||2|0",
                "river-1|river-gauge|341882001001|level|04:00:00.000||2.25|conflict|live||3|1",
                "air-1|air-station|341882002|pm25|04:01:00.000||82|good|replayed|air-1234|1|0",
                "air-1|air-station|341882002|co|04:01:00.000|||missing|replayed|air-1234|1|0",
                "air-1|air-station|341882002|pm25|04:02:00.000|2027|83|clock|live||2|0",
            ]);
        Query("SELECT count(*) FROM readings WHERE recorded_at > now() - INTERVAL 1 HOUR AND recorded_at <= now()").ShouldBe(["6"]);
    }

    [Fact]
    public async Task Only_the_time_and_the_place_asked_for_are_exported_and_the_end_is_exclusive()
    {
        using var city = new WrittenCity(Data);
        foreach (var (device, place) in new[] { ("a", "341882001001"), ("b", "341882001002"), ("c", "341882002001") })
        {
            await city.Write(device, "river-gauge", place, [.. Enumerable.Range(0, 6).Select(hour => new Written(Noon.AddHours(hour), """{"level":1}"""))]);
        }

        // The city is running: its folder is held and its log is not yet in the file.
        (await Export("--from", "2026-11-25T13:00:00+08:00", "--to", "2026-11-25T08:00:00Z", "--place", "341882001")).ShouldBe(ExitCode.Done);

        _out.ToString().Trim().ShouldBe("readings.parquet: 6 readings, 6 values");
        Query("SELECT device, count(*), hour(min(observed_at AT TIME ZONE 'UTC')), hour(max(observed_at AT TIME ZONE 'UTC')) FROM readings GROUP BY 1 ORDER BY 1")
            .ShouldBe(["a|3|5|7", "b|3|5|7"]);
    }

    [Fact]
    public async Task More_values_than_fit_into_one_row_group_keep_their_number_and_their_sum()
    {
        using (var city = new WrittenCity(Data))
        {
            foreach (var device in Enumerable.Range(0, 21))
            {
                await city.Write($"d{device}", "noise-meter", "341882001", [.. Enumerable.Range(0, 5_000).Select(i => new Written(Noon.AddSeconds(i), $$"""{"leq":{{(i % 7) + 0.5}}}"""))]);
            }
        }

        (await Export("--from", "2026-11-25T00:00:00+08:00", "--to", "2026-11-26T00:00:00+08:00")).ShouldBe(ExitCode.Done);

        var sum = 21 * Enumerable.Range(0, 5_000).Sum(i => (i % 7) + 0.5);
        Query("SELECT count(*), sum(value), count(DISTINCT device) FROM readings").ShouldBe([string.Create(CultureInfo.InvariantCulture, $"105000|{sum}|21")]);
        Query($"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{File}')").ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_damaged_reading_ends_the_export_names_the_row_and_leaves_no_file()
    {
        using (var city = new WrittenCity(Data))
        {
            await city.Write("a", "river-gauge", "341882001", new Written(Noon, """{"level":1}"""), new Written(Noon.AddMinutes(1), """{"level":2}"""));
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "city.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE reading SET points='{\"level\":7}' WHERE number=2";
            command.ExecuteNonQuery().ShouldBe(1);
        }

        (await Export("--from", "2026-11-25T00:00:00+08:00", "--to", "2026-11-26T00:00:00+08:00", "--json")).ShouldBe(ExitCode.Findings);

        JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("journal-damaged");
        _error.ToString().ShouldContain("'device/a' is damaged at 2");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        using (var city = new WrittenCity(Data))
        {
            await city.Write("a", "river-gauge", "341882001", new Written(Noon, """{"level":1}"""));
        }

        await System.IO.File.WriteAllTextAsync(File, "mine");
        (await Export("--from", "2026-11-25T00:00:00+08:00", "--to", "2026-11-26T00:00:00+08:00")).ShouldBe(ExitCode.Findings);

        _error.ToString().ShouldContain("is there already");
        (await System.IO.File.ReadAllTextAsync(File)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_folder_without_a_journal_is_said()
    {
        (await Export("--from", "2026-11-25T00:00:00+08:00", "--to", "2026-11-26T00:00:00+08:00")).ShouldBe(ExitCode.Findings);
        _error.ToString().ShouldContain("There is no journal");
    }

    [Theory]
    [InlineData("2026-11-25", "2026-11-26T00:00:00+08:00")]
    [InlineData("2026-11-25T00:00:00", "2026-11-26T00:00:00+08:00")]
    [InlineData("2026-11-25T00:00:00+08:00", "later")]
    public async Task A_time_without_an_offset_is_not_guessed(string from, string to) =>
        (await Export("--from", from, "--to", to)).ShouldBe(ExitCode.Usage);

    private Task<int> Export(params string[] more) =>
        CommandLine.Run(["export", "--data", Data, "--out", File, .. more], new Terminal(_out, _error, Interactive: false), TimeProvider.System);

    private List<string> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone='UTC'; CREATE VIEW readings AS SELECT * FROM read_parquet('{File}'); {sql}";
        using var rows = command.ExecuteReader();
        while (rows.FieldCount <= 1 && rows.NextResult())
        {
        }

        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? string.Empty : Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return texts;
    }
}
