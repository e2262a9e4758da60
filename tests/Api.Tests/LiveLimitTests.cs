using System.Globalization;
using System.Text.Json;
using CityBrain.Api.Access;
using CityBrain.Api.Live;
using CityBrain.Grains.Interfaces.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Tests;

/// <summary>A city whose live feed has narrow limits.</summary>
public sealed class NarrowCity : CityOverHttp
{
    public const string Secret = "a-secret-of-the-police";

    public const int NewsWaitingMax = 5;

    protected override string[] Settings =>
    [
        "--Live:HelloDurationMax=00:00:00.300",
        "--Live:ViewersPerCredentialMax=3",
        $"--Live:NewsWaitingMax={NewsWaitingMax}",
        "--Live:SendDurationMax=00:00:05",
        "--Live:TokenCheckPeriod=00:00:00.200",
        "--Access:Clients:0:Id=police",
        $"--Access:Clients:0:SecretHash={SecretHash.Of(Secret, "12345678"u8)}",
        "--Access:TokenLifetime=00:01:00",
    ];
}

/// <summary>Viewers that are slow, late, too many, or not allowed any more.</summary>
public sealed class LiveLimitTests(NarrowCity city) : IClassFixture<NarrowCity>
{
    [Fact]
    public async Task Who_says_nothing_is_closed_with_a_reason()
    {
        await using var screen = await Screen.Connect(city);
        (await screen.End()).ShouldBe((4408, "hello-late"));
    }

    [Fact]
    public async Task A_credential_has_so_many_viewers_and_no_more()
    {
        await using var first = await Screen.Open(city, "auditor");
        await using var second = await Screen.Open(city, "auditor");
        await using (await Screen.Open(city, "auditor"))
        {
            await using var fourth = await Screen.Connect(city);
            await fourth.Say(new { token = city.TokenOf("auditor") });
            (await fourth.End()).ShouldBe((4429, "too-many-viewers"));
        }

        await using var other = await Screen.Open(city, "department");
    }

    [Fact]
    public async Task A_department_that_is_removed_sees_nothing_more_and_neither_reads()
    {
        var token = await city.Token(("grant_type", "client_credentials"), ("client_id", "police"), ("client_secret", NarrowCity.Secret));
        await using var screen = await Screen.Connect(city);
        await screen.Say(new { token });
        await screen.Next(message => message.Type() == "ready");
        var configuration = (IConfigurationRoot)city.Services.GetRequiredService<IConfiguration>();
        configuration["Access:Clients:0:ValidUntil"] = "2020-01-01T00:00:00Z";
        configuration.Reload();
        (await screen.End()).ShouldBe((4401, "not-authenticated"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/devices");
        request.Headers.Authorization = new("Bearer", token);
        using var reply = await city.As("anonymous").SendAsync(request);
        await reply.ShouldBeProblem(401, "not-authenticated");
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_gets_the_latest_reading_only_and_every_alarm()
    {
        var (id, token) = await city.Gauge();
        await using var other = await Screen.Open(city);
        using var slow = Slow(null);
        var served = Serve(slow);
        slow.Reads(1);
        (await First(slow)).Type().ShouldBe("ready");
        for (var step = 0; step < 6; step++)
        {
            await city.Report(token, 1 + (step / 100.0));
            await other.LevelOf(id, 1 + (step / 100.0));
        }

        slow.Reads(1_000);
        List<double> levels = [];
        await foreach (var message in slow.Sent)
        {
            if (message.Type() == "point" && message.GetProperty("device").GetString() == id)
            {
                levels.Add(message.GetProperty("reading").GetProperty("points").GetProperty("level").GetProperty("value").GetDouble());
                if (levels[^1] == 1.05)
                {
                    break;
                }
            }
        }

        levels.Count.ShouldBeLessThanOrEqualTo(2, string.Join(' ', levels));
        slow.Abort();
        await served;
    }

    [Fact]
    public async Task A_viewer_that_is_behind_the_others_has_to_catch_up_before_it_joins_them()
    {
        await using var other = await Screen.Open(city);
        var viewer = new LiveViewer(LiveFilter.None);
        LivePosition.TryParse(other.Cursor, out var behind).ShouldBeTrue();
        viewer.Pass(behind);
        var (id, token) = await city.Gauge();
        await city.Report(token, 2.0, 2.8, 3.6);
        await other.AlarmOf(id);

        var board = city.Services.GetRequiredService<LiveBoard>();
        board.TryJoin(viewer).ShouldBeFalse();
        viewer.Pass(behind with { Batch = behind.Batch + 1_000_000 });
        board.TryJoin(viewer).ShouldBeTrue();
        board.Leave(viewer);
    }

    [Fact]
    public async Task A_viewer_that_falls_behind_with_alarms_is_cut_with_a_reason_and_comes_back_with_its_cursor()
    {
        await using var other = await Screen.Open(city, filter: new { messages = new[] { "alarm" } });
        using var slow = Slow(new { messages = new[] { "alarm" } });
        var served = Serve(slow);
        slow.Reads(1);
        var cursor = (await First(slow)).GetProperty("cursor").GetString();
        List<string> raised = [];
        for (var alarm = 0; alarm < NarrowCity.NewsWaitingMax + 3; alarm++)
        {
            var (id, token) = await city.Gauge();
            raised.Add(id);
            await city.Report(token, 2.0, 2.8, 3.6);
            await other.AlarmOf(id);
        }

        slow.Reads(1_000);
        List<string?> seen = [];
        var last = string.Empty;
        await foreach (var message in slow.Sent)
        {
            if (message.Type() == "alarm")
            {
                seen.Add(message.GetProperty("alarm").GetProperty("device").GetString());
                cursor = message.GetProperty("cursor").GetString();
            }

            last = message.TryGetProperty("code", out var code) ? code.GetString()! : last;
        }

        await served;
        ((int)slow.CloseStatus!, slow.CloseStatusDescription, last).ShouldBe((4008, "too-slow", "too-slow"));
        seen.Count.ShouldBeLessThan(raised.Count);

        await using var back = await Screen.Open(city, filter: new { messages = new[] { "alarm" } }, after: cursor);
        await back.AlarmOf(raised[^1]);
        seen.AddRange(back.Seen.Where(message => message.Type() == "alarm").Select(message => message.GetProperty("alarm").GetProperty("device").GetString()));
        seen.OfType<string>().ShouldBe(raised);
    }

    [Fact]
    public async Task A_viewer_that_takes_nothing_at_all_is_let_go_of()
    {
        using var dead = Slow(null);
        var served = Serve(dead);
        await served.WaitAsync(TimeSpan.FromSeconds(20));
        dead.State.ShouldBe(System.Net.WebSockets.WebSocketState.Aborted);
    }

    private static async Task<JsonElement> First(StalledSocket socket)
    {
        await foreach (var message in socket.Sent)
        {
            return message;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The feed ended: {socket.CloseStatus} {socket.CloseStatusDescription}"));
    }

    private StalledSocket Slow(object? filter) => new(JsonSerializer.Serialize(new { token = city.TokenOf("operator"), filter = filter ?? new { } }));

    private Task Serve(StalledSocket socket)
    {
        var connection = new DefaultHttpContext { RequestServices = city.Services };
        connection.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
        connection.Request.Scheme = "http";
        connection.Request.Host = new HostString("localhost");
        connection.Request.Path = LiveApi.Path;
        var options = city.Services.GetRequiredService<IOptions<LiveOptions>>().Value;
        return city.Services.GetRequiredService<LiveSession>().Serve(new LiveSocket(socket, options, TimeProvider.System), connection, CancellationToken.None);
    }
}
