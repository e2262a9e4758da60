using System.Text.Json;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Incidents;

/// <summary>How an incident is shown.</summary>
internal static class IncidentViews
{
    public const string StreamPrefix = "incident/";

    public static string StreamOf(IncidentId id) => $"{StreamPrefix}{id}";

    public static IncidentId IdOf(string stream) => IncidentId.Parse(stream[StreamPrefix.Length..]);

    public static IncidentView ToView(this Incident incident) => new()
    {
        Summary = incident.ToSummary(),
        ProposedLevel = incident.Proposed,
        LevelReason = incident.DecidedReason,
        Sources = [.. incident.Sources.Select(ToView)],
        Evidence = [.. incident.Evidence.Select(item => new EvidenceItem(NameOf(item.Kind), item.Text))],
        Timeline = [.. incident.Timeline.Select(line => new TimelineEntry(line.At, null, line.Code, line.By, line.Text.Zh, line.Text.En, line.Photo))],
        Trace = incident.Trace,
        Photos = [.. incident.Photos.Select(held => new IncidentPhoto(ToFile(held.Photo), held.At, held.By))],
    };

    public static IncidentSummary ToSummary(this Incident incident) => new()
    {
        Id = incident.Id.Value,
        Kind = incident.Footprint.Kind,
        TitleZh = incident.Title.Zh,
        TitleEn = incident.Title.En,
        State = NameOf(incident.Status),
        Level = incident.Level,
        LevelDecided = incident.Decided is not null,
        Place = incident.Sources[0].Source.Place.Digits,
        Location = incident.Footprint.FirstLocation,
        Origin = incident.Footprint.Origin.Kind,
        Session = incident.Footprint.Origin.Session is { Length: > 0 } session ? session : null,
        OpenedAt = incident.Footprint.FirstAt,
        Sources = incident.Sources.Count,
        ReopeningProposed = incident.IsReopeningProposed,
    };

    /// <summary>The incident's row in the list of incidents.</summary>
    public static ViewRow ToRow(this Incident incident)
    {
        var summary = incident.ToSummary();
        return new ViewRow
        {
            Kind = Lists.Incident,
            Stream = StreamOf(incident.Id),
            Place = summary.Place,
            Topic = summary.Kind,
            State = summary.State,
            Level = (int)summary.Level,
            Origin = incident.Footprint.Origin,
            AtMs = summary.OpenedAt.ToUnixTimeMilliseconds(),
            Payload = JsonSerializer.SerializeToUtf8Bytes(summary, ViewJson.Default.IncidentSummary),
        };
    }

    public static EvidenceKind? KindOf(string name) => name switch
    {
        "note" => EvidenceKind.Note,
        "reading" => EvidenceKind.Reading,
        "reference" => EvidenceKind.Reference,
        _ => null,
    };

    /// <summary>The evidence as the rules know it; what is of no kind is refused there.</summary>
    public static Evidence ToEvidence(EvidenceItem item) => new(KindOf(item.Kind) ?? (EvidenceKind)(-1), item.Text);

    public static Photo ToPhoto(PhotoFile file) => new(file.Hash, file.MediaType, file.WidthPixels, file.HeightPixels, file.Bytes);

    private static PhotoFile ToFile(Photo photo) => new(photo.Hash, photo.MediaType, photo.WidthPixels, photo.HeightPixels, photo.Bytes);

    private static IncidentSource ToView(HeldSource held) => new()
    {
        Id = held.Source.Key,
        Kind = "alarm",
        Device = held.Source.Alarm.Device.Value,
        Rule = held.Source.Alarm.Rule,
        PackHash = held.Source.PackHash,
        ObservedAt = held.Source.ObservedAt,
        ClearedAt = held.ClearedAt,
        Trace = held.Source.Trace,
    };

    private static string NameOf(IncidentStatus status) => status switch
    {
        IncidentStatus.Open => "open",
        IncidentStatus.Acknowledged => "acknowledged",
        IncidentStatus.InHand => "in-hand",
        IncidentStatus.Closed => Lists.IncidentClosed,
        _ => "reopened",
    };

    private static string NameOf(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Note => "note",
        EvidenceKind.Reading => "reading",
        _ => "reference",
    };
}
