namespace CityBrain.Domain.Incidents;

/// <summary>What must hold for every incident, whatever happened to it.</summary>
public static class IncidentInvariants
{
    /// <summary>The sentences that do not hold; none for a sound incident.</summary>
    public static IReadOnlyList<string> Broken(Incident incident)
    {
        var broken = new List<string>();
        void Hold(bool holds, string sentence)
        {
            if (!holds)
            {
                broken.Add(sentence);
            }
        }

        var alarms = incident.Sources.Select(held => held.Source.Alarm).ToList();
        Hold(alarms.Count > 0, "An incident has a source.");
        Hold(alarms.Distinct().Count() == alarms.Count, "A source stands in it once.");
        Hold(!alarms.Any(incident.Parts.ContainsKey), "A source that left is not in it.");
        Hold(incident.Sources.All(held => held.Source.Origin == incident.Footprint.Origin), "All its sources have one origin and session.");
        Hold(incident.Sources.All(held => held.Source.Kind == incident.Footprint.Kind), "All its sources are of one kind.");
        Hold(incident.Sources.All(held => incident.Footprint.MetersTo(held.Source) is not null), "All its sources are near its first location.");
        Hold(incident.IsClosed == incident.ClosedAt is not null, "It has a time of closing exactly while it is closed.");
        Hold(!incident.IsClosed || incident.EvidenceCount > incident.EvidenceBefore, "It is closed with evidence.");
        Hold(!incident.IsReopeningProposed || incident.IsClosed, "Reopening is proposed only while it is closed.");
        Hold(incident.Decided is null == incident.DecidedReason is null, "A decided level has its reason.");
        Hold(incident.Parts.Count == incident.PartsGiven, "Every part was given for one source.");
        return broken;
    }
}
