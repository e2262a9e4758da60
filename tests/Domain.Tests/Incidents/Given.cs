using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

/// <summary>Sources, desks and incidents to start from.</summary>
internal static class Given
{
    public const string Officer = "person:officer";

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(8));
    public static readonly PlaceCode District = PlaceCode.Parse("341882001");
    public static readonly PlaceCode Community = PlaceCode.Parse("341882001001");
    public static readonly Location Square = new(30.8937, 119.4174);

    public static Source Source(
        string device = "river-1", double minutes = 0, Location? at = null, string kind = "river-rise", Origin? origin = null,
        string? place = null, int severity = 1, bool located = true) => new()
        {
            Alarm = new AlarmId(DeviceId.Parse(device), "rise", Noon.AddMinutes(minutes)),
            Kind = kind,
            Title = new LocalText("水位上涨", "River rising"),
            Severity = severity,
            ObservedAt = Noon.AddMinutes(minutes),
            Place = place is null ? Community : PlaceCode.Parse(place),
            Location = located ? at ?? Square : null,
            Origin = origin ?? Origin.Live,
            PackHash = "00",
            Trace = new string('a', 31) + device[^1],
        };

    public static Location MetersNorth(double meters) =>
        new(Square.LatitudeDegrees + double.RadiansToDegrees(meters / Location.EarthRadiusMeters), Square.LongitudeDegrees);

    public static Evidence Note(string text = "The level is back to normal.") => new(EvidenceKind.Note, text);

    public static Incident Incident(params Source[] sources)
    {
        var incident = IncidentRules.Apply(null, new IncidentOpened(
            sources[0].ObservedAt, sources[0].Reporter, IncidentId.Of(District, new DateOnly(2026, 11, 23), 1), sources[0],
            IncidentLevels.OfSeverity(sources[0].Severity), null));
        return sources.Skip(1).Aggregate(incident, (soFar, source) => soFar.After(IncidentRules.DecideNews(soFar, new SourceAssigned(soFar.Id, source))));
    }

    public static Incident ClosedIncident(params Source[] sources)
    {
        var seen = Incident(sources);
        var acknowledged = seen.After(IncidentRules.DecideAcknowledge(seen, null, Officer, Noon.AddMinutes(1)));
        return acknowledged.After(IncidentRules.DecideClose(acknowledged, null, [Note()], Officer, Noon.AddMinutes(20)));
    }

    public static IReadOnlyList<TFact> Facts<TFact>(this Decision<TFact> decision) =>
        decision.ShouldBeOfType<Decision<TFact>.Accepted>().Facts;

    public static string RefusalCode<TFact>(this Decision<TFact> decision) =>
        decision.ShouldBeOfType<Decision<TFact>.Refused>().Why.Code;

    public static Incident After(this Incident incident, Decision<IncidentFact> decision) =>
        decision.Facts().Aggregate(incident, IncidentRules.Apply);

    public static Desk After(this Desk desk, Decision<DeskFact> decision) => decision.Facts().Aggregate(desk, DeskRules.Apply);
}
