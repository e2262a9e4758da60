namespace CityBrain.Domain.Incidents;

/// <summary>The first facts of a new incident's stream, to be committed together with the decision that opens it.</summary>
/// <param name="Incident">The new incident's key.</param>
/// <param name="Facts">Its first facts in order; the first is <see cref="IncidentOpened"/>.</param>
public sealed record Opening(IncidentId Incident, IReadOnlyList<IncidentFact> Facts);

/// <summary>A decision that may open incidents: own facts and the first facts of new streams become durable together or not at all.</summary>
/// <typeparam name="TFact">The closed set of facts of the deciding aggregate.</typeparam>
/// <param name="Own">What is decided for the deciding aggregate itself.</param>
/// <param name="Openings">The incidents that it opens; none when refused.</param>
public sealed record OpeningDecision<TFact>(Decision<TFact> Own, IReadOnlyList<Opening> Openings)
{
    /// <summary>A decision that opens nothing.</summary>
    public static implicit operator OpeningDecision<TFact>(Decision<TFact> own) => new(own, []);

    /// <summary>A refusal.</summary>
    public static implicit operator OpeningDecision<TFact>(Refusal why) => new(why, []);
}
