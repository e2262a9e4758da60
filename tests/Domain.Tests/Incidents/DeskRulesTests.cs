using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

public class DeskRulesTests
{
    [Fact]
    public void The_first_source_opens_an_incident_and_its_stream_in_one_decision()
    {
        var decision = DeskRules.DecideRaised(Desk.Of(Given.District), Given.Source(severity: 3));

        var numbered = decision.Own.Facts().ShouldHaveSingleItem().ShouldBeOfType<IncidentNumbered>();
        numbered.Incident.Value.ShouldBe("INC-341882001-20261123-0001");
        var opening = decision.Openings.ShouldHaveSingleItem();
        opening.Incident.ShouldBe(numbered.Incident);
        var opened = opening.Facts.ShouldHaveSingleItem().ShouldBeOfType<IncidentOpened>();
        opened.Proposed.ShouldBe(Level.II);
        opened.Incident.ShouldBe(numbered.Incident);
    }

    [Theory]
    [InlineData(499.9, true)]
    [InlineData(500.2, false)]
    public void A_source_within_500_metres_of_the_first_location_joins(double meters, bool joins) =>
        JoinsAfterFirst(Given.Source("river-2", 5, Given.MetersNorth(meters))).ShouldBe(joins);

    [Theory]
    [InlineData(10, true)]
    [InlineData(10.001, false)]
    [InlineData(-10, true)]
    [InlineData(-10.001, false)]
    public void A_source_within_10_minutes_of_the_latest_joins(double minutes, bool joins) =>
        JoinsAfterFirst(Given.Source("river-2", minutes)).ShouldBe(joins);

    [Fact]
    public void Another_kind_opens_another_incident() => JoinsAfterFirst(Given.Source("river-2", 1, kind: "smoke")).ShouldBeFalse();

    [Fact]
    public void A_replayed_source_never_joins_a_live_incident() =>
        JoinsAfterFirst(Given.Source("river-2", 1, origin: Origin.Replayed("s-1"))).ShouldBeFalse();

