using CityBrain.Api.Admission;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>Who sends readings, and for which device.</summary>
/// <param name="Device">The device that they are of.</param>
/// <param name="TokenHash">SHA-256 of its token; null when a gateway speaks for it.</param>
/// <param name="Gateway">The gateway, its own token checked; null when the device speaks itself.</param>
/// <param name="Trace">Trace id.</param>
internal sealed record TelemetrySender(DeviceId Device, string? TokenHash, DeviceId? Gateway, string Trace);

/// <summary>The way of readings into the city, whatever line they came by: cut into reports of one device, in order, each durable before the next.</summary>
internal sealed class TelemetryIntake(CityCalls city, EdgeMeters meters)
{
    /// <summary>
    /// Takes the readings in. When a report is refused as a whole, the earlier ones are in: who sends all again with their times does no harm.
    /// </summary>
    public async Task<Answer<TelemetryReceipt>> Take(TelemetrySender sender, TelemetryBody body, CancellationToken aborted)
    {
        var receipt = new TelemetryReceipt { Stored = 0, Duplicates = 0, Conflicts = 0, Refused = body.Refused };
        for (var from = 0; from < Math.Max(1, body.Readings.Count); from += Limits.ReportReadingsMax)
        {
            var report = new ReportReadings
            {
                TokenHash = sender.TokenHash,
                Gateway = sender.Gateway,
                Origin = Origin.Live,
                Actor = $"device:{sender.Gateway ?? sender.Device}",
                Trace = sender.Trace,
                Readings = body.Readings.Count <= Limits.ReportReadingsMax ? body.Readings : [.. body.Readings.Skip(from).Take(Limits.ReportReadingsMax)],
            };
            var answer = await city.Command(grains => grains.Device(sender.Device).Report(report), aborted, CallClass.Telemetry);
            if (answer.Refusal is { } why)
            {
                return why;
            }

            meters.Reported(answer.Value!);
            receipt = receipt.And(TelemetryReceipt.Of(answer.Value!, body.Places, from));
        }

        return receipt with { Refused = [.. receipt.Refused.OrderBy(one => one.Index)] };
    }
}

/// <summary>What a device is told of a refusal.</summary>
internal static class ToldToDevices
{
    /// <summary>Whether the device is unknown, its token wrong or ended: a stranger is told the same.</summary>
    public static Refusal AsToldToDevices(this Refusal why) =>
        why.Kind is RefusalKind.Unauthenticated || why.Code == "device-unknown" ? EdgeRefusals.DeviceTokenInvalid : why;
}
