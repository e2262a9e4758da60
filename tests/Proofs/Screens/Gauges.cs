using System.Globalization;
using System.Net.Http.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Screens;

/// <summary>River gauges of which each raises one alarm when it is told to.</summary>
internal sealed class Gauges(RunningCity city)
{
    private readonly List<string> _tokens = [];

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"测速站{number}号");

    public async Task Register(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var body = new { id = string.Create(CultureInfo.InvariantCulture, $"timed-{number:D3}"), model = "river-gauge", place = "341882001", name = NameOf(number), origin = "simulated" };
            var (status, device) = await city.Questions.Post("api/v1/devices", JsonContent.Create(body));
            _tokens.Add(status == 201 ? device.GetProperty("token").GetString()! : throw new InvalidOperationException($"A gauge was not registered: {status}"));
            await Report(number, Now.AddHours(-1), 1.0);
        }
    }

    /// <summary>Lets a river rise, and says when the reading was accepted.</summary>
    public async Task<DateTimeOffset> Raise(int number)
    {
        await Report(number, Now, 2.2);
        return Now;
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task Report(int number, DateTimeOffset at, double level)
    {
        var (status, body) = await city.Questions.Post(
            $"api/v1/{_tokens[number]}/telemetry", JsonContent.Create(new { ts = at.ToUnixTimeMilliseconds(), values = new { level } }));
        if (status is < 200 or > 299)
        {
            throw new InvalidOperationException($"A reading was not taken: {status} {body}");
        }
    }
}
