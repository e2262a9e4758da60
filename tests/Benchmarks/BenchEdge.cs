using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CityBrain.Api.Hosting;
using CityBrain.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityBrain.Benchmarks;

/// <summary>The whole embedded city with its edge in this process, as it is shipped, on free ports of loopback and in a folder of its own.</summary>
internal sealed class BenchEdge : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private BenchEdge(WebApplication app, string folder, int mqttPort) => (_app, _folder, MqttPort) = (app, folder, mqttPort);

    public int MqttPort { get; }

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its folder; gone at the end.</param>
    /// <param name="map">Maps endpoints of the benchmark's own beside the city's.</param>
    /// <param name="settings">Settings besides.</param>
    public static async Task<BenchEdge> Start(string folder, Action<WebApplication>? map = null, params string[] settings)
    {
        var mqttPort = Loopback.FreePort();

        // One caller asks for many here, so that the limits of one caller are lifted; the rest is as it is shipped.
        string[] words =
        [
            "--data", Path.Combine(folder, "data"), "--urls", "http://127.0.0.1:0", "--mqtt", mqttPort.ToString(CultureInfo.InvariantCulture),
            "--environment=Development", "--Admission:CredentialPerSecond=1000000", "--Admission:CredentialBurst=1000000", .. settings,
        ];
        if (!ServeOptions.TryRead(words, out var serve, out var why))
        {
            throw new InvalidOperationException(why);
        }

        var builder = WebApplication.CreateBuilder(serve.HostArguments);
        builder.Logging.ClearProviders();
        builder.AddEmbeddedCity(serve);
        builder.AddEdge(serve);
        var app = builder.Build();
        app.UseEdge();
        app.MapEdge();
        map?.Invoke(app);
        await app.StartAsync();
        await app.Services.GetRequiredService<CityHealth>().WhenStarted;
        return new BenchEdge(app, folder, mqttPort);
    }

    /// <summary>A token of the demonstration operator.</summary>
    public static async Task<string> Token(string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var answer = await http.PostAsync(
            "connect/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "operator"), new("password", "operator-demo")]));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
