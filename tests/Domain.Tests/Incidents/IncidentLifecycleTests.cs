using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

public class IncidentLifecycleTests
{
    private static readonly DateTimeOffset Later = Given.Noon.AddHours(1);

    [Fact]
    public void An_incident_is_acknowledged_taken_in_hand_closed_with_evidence_and_reopened()
    {
        var incident = Given.Incident(Given.Source());
        incident.Status.ShouldBe(IncidentStatus.Open);
        incident = incident.After(IncidentRules.DecideAcknowledge(incident, "Seen.", Given.Officer, Later));
        incident.Status.ShouldBe(IncidentStatus.Acknowledged);
        incident = incident.After(IncidentRules.DecideTakeInHand(incident, null, Given.Officer, Later));
        incident.Status.ShouldBe(IncidentStatus.InHand);
        incident = incident.After(IncidentRules.DecideClose(incident, "Over.", [Given.Note()], Given.Officer, Later));
        incident.Status.ShouldBe(IncidentStatus.Closed);
        incident.ClosedAt.ShouldBe(Later);
        incident = incident.After(IncidentRules.DecideReopen(incident, "It rises again.", Given.Officer, Later));
        incident.Status.ShouldBe(IncidentStatus.Reopened);
        incident.ClosedAt.ShouldBeNull();
        incident.Timeline.Select(line => line.Code).ShouldBe(["opened", "acknowledged", "taken-in-hand", "evidence-added", "closed", "reopened"]);
        incident.Timeline.ShouldAllBe(line => line.Text.Zh.Length > 0 && line.Text.En.Length > 0 && line.By.Length > 0);
        incident.Trace.ShouldBe(Given.Source().Trace);
    }

    [Fact]
    public void An_incident_is_called_what_its_gravest_source_is_called()
    {
        var prepare = Given.Source("gauge-1", severity: 3) with { Title = new LocalText("准备转移", "Prepare to move") };
        var move = Given.Source("gauge-2", 5, severity: 4) with { Title = new LocalText("立即转移", "Move at once") };

        Given.Incident(prepare, move).Title.Zh.ShouldBe("立即转移");
        Given.Incident(move, prepare).Title.Zh.ShouldBe("立即转移", "what is less grave does not rename it");
        Given.Incident(prepare, move with { Severity = 3 }).Title.Zh.ShouldBe("准备转移", "nor does its equal");
    }

    [Fact]
    public void The_timeline_says_in_words_what_cleared_and_leaves_devices_to_those_who_reported()
    {
        var (first, second) = (Given.Source("gauge-1"), Given.Source("gauge-2", 5));
        var incident = Given.Incident(first, second);
        incident = incident.After(IncidentRules.DecideNews(incident, new ClearanceForwarded(incident.Id, second.Alarm, Later)));

        var cleared = incident.Timeline.Last();
        (cleared.Code, cleared.By, cleared.Text.Zh).ShouldBe(("source-cleared", "device:gauge-2", "告警解除：水位上涨"));
        incident.Timeline.ShouldAllBe(line => !line.Text.Zh.Contains("gauge"));
    }

    [Fact]
    public void A_step_that_holds_already_changes_nothing()
    {
        var incident = Given.Incident(Given.Source());
        incident = incident.After(IncidentRules.DecideAcknowledge(incident, null, Given.Officer, Later));
        IncidentRules.DecideAcknowledge(incident, null, Given.Officer, Later).Facts().ShouldBeEmpty();
        incident = incident.After(IncidentRules.DecideTakeInHand(incident, null, Given.Officer, Later));
        IncidentRules.DecideTakeInHand(incident, null, Given.Officer, Later).Facts().ShouldBeEmpty();
        IncidentRules.DecideAcknowledge(incident, null, Given.Officer, Later).Facts().ShouldBeEmpty();
    }

