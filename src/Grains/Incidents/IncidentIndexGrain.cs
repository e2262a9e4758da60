using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Journal.Ports;
using Orleans.Concurrency;

namespace CityBrain.Grains.Incidents;

/// <summary>Answers questions over incidents from the list that is written with their facts.</summary>
[StatelessWorker]
public sealed class IncidentIndexGrain(IViews views) : Grain, IIncidentIndexGrain
{
    /// <inheritdoc/>
    public async Task<Answer<Page<IncidentSummary>>> List(IncidentQuery query, CancellationToken cancellation)
    {
        var rows = new ViewQuery
        {
            Kind = Lists.Incident,
            PlacePrefix = query.Place?.Digits ?? string.Empty,
            Topic = query.Kind,
            States = query.States,
            Level = query.Level is { } level ? (int)level : null,
            Origin = query.Origin,
            FromMs = query.From?.ToUnixTimeMilliseconds(),
            ToMs = query.To?.ToUnixTimeMilliseconds(),
            After = query.After,
            Limit = query.Limit,
        };
        return await views.Page(rows, query.Count, ViewJson.Default.IncidentSummary, cancellation);
    }
}
