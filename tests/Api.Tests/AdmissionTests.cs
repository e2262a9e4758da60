using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CityBrain.Api.Admission;
using Microsoft.Extensions.DependencyInjection;

namespace CityBrain.Api.Tests;

/// <summary>A city that takes little.</summary>
public sealed class TightCity : CityOverHttp
{
    public const int Burst = 20;

    public const int DeviceBurst = 100;

    protected override string[] Settings =>
    [
        "--Admission:CredentialPerSecond=1", $"--Admission:CredentialBurst={Burst}",
        "--Admission:AddressPerSecond=1", $"--Admission:AddressBurst={Burst}",
        "--Admission:DevicePerSecond=1", $"--Admission:DeviceBurst={DeviceBurst}",
        "--Admission:UnprovenPerSecond=1", $"--Admission:UnprovenBurst={Burst}",
        "--Admission:TelemetryInFlightMax=2", "--Admission:WaitingMax=1",
    ];
}

/// <summary>Callers that ask too often, and a city that has no room.</summary>
public sealed class AdmissionTests(TightCity city) : IClassFixture<TightCity>
{
    [Fact]
    public async Task A_credential_that_asks_too_often_is_told_when_to_come_back_and_others_are_served()
    {
        using var one = From("127.0.0.2", "auditor");
        using var limited = await Until429(() => one.GetAsync("/api/v1/scenes"));
        await ShouldBeLimited(limited);

        using var elsewhere = From("127.0.0.3", "auditor");
        using var same = await elsewhere.GetAsync("/api/v1/scenes");
        same.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "a credential is one caller wherever it comes from");
        using var other = From("127.0.0.2", "department");
        using var served = await other.GetAsync("/api/v1/scenes");
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/", "127.0.0.4")]
    [InlineData("/api/v1/devices", "127.0.0.5")]
    public async Task An_address_without_a_credential_is_limited_and_people_at_it_are_not(string path, string address)
    {
        using var stranger = From(address);
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        using var limited = await Until429(() => stranger.GetAsync(path));
        await ShouldBeLimited(limited);

        using var person = From(address, "officer");
        using var served = await person.GetAsync("/api/v1/scenes");
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < Burst * 2; i++)
        {
            using var health = await stranger.GetAsync("/health/live");
            health.StatusCode.ShouldBe(HttpStatusCode.OK, "health answers under any load");
        }
    }

    [Fact]
    public async Task Guesses_at_passwords_are_limited_by_address()
    {
        using var stranger = From("127.0.0.6");
        using var limited = await Until429(() => stranger.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "x")])));
        await ShouldBeLimited(limited);
    }

    [Fact]
    public async Task Made_up_tokens_are_limited_by_address_and_a_device_that_has_proven_itself_is_not()
    {
        var (_, token) = await city.Gauge();
        using var gateway = From("127.0.0.7");
        using var first = await Report(gateway, token);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var guesses = 0;
        using var limited = await Until429(() => Report(gateway, $"guess-{guesses++}.{new string('a', 64)}"));
        await ShouldBeLimited(limited);
        using var again = await Report(gateway, token);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_malformed_report_proves_no_token()
    {
        using var stranger = From("127.0.0.8");
        using var limited = await Until429(() => stranger.PostJson($"/api/v1/guess.{new string('b', 64)}/telemetry", "{"));
        await ShouldBeLimited(limited);
    }

    [Fact]
    public async Task A_device_that_floods_is_limited_alone()
    {
        var ((_, loud), (_, quiet)) = (await city.Gauge(), await city.Gauge());
        using var gateway = From("127.0.0.9");
        using var limited = await Until429(() => Report(gateway, loud), TightCity.DeviceBurst);
        await ShouldBeLimited(limited);
        using var other = await Report(gateway, quiet);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Under_a_flood_of_readings_an_emergency_still_gets_through_and_the_flood_is_shed_late()
    {
        var (_, token) = await city.Gauge();
        var admission = city.Services.GetRequiredService<CallAdmission>();
        using var first = await admission.Enter(CallClass.Telemetry, CancellationToken.None);
        using var second = await admission.Enter(CallClass.Telemetry, CancellationToken.None);
        using var flood = From("127.0.0.10");

        var waiting = Report(flood, token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (admission.Load(CallClass.Telemetry).Waiting == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using (var shed = await Report(flood, token))
        {
            await shed.ShouldBeProblem(503, "overloaded");
            shed.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        using (var emergency = await city.As("officer").PostJson("/api/v1/incidents/INC-341882001-20260101-0001/acknowledge", """{"note":"on our way"}"""))
        {
            emergency.StatusCode.ShouldBe(HttpStatusCode.NotFound, "it reached the city, which knows no such incident");
        }

        first.Dispose();
        using var taken = await waiting;
        taken.StatusCode.ShouldBe(HttpStatusCode.OK, "what waited for a place was not lost");
        admission.Load(CallClass.Telemetry).InFlight.ShouldBe(1);
    }

    private const int Burst = TightCity.Burst;

    private static async Task ShouldBeLimited(HttpResponseMessage limited)
    {
        await limited.ShouldBeProblem(429, "rate-exceeded");
        limited.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    private static Task<HttpResponseMessage> Report(HttpClient client, string token) => client.PostJson($"/api/v1/{token}/telemetry", "{\"level\":1.0}");

    private static async Task<HttpResponseMessage> Until429(Func<Task<HttpResponseMessage>> ask, int burst = Burst)
    {
        for (var i = 0; ; i++)
        {
            var reply = await ask();
            if (reply.StatusCode == HttpStatusCode.TooManyRequests)
            {
                i.ShouldBeGreaterThanOrEqualTo(burst - 1, "a burst is let through");
                return reply;
            }

            reply.Dispose();
            i.ShouldBeLessThan(burst + 60, "nothing limits it");
        }
    }

    /// <summary>A client at an address of its own: all of 127.0.0.0/8 is this machine.</summary>
    private HttpClient From(string address, string? role = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(IPAddress.Loopback, city.Address.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = city.Address,
        };
        if (role is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", city.TokenOf(role));
        }

        return client;
    }
}