    [Fact]
    public void Two_sessions_never_merge()
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source(origin: Origin.Replayed("s-1")));
        world.Raise(Given.Source("river-2", 1, origin: Origin.Replayed("s-2"))).ShouldNotBe(first);
        world.Raise(Given.Source("river-3", 1, origin: Origin.Replayed("s-1"))).ShouldBe(first);
    }

    [Fact]
    public void Merging_does_not_chain_beyond_500_metres_of_the_first_location()
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source());
        world.Raise(Given.Source("river-2", 1, Given.MetersNorth(400))).ShouldBe(first);
        world.Raise(Given.Source("river-3", 2, Given.MetersNorth(800))).ShouldNotBe(first);
    }

    [Fact]
    public void Each_source_prolongs_the_time_in_which_the_next_one_joins()
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source());
        world.Raise(Given.Source("river-2", 9)).ShouldBe(first);
        world.Raise(Given.Source("river-3", 18)).ShouldBe(first);
        world.Raise(Given.Source("river-4", 29)).ShouldNotBe(first);
    }

    [Fact]
    public void A_source_observed_between_two_others_joins_although_it_arrives_after_them()
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source());
        world.Raise(Given.Source("river-2", 9));
        world.Raise(Given.Source("river-3", 18));
        world.Raise(Given.Source("river-4", 4)).ShouldBe(first);
    }

    [Fact]
    public void Without_coordinates_the_same_community_is_near_and_another_is_not()
    {
        JoinsAfterFirst(Given.Source("river-2", 1, located: false)).ShouldBeTrue();
        JoinsAfterFirst(Given.Source("river-2", 1, located: false, place: "341882001002")).ShouldBeFalse();
    }

    [Fact]
    public void With_coordinates_too_far_apart_the_same_community_does_not_help() =>
        JoinsAfterFirst(Given.Source("river-2", 1, Given.MetersNorth(900))).ShouldBeFalse();

    [Fact]
    public void With_neither_coordinates_nor_community_only_the_same_device_joins()
    {
        JoinsAfterFirst(Given.Source("river-2", 1, located: false, place: "341882001")).ShouldBeFalse();
        JoinsAfterFirst(Given.Source("river-1", 1, located: false, place: "341882001")).ShouldBeTrue();
    }

    [Fact]
    public void Of_two_incidents_in_reach_the_nearest_takes_the_source()
    {
        var world = new DistrictWorld();
        world.Raise(Given.Source());
        var far = world.Raise(Given.Source("river-2", 1, Given.MetersNorth(900)));
        world.Raise(Given.Source("river-3", 2, Given.MetersNorth(451))).ShouldBe(far);
    }

    [Fact]
    public void Of_two_incidents_equally_near_the_one_that_began_first_takes_the_source()
    {
        var world = new DistrictWorld();
        var later = world.Raise(Given.Source("river-1", 12));
        var earlier = world.Raise(Given.Source("river-2", 0));
        earlier.ShouldNotBe(later);
        world.Raise(Given.Source("river-3", 6)).ShouldBe(earlier);
    }

    [Fact]
    public void The_same_alarm_twice_changes_nothing()
    {
        var world = new DistrictWorld();
        world.Raise(Given.Source());
        var again = DeskRules.DecideRaised(world.Desk, Given.Source());
        again.Own.Facts().ShouldBeEmpty();
        again.Openings.ShouldBeEmpty();
    }

    [Fact]
    public void Serials_count_per_day_of_the_citys_time()
    {
        var world = new DistrictWorld();
        world.Raise(Given.Source("river-1", 0)).Value.ShouldEndWith("20261123-0001");
        world.Raise(Given.Source("river-1", 30)).Value.ShouldEndWith("20261123-0002");
        world.Raise(Given.Source("river-1", (12 * 60) - 1)).Value.ShouldEndWith("20261123-0003");
        world.Raise(Given.Source("river-1", (12 * 60) + 20)).Value.ShouldEndWith("20261124-0001");
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(30.001, false)]
    public void A_source_within_30_minutes_after_closing_proposes_to_reopen(double minutesAfterClosing, bool proposes)
    {
        var world = new DistrictWorld();
        var id = Closed(world, closedAtMinute: 60, Given.Source());
        world.DeliverToDesk();

        var holder = world.Raise(Given.Source("river-2", 60 + minutesAfterClosing));

        holder.Equals(id).ShouldBe(proposes);
        world.Incidents[id].IsReopeningProposed.ShouldBe(proposes);
        world.Incidents[id].IsClosed.ShouldBeTrue();
    }

    [Fact]
    public void A_desk_that_has_not_heard_of_the_closing_yet_leads_to_a_proposal_too()
    {
        var world = new DistrictWorld();
        var id = Closed(world, closedAtMinute: 5, Given.Source());
        world.Raise(Given.Source("river-2", 6)).ShouldBe(id);
        world.Incidents[id].Reopening.ShouldHaveSingleItem();
        world.Incidents[id].Status.ShouldBe(IncidentStatus.Closed);
    }

    [Fact]
    public void A_replayed_incident_closes_on_the_clock_of_its_session()
    {
        var world = new DistrictWorld();
        var session = Origin.Replayed("s-1");
        var id = Closed(world, closedAtMinute: 1_000_000, Given.Source(origin: session));
        world.DeliverToDesk();

        world.Raise(Given.Source("river-2", 30, origin: session)).ShouldBe(id);
        world.Raise(Given.Source("river-3", 31, origin: session)).ShouldNotBe(id);
    }

    [Fact]
    public void An_open_incident_goes_before_a_closed_one()
    {
        var world = new DistrictWorld();
        Closed(world, closedAtMinute: 1, Given.Source());
        world.DeliverToDesk();
        var open = world.Raise(Given.Source("river-2", 40, Given.MetersNorth(300)));
        world.Raise(Given.Source("river-3", 31)).ShouldBe(open);
    }

    [Fact]
    public void A_cleared_alarm_reaches_the_incident_that_holds_it_even_when_that_is_closed_and_forgotten()
    {
        var world = new DistrictWorld();
        var source = Given.Source();
        var id = Closed(world, closedAtMinute: 5, source);
        world.DeliverToDesk();
        world.Raise(Given.Source("river-2", 36));
        world.Desk.Incidents.ContainsKey(id).ShouldBeFalse();

        world.Clear(source.Alarm, Given.Noon.AddMinutes(40));

        world.Incidents[id].Sources[0].ClearedAt.ShouldBe(Given.Noon.AddMinutes(40));
        world.Desk.Active.ContainsKey(source.Alarm).ShouldBeFalse();
    }

    [Fact]
    public void The_clearing_of_an_alarm_that_nobody_holds_changes_nothing() =>
        DeskRules.DecideCleared(Desk.Of(Given.District), Given.Source().Alarm, Given.Noon).Facts().ShouldBeEmpty();

    [Fact]
    public void A_reopened_incident_takes_sources_again_although_the_desk_had_forgotten_it()
    {
        var world = new DistrictWorld();
        var id = Closed(world, closedAtMinute: 1, Given.Source());
        world.DeliverToDesk();
        world.Raise(Given.Source("river-2", 32, Given.MetersNorth(2_000)));
        world.Desk.Incidents.ContainsKey(id).ShouldBeFalse();

        world.Do(id, incident => IncidentRules.DecideReopen(incident, "It was not over.", Given.Officer, Given.Noon.AddMinutes(33)));
        world.DeliverToDesk();

        world.Raise(Given.Source("river-3", 10)).ShouldBe(id);
        world.Incidents[id].Status.ShouldBe(IncidentStatus.Reopened);
    }

    [Fact]
    public void An_incident_with_500_sources_takes_no_more()
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source("river-0"));
        for (var number = 1; number < IncidentLimits.SourcesMax; number++)
        {
            world.Raise(Given.Source($"river-{number}")).ShouldBe(first);
        }

        world.Raise(Given.Source("river-500")).ShouldNotBe(first);
    }

    [Fact]
    public void A_desk_forgets_live_incidents_that_are_over_and_bounds_replayed_ones_by_number()
    {
        var desk = Desk.Of(Given.District);
        for (var number = 0; number < IncidentLimits.DeskIncidentsMax + 50; number++)
        {
            desk = desk.After(DeskRules.DecideRaised(desk, Given.Source("river-1", number * 60, origin: Origin.Replayed("s-1"))).Own);
            desk = desk.After(DeskRules.DecideRaised(desk, Given.Source("river-2", number * 60)).Own);
        }

        desk.Incidents.Values.Count(entry => entry.Footprint.Origin == Origin.Live).ShouldBe(25);
        desk.Incidents.Values.Count(entry => entry.Footprint.Origin != Origin.Live).ShouldBeLessThanOrEqualTo(IncidentLimits.DeskIncidentsMax);
    }

    private static bool JoinsAfterFirst(Source second)
    {
        var world = new DistrictWorld();
        var first = world.Raise(Given.Source());
        return world.Raise(second) == first;
    }

    private static IncidentId Closed(DistrictWorld world, double closedAtMinute, Source source)
    {
        var at = Given.Noon.AddMinutes(closedAtMinute);
        var id = world.Raise(source);
        world.Do(id, incident => IncidentRules.DecideAcknowledge(incident, null, Given.Officer, at));
        world.Do(id, incident => IncidentRules.DecideClose(incident, null, [Given.Note()], Given.Officer, at));
        return id;
    }
}
