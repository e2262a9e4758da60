using CityBrain.Domain.Incidents;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Incidents;

/// <summary>The streams and list rows of incidents that a decision opens.</summary>
internal sealed record Openings(IReadOnlyList<FirstFacts> Streams, IReadOnlyList<ViewRow> Rows)
{
    public static Openings Of(IReadOnlyList<Opening> openings, FactForms forms) => new(
        [.. openings.Select(opening => new FirstFacts(
            IncidentViews.StreamOf(opening.Incident), [.. opening.Facts.Select(fact => forms.Write(fact, fact.At))]))],
        [.. openings.Select(opening => opening.Facts.Aggregate((Incident?)null, IncidentRules.Apply)!.ToRow())]);
}