    [Fact]
    public void Closing_without_evidence_is_refused()
    {
        var incident = Given.Incident(Given.Source());
        incident = incident.After(IncidentRules.DecideAcknowledge(incident, null, Given.Officer, Later));
        IncidentRules.DecideClose(incident, "Over.", [], Given.Officer, Later).RefusalCode().ShouldBe("evidence-missing");
        incident = incident.After(IncidentRules.DecideAddEvidence(incident, Given.Note(), Given.Officer, Later));
        IncidentRules.DecideClose(incident, "Over.", [], Given.Officer, Later).Facts().ShouldHaveSingleItem().ShouldBeOfType<IncidentClosed>();
    }

    [Fact]
    public void A_reopened_incident_closes_only_with_new_evidence()
    {
        var incident = Given.ClosedIncident(Given.Source());
        incident = incident.After(IncidentRules.DecideReopen(incident, "Not over.", Given.Officer, Later));
        IncidentRules.DecideClose(incident, null, [], Given.Officer, Later).RefusalCode().ShouldBe("evidence-missing");
        IncidentRules.DecideClose(incident, null, [Given.Note("Now it is.")], Given.Officer, Later).Facts().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(EvidenceKind.Note, "Water is back.", true)]
    [InlineData(EvidenceKind.Note, "   ", false)]
    [InlineData(EvidenceKind.Reading, "river-1/1795406400000", true)]
    [InlineData(EvidenceKind.Reading, "river-1", false)]
    [InlineData(EvidenceKind.Reading, "river 1/17", false)]
    [InlineData(EvidenceKind.Reference, "https://example.org/photo/1", true)]
    [InlineData(EvidenceKind.Reference, "http://example.org/photo/1", false)]
    [InlineData(EvidenceKind.Reference, "https://someone:secret@example.org/", false)]
    [InlineData((EvidenceKind)9, "text", false)]
    public void Evidence_is_what_its_kind_asks_for(EvidenceKind kind, string text, bool valid) => new Evidence(kind, text).IsValid.ShouldBe(valid);

