using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Journal;

namespace CityBrain.Grains.Incidents;

/// <summary>How alarms reach desks, and how desks and incidents hear of each other.</summary>
internal static class IncidentRoutes
{
    public static Routes AddIncidents(this Routes routes) => routes
        .Add<AlarmRaised>("alarm-raised", (_, raised) => DeskOf(raised.Place))
        .Add<AlarmCleared>("alarm-cleared", (_, cleared) => DeskOf(cleared.Place))
        .Add<SourceAssigned>("source-assigned", (_, assigned) => Incident(assigned.Incident))
        .Add<ClearanceForwarded>("clearance-forwarded", (_, cleared) => Incident(cleared.Incident))
        .Add<IncidentClosed>("incident-closed", (stream, _) => DeskOf(stream))
        .Add<IncidentReopened>("incident-reopened", (stream, _) => DeskOf(stream))
        .Add<SourcesSeparated>("sources-separated", (stream, _) => DeskOf(stream))
        .Add<ClearancePassedOn>("clearance-passed-on", (stream, _) => DeskOf(stream));

    private static GrainId DeskOf(PlaceCode place) => ReceiverAddress.Of(IncidentDeskGrain.TypeName, (place.District ?? place).Digits);

    private static GrainId DeskOf(string incidentStream) => DeskOf(IncidentViews.IdOf(incidentStream).District);

    private static GrainId Incident(IncidentId incident) => ReceiverAddress.Of(IncidentGrain.TypeName, incident.Value);
}
