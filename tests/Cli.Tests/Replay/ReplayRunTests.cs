using System.Globalization;
using System.Text;
using CityBrain.Cli.City;
using CityBrain.Cli.Output;
using CityBrain.Cli.Replay;
using CityBrain.Cli.Sources;
using CityBrain.Cli.Tests.Sources;
using CityBrain.Cli.Tests.Stub;

namespace CityBrain.Cli.Tests.Replay;

public sealed class ReplayRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_devices_readings_arrive_in_the_files_order_over_several_connections()
    {
        await using var city = await StubCity.Start();
        var file = File(stations: 7, steps: 900);

        var report = await Replay(city, file);

        report.Receipts.Stored.ShouldBe(6_300);
        city.LargestChunk.ShouldBeLessThanOrEqualTo(1_000);
        ShouldHoldAll(city, 7, 900);
        city.Requests.Count(request => request.EndsWith("/finish", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_city_is_asked_again_and_the_order_stays()
    {
        await using var city = await StubCity.Start();
        city.Trouble = async (number, context) =>
        {
            if (number % 2 == 0)
            {
                return false;
            }

            context.Response.StatusCode = number % 3 == 0 ? 429 : 503;
            await context.Response.CompleteAsync();
            return true;
        };

        await Replay(city, File(stations: 5, steps: 700));

        ShouldHoldAll(city, 5, 700);
        _error.ToString().ShouldContain("trying again");
        _error.ToString().ShouldContain("answers again");
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_city_stored_a_chunk_loses_and_doubles_nothing()
    {
        await using var city = await StubCity.Start();
        city.LosesAnswer = number => number % 3 == 1;

        var report = await Replay(city, File(stations: 5, steps: 700));

        report.Receipts.Duplicates.ShouldBeGreaterThan(0);
        ShouldHoldAll(city, 5, 700);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        await using var city = await StubCity.Start();
        city.Trouble = async (number, context) =>
        {
            if (number > 1)
            {
                return false;
            }

            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "30";
            await context.Response.CompleteAsync();
            return true;
        };

        var failed = await Should.ThrowAsync<CommandFailedException>(() => Replay(city, File(1, 10), patience: TimeSpan.FromSeconds(20)));

        failed.Code.ShouldBe("city-unreachable");
        city.Chunks.ShouldBe(1);
    }

    [Fact]
    public async Task A_replay_that_was_cut_off_goes_on_and_a_repeated_one_adds_nothing()
    {
        await using var city = await StubCity.Start();
        var file = File(stations: 3, steps: 2_000);
        using var stop = new CancellationTokenSource();
        city.Trouble = async (number, _) =>
        {
            if (number == 2)
            {
                await stop.CancelAsync();
            }

            return false;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => Replay(city, file, cancellation: stop.Token));
        city.StoredNow().ShouldBeInRange(1, 5_999);
        city.Trouble = null;

        await Replay(city, file);
        ShouldHoldAll(city, 3, 2_000);

        var repeated = await Replay(city, file);
        repeated.Receipts.Stored.ShouldBe(0);
        repeated.Receipts.Duplicates.ShouldBe(6_000);
    }

    [Fact]
    public async Task A_token_that_expired_is_renewed_once()
    {
        await using var city = await StubCity.Start();
        city.Trouble = (number, context) =>
        {
            if (number != 1)
            {
                return Task.FromResult(false);
            }

            city.ValidToken = "token-2";
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };

        await Replay(city, File(stations: 2, steps: 50), connections: 1);

        ShouldHoldAll(city, 2, 50);
        city.SignIns.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_chunk_ends_the_replay_with_the_citys_reason_and_remedy()
    {
        await using var city = await StubCity.Start();
        city.Trouble = async (_, context) =>
        {
            context.Response.StatusCode = 409;
            context.Response.ContentType = "application/problem+json";
            await context.Response.Body.WriteAsync("""{"code":"replay-finished","detail":"The session is over.","remedy":"Open another."}"""u8.ToArray());
            return true;
        };

        var failed = await Should.ThrowAsync<CommandFailedException>(() => Replay(city, File(2, 20)));

        failed.ExitCode.ShouldBe(ExitCode.City);
        failed.Code.ShouldBe("replay-finished");
        failed.Message.ShouldContain("The session is over.");
        failed.Remedy.ShouldBe("Open another.");
    }

    [Fact]
    public async Task A_station_registered_with_another_model_is_not_written_to()
    {
        await using var city = await StubCity.Start();
        city.Devices["river-y0"] = System.Text.Json.JsonSerializer.SerializeToElement(new { id = "river-y0", model = "air-station" });

        var failed = await Should.ThrowAsync<CommandFailedException>(() => Replay(city, File(1, 5)));

        failed.Code.ShouldBe("device-of-other-model");
        city.Chunks.ShouldBe(0);
    }

    [Fact]
    public async Task The_ack_log_has_a_line_for_every_acknowledged_reading_and_none_for_another()
    {
        await using var city = await StubCity.Start();
        var log = Path.Combine(_folder.Path, "acks.csv");

        await Replay(city, File(stations: 3, steps: 400), ackLog: log);

        var expected = city.Stored.SelectMany(device => device.Value.Select(time => string.Create(CultureInfo.InvariantCulture, $"{device.Key},{time}")));
        (await System.IO.File.ReadAllLinesAsync(log)).Order().ShouldBe(expected.Order());
    }

    private static void ShouldHoldAll(StubCity city, int stations, int steps)
    {
        city.Stored.Count.ShouldBe(stations);
        foreach (var (device, times) in city.Stored)
        {
            times.Count.ShouldBe(steps, device);
            times.ShouldBeInOrder(SortDirection.Ascending, device);
        }
    }

    private SourceFile File(int stations, int steps)
    {
        var text = new StringBuilder(SourceFileTests.WaterHeader);
        for (var step = 0; step < steps; step++)
        {
            for (var station = 0; station < stations; station++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddMinutes(step * 10):yyyy-MM-dd'T'HH:mm:ss'Z'},Y{station},L,{step * 3 % 1000},N\n");
            }
        }

        return SourceFile.Check(_folder.Write("f.csv", text.ToString()), new WaterMapping());
    }

    private async Task<ReplayReport> Replay(
        StubCity city, SourceFile file, int connections = 4, string? ackLog = null, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Synchronized(_error), Interactive: false);
        using var client = new CityClient(new Uri(city.Url), Credentials.Demonstration, patience ?? TimeSpan.FromSeconds(30), TimeProvider.System, terminal.Error.WriteLine);
        var options = new ReplayOptions { Connections = connections, AckLog = ackLog, RunKey = "test" };
        return await new ReplayRun(client, options, terminal, TimeProvider.System).Run(file, cancellation);
    }
}
