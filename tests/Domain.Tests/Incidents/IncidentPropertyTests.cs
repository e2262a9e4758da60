using System.Text.Json;
using CityBrain.Domain.Incidents;
using CsCheck;

namespace CityBrain.Domain.Tests.Incidents;

/// <summary>Random days of one district: sources, clearings, persons' decisions, and news that reach the desk late.</summary>
public class IncidentPropertyTests
{
    private static readonly Gen<Source> GenSource =
        from device in Gen.Int[1, 9]
        from minutes in Gen.Double[0, 120]
        from meters in Gen.Double[-1_500, 1_500]
        from located in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))
        from kind in Gen.OneOf(Gen.Const("river-rise"), Gen.Const("smoke"))
        from origin in Gen.OneOf(Gen.Const(Origin.Live), Gen.Const(Origin.Replayed("s-1")), Gen.Const(Origin.Replayed("s-2")))
        from place in Gen.OneOf(Gen.Const("341882001001"), Gen.Const("341882001002"), Gen.Const("341882001"))
        from severity in Gen.Int[1, 4]
        select Given.Source($"d-{device}", minutes, Given.MetersNorth(meters), kind, origin, place, severity, located);

    private static readonly Gen<(int Step, int Which, Source Source)[]> GenDay =
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 999], GenSource).Array[1, 60];

    [Fact]
    public void No_incident_reaches_beyond_500_metres_of_its_first_location() =>
        GenSource.Array[1, 80].Sample(sources =>
        {
            var world = new DistrictWorld();
            foreach (var source in sources.DistinctBy(source => source.Alarm))
            {
                world.Raise(source);
            }

            foreach (var incident in world.Incidents.Values.Where(incident => incident.Footprint.FirstLocation is not null))
            {
                var first = incident.Sources[0].Source.Spot!.Value;
                incident.Sources.Where(held => held.Source.Spot is not null)
                    .ShouldAllBe(held => first.DistanceMeters(held.Source.Spot!.Value) <= 500);
            }
        });

    [Fact]
    public void Sources_of_one_place_make_the_same_incidents_in_whatever_order_they_come() =>
        Gen.Select(Gen.Int[0, 180].Array[1, 25], Gen.Int).Sample((minutes, seed) =>
        {
            var sources = minutes.Distinct().Select(minute => Given.Source("d-1", minute)).ToArray();
            var inOrder = Times(sources.OrderBy(source => source.ObservedAt));
            var swapped = Times(sources.OrderBy(source => source.ObservedAt.Minute % 2).ThenBy(source => source.ObservedAt));
            swapped.Sum(group => group.Count).ShouldBe(inOrder.Sum(group => group.Count));
            inOrder.ShouldAllBe(group => group.Zip(group.Skip(1), (one, next) => next - one).All(gap => gap <= IncidentLimits.MergeGapMax));
        });

    [Fact]
    public void Undoing_a_merge_leaves_one_incident_per_source() =>
        GenSource.Array[2, 40].Sample(sources =>
        {
            var world = new DistrictWorld();
            var distinct = sources.DistinctBy(source => source.Alarm).ToArray();
            foreach (var source in distinct)
            {
                world.Raise(source);
            }

            foreach (var id in world.Incidents.Keys.ToArray())
            {
                world.Do(id, incident => IncidentRules.DecideUndoMerge(incident, "Different causes.", Given.Officer, Given.Noon.AddHours(3)));
            }

            world.Incidents.Values.ShouldAllBe(incident => incident.Sources.Count == 1);
            world.Incidents.Values.Select(incident => incident.Sources[0].Source.Alarm).ShouldBe(distinct.Select(source => source.Alarm), ignoreOrder: true);
        });

    [Fact]
    public void Whatever_happens_every_source_stands_in_one_incident_and_every_incident_is_sound() =>
        GenDay.Sample(day =>
        {
            var world = new DistrictWorld();
            var raised = Live(world, day);

            var held = world.Incidents.Values.SelectMany(incident => incident.Sources).Select(source => source.Source.Alarm).ToList();
            held.ShouldBe(raised, ignoreOrder: true);
            world.Incidents.Values.SelectMany(IncidentInvariants.Broken).ShouldBeEmpty();
            world.DeliverToDesk();
            foreach (var (alarm, incident) in world.Desk.Active)
            {
                world.Holder(alarm).ShouldBe(incident);
            }
        });

    [Fact]
    public void Folding_the_facts_gives_the_state_that_the_decisions_left() =>
        GenDay.Sample(day =>
        {
            var world = new DistrictWorld();
            Live(world, day);

            Describe(world.DeskFacts.Aggregate(Desk.Of(Given.District), DeskRules.Apply)).ShouldBe(Describe(world.Desk));
            foreach (var (id, facts) in world.IncidentFacts)
            {
                var folded = facts.Aggregate((Incident?)null, IncidentRules.Apply)!;
                Describe(folded).ShouldBe(Describe(world.Incidents[id]));
                folded.Timeline.Count.ShouldBe(facts.Count);
            }
        });

    [Fact]
    public void Every_fact_comes_back_from_JSON_as_it_was() =>
        GenDay.Sample(
            day =>
            {
                var world = new DistrictWorld();
                Live(world, day);
                foreach (var fact in world.DeskFacts.Concat<object>(world.IncidentFacts.Values.SelectMany(facts => facts)))
                {
                    var text = JsonSerializer.Serialize(fact, fact.GetType());
                    JsonSerializer.Serialize(JsonSerializer.Deserialize(text, fact.GetType()), fact.GetType()).ShouldBe(text);
                }
            },
            iter: 30);

    private static List<List<DateTimeOffset>> Times(IEnumerable<Source> sources)
    {
        var world = new DistrictWorld();
        foreach (var source in sources)
        {
            world.Raise(source);
        }

        return [.. world.Incidents.Values.Select(incident => incident.Sources.Select(held => held.Source.ObservedAt).Order().ToList())];
    }

    private static List<AlarmId> Live(DistrictWorld world, (int Step, int Which, Source Source)[] day)
    {
        var raised = new List<AlarmId>();
        foreach (var (step, which, source) in day)
        {
            var at = Given.Noon.AddMinutes(which % 150);
            var id = world.Incidents.Count == 0 ? default : world.Incidents.Keys.ElementAt(which % world.Incidents.Count);
            if (step < 6 || raised.Count == 0)
            {
                if (!raised.Contains(source.Alarm))
                {
                    raised.Add(source.Alarm);
                    world.Raise(source);
                }

                continue;
            }

            if (step < 8)
            {
                world.Clear(raised[which % raised.Count], at);
            }
            else if (step == 8)
            {
                world.DeliverToDesk();
            }
            else
            {
                world.Do(id, incident => Decide(step, which, incident, at));
            }
        }

        return raised;
    }

    private static OpeningDecision<IncidentFact> Decide(int step, int which, Incident incident, DateTimeOffset at) => step switch
    {
        9 => IncidentRules.DecideAcknowledge(incident, null, Given.Officer, at),
        10 => IncidentRules.DecideTakeInHand(incident, null, Given.Officer, at),
        11 => IncidentRules.DecideClose(incident, null, which % 3 == 0 ? [] : [Given.Note()], Given.Officer, at),
        12 => IncidentRules.DecideReopen(incident, "Not over.", Given.Officer, at),
        13 when which % 2 == 0 => IncidentRules.DecideUndoMerge(incident, "Different causes.", Given.Officer, at),
        13 => IncidentRules.DecideSeparateSource(incident, incident.Sources[which % incident.Sources.Count].Source.Key, "Another cause.", Given.Officer, at),
        14 when which % 2 == 0 => IncidentRules.DecideLevel(incident, (Level)(which % 6), "I saw it.", Given.Officer, at),
        14 => IncidentRules.DecideReportToll(incident, AccidentClass.ProductionSafety, new Toll(which % 40, null, null, null), Given.Officer, at),
        _ => IncidentRules.DecideDeclineReopening(incident, "A test.", Given.Officer, at),
    };

    private static string Describe(Desk desk) => string.Join('\n',
        [.. desk.Incidents.Values.OrderBy(entry => entry.Order).Select(entry => entry.ToString()),
            .. desk.Active.Select(pair => pair.ToString()).Order(), .. desk.Serials.Select(pair => pair.ToString())]);

    private static string Describe(Incident incident) => string.Join('\n',
        [(incident with { Sources = [], Parts = incident.Parts.Clear(), Evidence = [], Reopening = [], Timeline = [] }).ToString(),
            .. incident.Sources.Select(held => held.ToString()), .. incident.Parts.Select(pair => pair.ToString()).Order(),
            .. incident.Evidence.Select(item => item.ToString()), .. incident.Reopening.Select(alarm => alarm.ToString()),
            .. incident.Timeline.Select(line => line.ToString())]);
}
