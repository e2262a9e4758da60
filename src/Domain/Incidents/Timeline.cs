using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Incidents;

/// <summary>A line of an incident's timeline.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Code">What happened, as a stable code.</param>
/// <param name="Text">What happened, in words.</param>
/// <param name="Photo">Hash of the photo that it shows; null where it shows none.</param>
public sealed record TimelineLine(DateTimeOffset At, string By, string Code, LocalText Text, string? Photo = null);

/// <summary>The timeline writes itself: each fact is one line.</summary>
public static class Timeline
{
    /// <summary>The line of a fact, with the incident as it is after it. Total. Who reported or decided is told by the line, not by its text.</summary>
    public static TimelineLine LineOf(Incident incident, IncidentFact fact)
    {
        var (code, zh, en) = fact switch
        {
            IncidentOpened { SeparatedFrom: { } parent } opened =>
                ("separated", $"由 {parent} 拆分立案：{opened.Source.Title.Zh}", $"Separated from {parent}: {opened.Source.Title.En}"),
            IncidentOpened opened =>
                ("opened", $"立案：{opened.Source.Title.Zh}，建议{Name(opened.Proposed)}", $"Opened: {opened.Source.Title.En}, level {opened.Proposed} proposed"),
            SourceJoined joined => ("source-joined", $"并入：{joined.Source.Title.Zh}", $"Joined: {joined.Source.Title.En}"),
            SourceCleared cleared => ("source-cleared", $"告警解除：{TitleOf(incident, cleared.Alarm).Zh}", $"Alarm cleared: {TitleOf(incident, cleared.Alarm).En}"),
            ClearancePassedOn passed => ("clearance-passed-on", $"告警解除，转 {passed.To}", $"Alarm cleared, passed on to {passed.To}"),
            ReopeningProposed proposed => ("reopening-proposed", $"建议重新打开：{proposed.Source.Title.Zh}", $"Reopening proposed: {proposed.Source.Title.En}"),
            _ => DecisionLine(fact),
        };
        return new TimelineLine(fact.At, fact.By, code, new LocalText(zh, en), (fact as PhotoAdded)?.Photo.Hash);
    }

    private static (string Code, string Zh, string En) DecisionLine(IncidentFact fact) => fact switch
    {
        ReopeningDeclined declined => ("reopening-declined", $"决定不重新打开：{declined.Reason}", $"Stays closed: {declined.Reason}"),
        IncidentAcknowledged acknowledged => ("acknowledged", "已确认" + ZhNote(acknowledged.Note), "Acknowledged" + EnNote(acknowledged.Note)),
        IncidentTakenInHand taken => ("taken-in-hand", "处置中" + ZhNote(taken.Note), "In hand" + EnNote(taken.Note)),
        TollReported reported => ("toll-reported", $"上报伤亡和损失：{ZhToll(reported.Toll)}", $"Toll reported: {EnToll(reported.Toll)}"),
        LevelProposed proposed => ("level-proposed", $"建议{Name(proposed.Level)}（{proposed.Basis}）", $"Level {proposed.Level} proposed ({proposed.Basis})"),
        LevelDecided decided => ("level-decided", $"定为{Name(decided.Level)}：{decided.Reason}", $"Level {decided.Level} decided: {decided.Reason}"),
        EvidenceAdded added => ("evidence-added", $"办结依据：{added.Evidence.Text}", $"Evidence: {added.Evidence.Text}"),
        PhotoAdded added => ("photo-added", $"现场照片：{added.Photo.WidthPixels}×{added.Photo.HeightPixels}", $"Photo: {added.Photo.WidthPixels}×{added.Photo.HeightPixels}"),
        IncidentClosed closed => ("closed", "办结" + ZhNote(closed.Note), "Closed" + EnNote(closed.Note)),
        IncidentReopened reopened => ("reopened", $"重新打开：{reopened.Reason}", $"Reopened: {reopened.Reason}"),
        SourcesSeparated separated => ("merge-undone",
            $"撤销合并，拆分为 {string.Join("、", separated.Parts.Select(part => part.Incident))}：{separated.Reason}",
            $"Merge undone into {string.Join(", ", separated.Parts.Select(part => part.Incident))}: {separated.Reason}"),
        _ => ("changed", "有变化", "Changed"),
    };

    // A rule without a source any more is called by its id.
    private static LocalText TitleOf(Incident incident, AlarmId alarm) =>
        incident.Sources.Find(held => held.Source.Alarm == alarm)?.Source.Title ?? new LocalText(alarm.Rule, alarm.Rule);

    private static string Name(Level level) => level switch
    {
        Level.I => "Ⅰ级（特别重大）",
        Level.II => "Ⅱ级（重大）",
        Level.III => "Ⅲ级（较大）",
        _ => "Ⅳ级（一般）",
    };

    private static string ZhNote(string note) => note.Length == 0 ? string.Empty : "：" + note;

    private static string EnNote(string note) => note.Length == 0 ? string.Empty : ": " + note;

    private static string ZhToll(Toll toll) =>
        $"死亡 {Figure(toll.Deaths)}，重伤或中毒 {Figure(toll.InjuredOrPoisoned)}，疏散 {Figure(toll.Evacuated)}，直接损失（元）{Figure(toll.DirectLossYuan)}";

    private static string EnToll(Toll toll) =>
        $"{Figure(toll.Deaths)} dead, {Figure(toll.InjuredOrPoisoned)} injured or poisoned, {Figure(toll.Evacuated)} evacuated, loss {Figure(toll.DirectLossYuan)} yuan";

    private static string Figure(long? figure) => figure is { } known ? known.ToString(System.Globalization.CultureInfo.InvariantCulture) : "—";
}
