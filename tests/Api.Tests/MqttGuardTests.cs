using System.Net.Sockets;
using System.Text;
using CityBrain.Api.Hosting;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using static CityBrain.Api.Tests.MqttCity;

namespace CityBrain.Api.Tests;

/// <summary>A city in which the device's grain breaks over one value: a mistake in a rule that nobody has found yet.</summary>
public sealed class BrokenCity : CityOverHttp
{
    public const double Poison = 66.6;

    internal PoisonedReports Reports { get; } = new();

    protected override void Adjust(WebApplicationBuilder builder) => builder.Services.AddSingleton<IIncomingGrainCallFilter>(Reports);

    internal sealed class PoisonedReports : IIncomingGrainCallFilter
    {
        private int _tries;

        public int Tries => _tries;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName == nameof(IDeviceGrain.Report) && context.Request.GetArgument(0) is ReportReadings report
                && report.Readings.Any(reading => reading.Points.Values.Contains(Poison)))
            {
                Interlocked.Increment(ref _tries);
                throw new InvalidOperationException("A rule broke.");
            }

            return context.Invoke();
        }
    }
}

/// <summary>What goes wrong at the MQTT door, and stays there.</summary>
public sealed class MqttGuardTests(BrokenCity city) : IClassFixture<BrokenCity>
{
    [Fact]
    public async Task A_message_over_which_the_city_breaks_is_given_up_after_five_tries_and_the_next_one_is_taken()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        var told = await gauge.Report($$"""{"level":{{BrokenCity.Poison}}}""");
        (told.ReasonCode, city.Reports.Tries).ShouldBe((MqttClientPublishReasonCode.UnspecifiedError, 5));
        told.ReasonString.ShouldStartWith("dead-letter");
        told.ReasonString.ShouldNotContain("A rule broke");
        (await city.Refusals(id)).Single().GetProperty("code").GetString().ShouldBe("dead-letter");
        (await gauge.Report("""{"level":1.5}""")).IsSuccess.ShouldBeTrue();
        (await city.Levels(id)).ShouldBe([1.5]);
    }

    [Fact]
    public async Task A_clock_that_is_three_days_ahead_is_not_believed_and_its_reading_is_kept_as_of_its_arrival()
    {
        var (id, token) = await city.Gauge();
        await using var gauge = await MqttDevice.Connect(city, token);
        var now = TimeProvider.System.GetUtcNow();
        (await gauge.Report(Timed(now.AddDays(3), 2.5))).ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        var reading = (await city.Readings(id)).Single();
        reading.GetProperty("quality").GetString().ShouldBe("clock");
        reading.GetProperty("observedAt").GetDateTimeOffset().ShouldBe(now, TimeSpan.FromMinutes(1));
        reading.GetProperty("claimedAt").GetDateTimeOffset().ShouldBe(now.AddDays(3), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_device_that_comes_again_under_its_own_identifier_takes_its_line_over()
    {
        var (id, token) = await city.Gauge();
        await using var before = await MqttDevice.Connect(city, token, "same");
        (await before.Report("""{"level":1}""")).IsSuccess.ShouldBeTrue();
        await using var after = await MqttDevice.Connect(city, token, "same");
        await Until(() => Task.FromResult(!before.IsConnected));
        await Should.ThrowAsync<Exception>(() => before.Report("""{"level":9}"""));
        (await after.Report("""{"level":2}""")).IsSuccess.ShouldBeTrue();
        (await city.Levels(id)).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_packet_that_is_delivered_again_a_hundred_times_is_acknowledged_each_time_and_there_once()
    {
        var (id, token) = await city.Gauge();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", city.MqttPort);
        await using var stream = client.GetStream();
        await stream.WriteAsync((byte[])[0x10, .. Framed([.. Text("MQTT"), 4, 0b1000_0010, 0, 60, .. Text("raw"), .. Text(token)])]);
        (await Next(stream, 4)).ShouldBe([0x20, 2, 0, 0]);

        // MQTT 3.1.1, 3.3.1.1: the first without DUP, every further one with it, all under one packet identifier.
        byte[] body = [.. Text(Telemetry), 0, 7, .. Encoding.UTF8.GetBytes(Timed(TimeProvider.System.GetUtcNow(), 2.5))];
        for (var i = 0; i < 100; i++)
        {
            await stream.WriteAsync((byte[])[(byte)(i == 0 ? 0x32 : 0x3A), .. Framed(body)]);
            (await Next(stream, 4)).ShouldBe([0x40, 2, 0, 7]);
        }

        (await city.Levels(id)).ShouldBe([2.5]);
        (await city.Device(id)).GetProperty("readings").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Sign_ins_that_come_at_once_make_no_more_sessions_than_a_device_may_have()
    {
        var (_, token) = await city.Gauge();
        var devices = Enumerable.Range(0, 60).Select(_ => new MqttDevice()).ToList();
        var results = await Task.WhenAll(devices.Select((device, i) => device.Connect(MqttDevice.Options(city, token, $"line-{i}"))));
        results.Count(result => result == MqttClientConnectResultCode.Success).ShouldBe(new Mqtt.MqttOptions().SessionsPerDeviceMax);
        foreach (var device in devices)
        {
            await device.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Max open files            20000                20000                files     ", 20_000, 10_000)]
    [InlineData("Max open files            1024                 4096                 files     ", 4_096, 3_096)]
    [InlineData("Max open files            256                  256                  files     ", 256, 1)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null, 10_000)]
    [InlineData("Max processes             20000                20000                processes ", null, 10_000)]
    public void No_more_connections_are_let_in_than_leave_files_for_the_rest_of_the_city(string limits, int? files, int connections)
    {
        OpenFiles.MaxOf([limits]).ShouldBe(files);
        OpenFiles.Within(10_000, files).ShouldBe(connections);
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    /// <summary>A body of less than 16 KiB with its length before it.</summary>
    private static byte[] Framed(byte[] body) => body.Length < 128 ? [(byte)body.Length, .. body] : [(byte)((body.Length % 128) | 0x80), (byte)(body.Length / 128), .. body];

    private static async Task<byte[]> Next(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await stream.ReadExactlyAsync(bytes, patience.Token);
        return bytes;
    }
}