    [Fact]
    public void A_note_has_at_most_2000_characters()
    {
        Given.Note(new string('x', 2_000)).IsValid.ShouldBeTrue();
        Given.Note(new string('x', 2_001)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_person_decides_to_reopen_or_not_when_a_source_comes_after_closing()
    {
        var closed = Given.ClosedIncident(Given.Source());
        var proposed = closed.After(IncidentRules.DecideNews(closed, new SourceAssigned(closed.Id, Given.Source("river-2", 25))));
        proposed.IsReopeningProposed.ShouldBeTrue();
        proposed.IsClosed.ShouldBeTrue();

        var declined = proposed.After(IncidentRules.DecideDeclineReopening(proposed, "A test of the gauge.", Given.Officer, Later));
        declined.IsReopeningProposed.ShouldBeFalse();
        declined.IsClosed.ShouldBeTrue();

        var reopened = proposed.After(IncidentRules.DecideReopen(proposed, "It rises again.", Given.Officer, Later));
        reopened.IsReopeningProposed.ShouldBeFalse();
        reopened.Status.ShouldBe(IncidentStatus.Reopened);
        reopened.Sources.Count.ShouldBe(2);
    }

    [Fact]
    public void An_alarm_that_clears_marks_its_source_and_writes_a_line()
    {
        var incident = Given.Incident(Given.Source(), Given.Source("river-2", 3));
        var alarm = incident.Sources[1].Source.Alarm;
        incident = incident.After(IncidentRules.DecideNews(incident, new ClearanceForwarded(incident.Id, alarm, Later)));
        incident.Sources[0].ClearedAt.ShouldBeNull();
        incident.Sources[1].ClearedAt.ShouldBe(Later);
        incident.Timeline[^1].Code.ShouldBe("source-cleared");
        IncidentRules.DecideNews(incident, new ClearanceForwarded(incident.Id, alarm, Later)).Facts().ShouldBeEmpty();
    }

    [Fact]
    public void Refusals_win_in_the_documented_order()
    {
        var open = Given.Incident(Given.Source());
        var closed = Given.ClosedIncident(Given.Source());
        var longText = new string('x', IncidentLimits.ReasonLengthMax + 1);
        Evidence[] bad = [Given.Note(" ")];
        Evidence[] many = [.. Enumerable.Repeat(Given.Note(), IncidentLimits.EvidenceMax)];
        string Close(Incident? incident, string? note, Evidence[] evidence) =>
            IncidentRules.DecideClose(incident, note, evidence, Given.Officer, Later).RefusalCode();

        Close(null, longText, bad).ShouldBe("incident-unknown");
        Close(closed, longText, bad).ShouldBe("reason-too-long");
        Close(closed, null, bad).ShouldBe("evidence-invalid");
        Close(closed, null, many).ShouldBe("evidence-too-much");
        Close(closed, null, []).ShouldBe("incident-closed");
        Close(open, null, []).ShouldBe("incident-not-acknowledged");

        IncidentRules.DecideReopen(null, null, Given.Officer, Later).RefusalCode().ShouldBe("incident-unknown");
        IncidentRules.DecideReopen(open, " ", Given.Officer, Later).RefusalCode().ShouldBe("reason-missing");
        IncidentRules.DecideReopen(open, longText, Given.Officer, Later).RefusalCode().ShouldBe("reason-too-long");
        IncidentRules.DecideReopen(open, "Why", Given.Officer, Later).RefusalCode().ShouldBe("incident-not-closed");
        IncidentRules.DecideDeclineReopening(closed, "Why", Given.Officer, Later).RefusalCode().ShouldBe("reopening-not-proposed");
        IncidentRules.DecideAcknowledge(closed, null, Given.Officer, Later).RefusalCode().ShouldBe("incident-closed");
        IncidentRules.DecideTakeInHand(open, null, Given.Officer, Later).RefusalCode().ShouldBe("incident-not-acknowledged");
        IncidentRules.DecideLevel(closed, (Level)7, "", Given.Officer, Later).RefusalCode().ShouldBe("reason-missing");
        IncidentRules.DecideLevel(closed, (Level)7, "Why", Given.Officer, Later).RefusalCode().ShouldBe("level-unknown");
        IncidentRules.DecideLevel(closed, Level.I, "Why", Given.Officer, Later).RefusalCode().ShouldBe("incident-closed");
        IncidentRules.DecideReportToll(open, AccidentClass.Environmental, new Toll(null, null, null, null), Given.Officer, Later).RefusalCode().ShouldBe("toll-invalid");
        IncidentRules.DecideReportToll(open, AccidentClass.Environmental, new Toll(-1, null, null, null), Given.Officer, Later).RefusalCode().ShouldBe("toll-invalid");
    }

    [Fact]
    public void Every_refusal_has_its_own_code_a_reason_and_a_remedy()
    {
        var refusals = typeof(IncidentRefusals).GetProperties().Select(property => (Refusal)property.GetValue(null)!).ToList();
        refusals.Select(refusal => refusal.Code).Distinct().Count().ShouldBe(refusals.Count);
        refusals.ShouldAllBe(refusal => refusal.Reason.EndsWith('.') && refusal.Remedy.EndsWith('.'));
    }

    [Theory]
    [InlineData("seen\u0000", "reason-unreadable")]
    [InlineData("seen\u001b[2J", "reason-unreadable")]
    [InlineData("seen\r\n\tby two officers", null)]
    public void A_note_that_would_hide_or_forge_what_stands_beside_it_is_refused(string note, string? refusal) =>
        (IncidentRules.DecideAcknowledge(Given.Incident(Given.Source()), note, Given.Officer, Later) is Decision<IncidentFact>.Refused refused ? refused.Why.Code : null)
            .ShouldBe(refusal);
}
