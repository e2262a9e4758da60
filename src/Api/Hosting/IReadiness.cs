using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Api.Hosting;

/// <summary>Whether the city can take work: its grains answer and its journal can be written.</summary>
internal interface IReadiness
{
    /// <summary>What is not ready, in a word or two; null when all is.</summary>
    Task<string?> Missing(CancellationToken cancellation);
}

/// <summary>Ready when the city's own grain answers; the journal's state is asked of whoever hosts it.</summary>
internal sealed class CityReadiness(CityCalls city, IEnumerable<IJournalProbe> journals) : IReadiness
{
    /// <inheritdoc/>
    public async Task<string?> Missing(CancellationToken cancellation)
    {
        var answer = await city.Read(grains => grains.SceneRegistry().List(), cancellation);
        return answer.Refusal is not null ? "grains" : journals.Any(journal => !journal.IsSound) ? "journal" : null;
    }
}

/// <summary>Whether the journal of this process can be written and followed at this moment.</summary>
internal interface IJournalProbe
{
    /// <summary>False while it cannot be written, or while what is written reaches nobody.</summary>
    bool IsSound { get; }
}
