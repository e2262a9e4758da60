using System.Text.Json;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Devices;
using CityBrain.Grains.Incidents;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Live;

/// <summary>Turns facts of alarms and incidents into news; other facts are none.</summary>
public sealed class LiveNewsReader(IViews views, FactForms forms)
{
    private const string Raised = "alarm-raised";
    private const string Cleared = "alarm-cleared";

    /// <summary>The news among some facts, in their order.</summary>
    internal async ValueTask<IReadOnlyList<LiveNews>> Read(IReadOnlyList<PlacedFact> facts, CancellationToken cancellation)
    {
        var incidents = new Dictionary<string, IncidentSummary?>(StringComparer.Ordinal);
        var news = new List<LiveNews>();
        foreach (var fact in facts)
        {
            if (fact.Row.Type is Raised or Cleared)
            {
                if (await AlarmOf(fact.Row, cancellation) is { } alarm)
                {
                    news.Add(Tell(fact, IncidentLevels.OfSeverity(alarm.Severity)) with { Alarm = alarm });
                }
            }
            else if (fact.Row.Stream.StartsWith(IncidentViews.StreamPrefix, StringComparison.Ordinal) && fact.Row.Type != Draft.DeliveryNoted)
            {
                if (!incidents.TryGetValue(fact.Row.Stream, out var incident))
                {
                    incidents.Add(fact.Row.Stream, incident = await IncidentOf(fact.Row.Stream, cancellation));
                }

                if (incident is not null)
                {
                    news.Add(Tell(fact, incident.Level) with { Incident = incident });
                }
            }
        }

        return news;
    }

    private static LiveNews Tell(PlacedFact fact, Level level) => new()
    {
        At = new LivePosition(fact.At.Lane, fact.At.Batch, fact.At.Ordinal),
        Change = fact.Row.Type,
        RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(fact.RecordedMs),
        Level = level,
    };

    private async ValueTask<AlarmView?> AlarmOf(FactRow row, CancellationToken cancellation) => forms.Read(row.Type, row.Version, row.Payload) switch
    {
        AlarmRaised raised => raised.ToView(null, row.Mandate.Trace),
        AlarmCleared cleared => await Listed(row.Stream, cleared, cancellation),
        _ => null,
    };

    // The fact of the clearing names its alarm only; the rest stands in the list, written with it.
    private async ValueTask<AlarmView?> Listed(string stream, AlarmCleared cleared, CancellationToken cancellation)
    {
        var raisedMs = cleared.Alarm.RaisedAt.ToUnixTimeMilliseconds();
        var page = await views.Query(new ViewQuery { Kind = Lists.Alarm, Stream = stream, FromMs = raisedMs, ToMs = raisedMs + 1 }, cancellation);
        return page.Rows.Select(row => JsonSerializer.Deserialize(row.Payload.Span, ViewJson.Default.AlarmView)!)
            .FirstOrDefault(alarm => alarm.Id == cleared.Alarm.ToString());
    }

    private async ValueTask<IncidentSummary?> IncidentOf(string stream, CancellationToken cancellation)
    {
        var page = await views.Query(new ViewQuery { Kind = Lists.Incident, Stream = stream, Limit = 1 }, cancellation);
        return page.Rows is [var row, ..] ? JsonSerializer.Deserialize(row.Payload.Span, ViewJson.Default.IncidentSummary) : null;
    }
}
