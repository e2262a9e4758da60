using System.Text.Json;
using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;
using CityBrain.Cli.Tests.Export;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Cli.Tests.Commands;

public sealed class HistoryCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(8));

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dropped_day_is_listed_with_its_stub_by_history_verify_and_export()
    {
        await WriteThreeDaysAndRetain();

        (await Run("history", "--data", Data)).ShouldBe(ExitCode.Done, _error.ToString());
        var text = _out.ToString();
        text.ShouldContain("2026-03-01  2               0               0.0  dropped, stub of 2026-04-03 12:00 (+08:00) under 32 days, key ");
        text.ShouldContain("2026-03-02  1               1 ");
        text.ShouldContain("Forecast by the last whole days: 1 readings and ");

        (await Run("verify", "--data", Data)).ShouldBe(ExitCode.Done, _out.ToString());
        _out.ToString().ShouldContain("dropped: the 2 readings recorded on 2026-03-01 (lane 1, batches 1 to ");
        _out.ToString().ShouldContain("under 32 days, key ");

        var range = new[] { "--from", "2026-03-01T00:00:00+08:00", "--to", "2026-04-01T00:00:00+08:00", "--out", Path.Combine(_folder.Path, "all.parquet") };
        (await Run(["export", "--data", Data, .. range])).ShouldBe(ExitCode.Done, _error.ToString());
        _out.ToString().ShouldContain("only from 2026-03-01T12:00:01.001+08:00 on all are there");
    }

    [Fact]
    public async Task As_one_document_it_says_the_same()
    {
        await WriteThreeDaysAndRetain();
        (await Run("history", "--data", Data, "--days", "33", "--json")).ShouldBe(ExitCode.Done, _error.ToString());
        var days = JsonDocument.Parse(_out.ToString()).RootElement;
        days.GetProperty("kept").GetInt64().ShouldBe(2);
        days.GetProperty("days")[0].GetProperty("dropped").GetProperty("keepDays").GetInt32().ShouldBe(32);
        days.GetProperty("days")[1].GetProperty("dropped").ValueKind.ShouldBe(JsonValueKind.Null);
        var forecast = days.GetProperty("forecast");
        forecast.GetProperty("bytes").GetDouble().ShouldBe(forecast.GetProperty("bytesPerDay").GetDouble() * 33);
    }

    [Fact]
    public async Task A_folder_without_a_journal_is_said_in_words()
    {
        (await Run("history", "--data", _folder.Path)).ShouldBe(ExitCode.Findings);
        _error.ToString().ShouldContain("There is no journal");
    }

    private async Task WriteThreeDaysAndRetain()
    {
        var clock = new FakeTimeProvider(Noon);
        using var city = new WrittenCity(Data, clock);
        await city.Write("gauge-1", "river-gauge", "341882001", At(0), At(1));
        for (var day = 1; day <= 2; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await city.Write("gauge-1", "river-gauge", "341882001", At(0));
        }

        clock.Advance(Noon.AddDays(33) - clock.GetUtcNow());
        await city.Retain(32);

        WrittenCity.Written At(int seconds) => new(clock.GetUtcNow().AddSeconds(seconds), """{"level":1.5}""");
    }

    private Task<int> Run(params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        return CommandLine.Run(arguments, new Terminal(_out, _error, Interactive: false), TimeProvider.System);
    }
}
