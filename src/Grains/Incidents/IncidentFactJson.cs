using System.Text.Json.Serialization;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Journal;

namespace CityBrain.Grains.Incidents;

/// <summary>The JSON form of the facts of desks and incidents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IncidentNumbered))]
[JsonSerializable(typeof(SourceAssigned))]
[JsonSerializable(typeof(ClearanceForwarded))]
[JsonSerializable(typeof(IncidentStandingNoted))]
[JsonSerializable(typeof(SeparationNoted))]
[JsonSerializable(typeof(IncidentOpened))]
[JsonSerializable(typeof(SourceJoined))]
[JsonSerializable(typeof(SourceCleared))]
[JsonSerializable(typeof(ClearancePassedOn))]
[JsonSerializable(typeof(ReopeningProposed))]
[JsonSerializable(typeof(ReopeningDeclined))]
[JsonSerializable(typeof(IncidentAcknowledged))]
[JsonSerializable(typeof(IncidentTakenInHand))]
[JsonSerializable(typeof(TollReported))]
[JsonSerializable(typeof(LevelProposed))]
[JsonSerializable(typeof(LevelDecided))]
[JsonSerializable(typeof(EvidenceAdded))]
[JsonSerializable(typeof(PhotoAdded))]
[JsonSerializable(typeof(IncidentClosed))]
[JsonSerializable(typeof(IncidentReopened))]
[JsonSerializable(typeof(SourcesSeparated))]
internal sealed partial class IncidentFactJson : JsonSerializerContext;

/// <summary>The names of the facts of desks and incidents; never edited once written.</summary>
internal static class IncidentFactForms
{
    public static FactForms AddIncidents(this FactForms forms)
    {
        var json = IncidentFactJson.Default;
        return forms
            .Add("incident-numbered", 1, json.IncidentNumbered)
            .Add("source-assigned", 1, json.SourceAssigned)
            .Add("clearance-forwarded", 1, json.ClearanceForwarded)
            .Add("incident-standing-noted", 1, json.IncidentStandingNoted)
            .Add("separation-noted", 1, json.SeparationNoted)
            .Add("incident-opened", 1, json.IncidentOpened)
            .Add("source-joined", 1, json.SourceJoined)
            .Add("source-cleared", 1, json.SourceCleared)
            .Add("clearance-passed-on", 1, json.ClearancePassedOn)
            .Add("reopening-proposed", 1, json.ReopeningProposed)
            .Add("reopening-declined", 1, json.ReopeningDeclined)
            .Add("incident-acknowledged", 1, json.IncidentAcknowledged)
            .Add("incident-taken-in-hand", 1, json.IncidentTakenInHand)
            .Add("toll-reported", 1, json.TollReported)
            .Add("level-proposed", 1, json.LevelProposed)
            .Add("level-decided", 1, json.LevelDecided)
            .Add("evidence-added", 1, json.EvidenceAdded)
            .Add("photo-added", 1, json.PhotoAdded)
            .Add("incident-closed", 1, json.IncidentClosed)
            .Add("incident-reopened", 1, json.IncidentReopened)
            .Add("sources-separated", 1, json.SourcesSeparated);
    }
}
