using System.Globalization;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>What tests of the MQTT door ask the city over HTTP.</summary>
internal static class MqttCity
{
    public const string Telemetry = "v1/devices/me/telemetry";

    /// <summary>A reading of a gauge with its time.</summary>
    public static string Timed(DateTimeOffset at, double level) =>
        $"{{\"ts\":{at.ToUnixTimeMilliseconds()},\"values\":{{\"level\":{level.ToString(CultureInfo.InvariantCulture)}}}}}";

    /// <summary>The readings of a gauge.</summary>
    public static Task<List<JsonElement>> Readings(this CityOverHttp city, string id) => city.Items($"/api/v1/devices/{id}/readings");

    /// <summary>The levels of a gauge, oldest first as the city lists them.</summary>
    public static async Task<List<double>> Levels(this CityOverHttp city, string id) =>
        [.. (await city.Readings(id)).Select(one => one.GetProperty("points").GetProperty("level").GetProperty("value").GetDouble())];

    /// <summary>What was refused of a device.</summary>
    public static Task<List<JsonElement>> Refusals(this CityOverHttp city, string id) => city.Items($"/api/v1/devices/{id}/refusals");

    /// <summary>The commands of a device, newest first.</summary>
    public static Task<List<JsonElement>> Commands(this CityOverHttp city, string id) => city.Items($"/api/v1/devices/{id}/commands");

    /// <summary>Where each command of a device stands, newest first.</summary>
    public static async Task<List<string?>> CommandStates(this CityOverHttp city, string id) =>
        [.. (await city.Commands(id)).Select(one => one.GetProperty("status").GetString())];

    /// <summary>The device.</summary>
    public static async Task<JsonElement> Device(this CityOverHttp city, string id)
    {
        using var reply = await city.As("auditor").GetAsync($"/api/v1/devices/{id}");
        return await reply.Body();
    }

    /// <summary>Asks a device to do something.</summary>
    public static async Task<JsonElement> Ask(this CityOverHttp city, string id, string method, string parameters = "{}")
    {
        using var reply = await city.As("operator").PostJson(
            $"/api/v1/devices/{id}/commands", $$"""{"method":"{{method}}","params":{{parameters}},"reason":"a test"}""");
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
        return await reply.Body();
    }

    /// <summary>Says which gateway carries a device.</summary>
    public static async Task Mount(this CityOverHttp city, string id, string carrier)
    {
        using var reply = await city.As("operator").PostJson($"/api/v1/devices/{id}/mount", $$"""{"carrier":"{{carrier}}"}""");
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            tries.ShouldBeLessThan(200);
            await Task.Delay(50);
        }
    }

    private static async Task<List<JsonElement>> Items(this CityOverHttp city, string path)
    {
        using var reply = await city.As("auditor").GetAsync(path);
        return [.. (await reply.Body()).GetProperty("items").EnumerateArray()];
    }
}
