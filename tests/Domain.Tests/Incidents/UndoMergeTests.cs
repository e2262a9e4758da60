using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

public class UndoMergeTests
{
    private static readonly DateTimeOffset Later = Given.Noon.AddHours(1);

    [Fact]
    public void Undoing_a_merge_gives_every_source_but_the_first_an_incident_of_its_own_in_one_decision()
    {
        var incident = Given.Incident(Given.Source(severity: 1), Given.Source("river-2", 3, severity: 3), Given.Source("river-3", 5));
        var decision = IncidentRules.DecideUndoMerge(incident, "Different streams.", Given.Officer, Later);

        decision.Openings.Select(opening => opening.Incident.Value).ShouldBe([incident.Id.Value + "-2", incident.Id.Value + "-3"]);
        decision.Openings.Select(opening => ((IncidentOpened)opening.Facts[0]).Source.Alarm.Device.Value).ShouldBe(["river-2", "river-3"]);
        decision.Openings.ShouldAllBe(opening => ((IncidentOpened)opening.Facts[0]).SeparatedFrom == incident.Id);
        var after = incident.After(decision.Own);
        after.Sources.ShouldHaveSingleItem().Source.Alarm.Device.Value.ShouldBe("river-1");
        after.Footprint.LatestAt.ShouldBe(Given.Noon);
        after.Proposed.ShouldBe(Level.IV, "the graver source has left");
    }

    [Fact]
    public void A_further_separation_goes_on_counting()
    {
        var incident = Given.Incident(Given.Source(), Given.Source("river-2", 3), Given.Source("river-3", 5));
        var first = IncidentRules.DecideSeparateSource(incident, incident.Sources[2].Source.Key, "Not here.", Given.Officer, Later);
        first.Openings.ShouldHaveSingleItem().Incident.ShouldBe(incident.Id.Part(2));
        incident = incident.After(first.Own);
        incident.Sources.Count.ShouldBe(2);
        IncidentRules.DecideUndoMerge(incident, "Nor here.", Given.Officer, Later).Openings.ShouldHaveSingleItem().Incident.ShouldBe(incident.Id.Part(3));
    }

    [Fact]
    public void A_cleared_source_takes_its_clearing_along()
    {
        var incident = Given.Incident(Given.Source(), Given.Source("river-2", 3));
        incident = incident.After(IncidentRules.DecideNews(incident, new ClearanceForwarded(incident.Id, incident.Sources[1].Source.Alarm, Later)));
        var opening = IncidentRules.DecideUndoMerge(incident, "Not here.", Given.Officer, Later).Openings.ShouldHaveSingleItem();
        opening.Facts.Aggregate((Incident?)null, IncidentRules.Apply)!.Sources[0].ClearedAt.ShouldBe(Later);
    }

    [Fact]
    public void Refusals_of_a_separation_win_in_the_documented_order()
    {
        var one = Given.Incident(Given.Source());
        var two = Given.Incident(Given.Source(), Given.Source("river-2", 3));
        var firstKey = two.Sources[0].Source.Key;
        string Refused(Incident? incident, string reason, params string[] sources)
        {
            var decision = IncidentRules.DecideSeparate(incident, sources, reason, Given.Officer, Later);
            decision.Openings.ShouldBeEmpty();
            return decision.Own.RefusalCode();
        }

        Refused(null, "").ShouldBe("incident-unknown");
        Refused(one, "").ShouldBe("reason-missing");
        Refused(one, "Why").ShouldBe("nothing-merged");
        Refused(two, "Why", "nonsense", firstKey).ShouldBe("source-unknown");
        Refused(two, "Why", firstKey).ShouldBe("first-source-stays");
    }

    [Fact]
    public void The_desk_sends_a_later_clearing_to_the_incident_that_holds_the_source_now()
    {
        var world = new DistrictWorld();
        var parent = world.Raise(Given.Source());
        var second = Given.Source("river-2", 3);
        world.Raise(second).ShouldBe(parent);
        world.Do(parent, incident => IncidentRules.DecideUndoMerge(incident, "Not here.", Given.Officer, Later));
        world.DeliverToDesk();
        world.Clear(second.Alarm, Later);
        world.Incidents[parent.Part(2)].Sources[0].ClearedAt.ShouldBe(Later);
        world.Incidents[parent].Timeline[^1].Code.ShouldBe("merge-undone");
    }

    [Fact]
    public void A_clearing_that_crosses_the_separation_is_passed_on()
    {
        var world = new DistrictWorld();
        var parent = world.Raise(Given.Source());
        var second = Given.Source("river-2", 3);
        world.Raise(second);
        world.Do(parent, incident => IncidentRules.DecideUndoMerge(incident, "Not here.", Given.Officer, Later));
        world.Clear(second.Alarm, Later);
        world.Incidents[parent.Part(2)].Sources[0].ClearedAt.ShouldBeNull();
        world.DeliverToDesk();
        world.Incidents[parent.Part(2)].Sources[0].ClearedAt.ShouldBe(Later);
    }

    [Fact]
    public void The_device_that_left_reports_to_its_own_incident_from_then_on()
    {
        var world = new DistrictWorld();
        var parent = world.Raise(Given.Source());
        world.Raise(Given.Source("river-2", 3, Given.MetersNorth(300)));
        world.Do(parent, incident => IncidentRules.DecideUndoMerge(incident, "Not here.", Given.Officer, Later));
        world.DeliverToDesk();
        world.Raise(Given.Source("river-2", 6, Given.MetersNorth(300))).ShouldBe(parent.Part(2));
        world.Raise(Given.Source("river-1", 6)).ShouldBe(parent);
    }
}
