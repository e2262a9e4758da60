using System.Diagnostics;
using System.Reflection;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Grains.Interfaces.Scenes;
using CityBrain.Scenes.Packs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Silo;

/// <summary>
/// What a new city begins with: the divisions of Guangde and the packs that ship with this release. A city that has its own keeps them:
/// divisions are imported only into an empty register, and a shipped pack is published only where its scene is not known yet.
/// </summary>
internal sealed partial class CityStart(IGrainFactory grains, CityHealth health, IHostApplicationLifetime lifetime, ILogger<CityStart> log) : BackgroundService
{
    private const string Divisions = "CityBrain.Silo.Divisions.guangde-341882.csv";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PublishShippedPacks();
            await ImportShippedDivisions();
            health.Started();
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(failure);
            lifetime.StopApplication();
        }
    }

    private async Task PublishShippedPacks()
    {
        var known = (await grains.SceneRegistry().List()).Select(scene => scene.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var scene in ShippedPacks.Load().Where(shipped => !known.Contains(shipped.Id)))
        {
            var receipt = await grains.SceneRegistry().Publish(new PublishScene(Mandate("shipped scene"), scene.CanonicalJson));
            if (receipt.Value?.Scene is null)
            {
                throw new InvalidOperationException($"The shipped scene '{scene.Id}' was refused: {receipt.Refusal?.Code ?? receipt.Value?.Faults[0].Code}");
            }
        }
    }

    private async Task ImportShippedDivisions()
    {
        if ((await grains.City().Overview()).Value is not null)
        {
            return;
        }

        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Divisions)!;
        using var reader = new StreamReader(stream);
        var receipt = await grains.City().Import(new ImportDivisions(Mandate("shipped divisions"), await reader.ReadToEndAsync()));
        if (receipt.Value is not { Errors.Count: 0 })
        {
            throw new InvalidOperationException($"The shipped divisions were refused: {receipt.Refusal?.Code ?? receipt.Value?.Errors[0].Reason}");
        }
    }

    // Without a key: what is shipped is compared with what is there at each start.
    private static Mandate Mandate(string purpose) =>
        new(string.Empty, string.Empty, "city", purpose, ActivityTraceId.CreateRandom().ToHexString());

    [LoggerMessage(Level = LogLevel.Critical, Message = "The city could not be started")]
    private partial void LogFailed(Exception failure);
}
