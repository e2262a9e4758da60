using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CsCheck;

namespace CityBrain.Simulation.Tests;

public class ClosureTests
{
    [Fact]
    public void A_stale_activation_that_pipelines_behind_another_is_refused_whole()
    {
        var start = Appends.HeadOf(Appends.Fact("a", default, "start"));
        var stale = LaneWriter.Begin();
        var second = Appends.Fact("a", default, "stale");
        var third = Appends.Fact("a", Appends.HeadOf(second), "stale");
        Closure.Refused([Appends.Pending(stale, second), Appends.Pending(stale, third)], Appends.Heads(("a", start))).ShouldBe([true, true]);
    }

    [Fact]
    public void A_refused_command_takes_what_was_decided_on_it_along_through_other_streams()
    {
        var (first, second, third) = (LaneWriter.Begin(), LaneWriter.Begin(), LaneWriter.Begin());
        var outdated = Appends.Fact("a", new Head(4, default), "outdated");
        var opened = Appends.Fact("b", default, "opened");
        var onOpened = Appends.Fact("b", Appends.HeadOf(opened), "later");
        var untouched = Appends.Fact("c", default, "untouched");
        Closure.Refused(
            [Appends.Pending(first, outdated, opened), Appends.Pending(second, onOpened), Appends.Pending(third, untouched)],
            Appends.Heads()).ShouldBe([true, true, false]);
    }

    [Fact]
    public void An_append_that_adds_nothing_to_its_stream_is_refused_when_the_stream_has_moved()
    {
        var head = Appends.HeadOf(Appends.Fact("a", default, "start"));
        var append = new Append { Class = ServiceClass.Cases, DecidedOn = new Standpoint("a", default, null) };
        Closure.Refused([new Pending(LaneWriter.Begin(), append)], Appends.Heads(("a", head))).ShouldBe([true]);
        Closure.Refused([new Pending(LaneWriter.Begin(), append)], Appends.Heads()).ShouldBe([false]);
    }

    [Fact]
    public void Facts_are_refused_when_the_readings_that_they_were_decided_on_have_moved()
    {
        var fact = Appends.Fact("device/1", default, "fact");
        var append = Appends.Of(ServiceClass.Cases, fact) with { DecidedOn = new Standpoint("device/1", default, new Head(2, default)) };
        var heads = new Dictionary<Chain, Head> { [new Chain("device/1", OfReadings: true)] = new Head(3, default) };
        Closure.Refused([new Pending(LaneWriter.Begin(), append)], heads).ShouldBe([true]);
    }

    [Fact]
    public void Whatever_is_accepted_connects_and_nothing_is_refused_without_a_conflict() => Scripts.Sample(script =>
    {
        var (appends, heads, conflict) = Play(script);
        var refused = Closure.Refused(appends, heads);
        if (!conflict)
        {
            refused.ShouldAllBe(one => !one);
        }

        var at = new Dictionary<Chain, Head>(heads);
        var failed = new HashSet<Session>();
        for (var i = 0; i < appends.Count; i++)
        {
            if (refused[i])
            {
                failed.Add(appends[i].Session);
                continue;
            }

            failed.ShouldNotContain(appends[i].Session, "a session goes on after a refused append");
            foreach (var link in appends[i].Links)
            {
                at.GetValueOrDefault(link.Chain).ShouldBe(link.From);
                at[link.Chain] = link.To;
            }
        }
    });

    /// <summary>Each step: who appends, to which two streams, and whether it stands on an outdated head.</summary>
    private static readonly Gen<(int Session, int First, int Second, bool Outdated)[]> Scripts =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))).Array[0, 12];

    private static (List<Pending> Appends, Dictionary<Chain, Head> Heads, bool Conflict) Play((int Session, int First, int Second, bool Outdated)[] script)
    {
        var sessions = Enumerable.Range(0, 4).Select(_ => LaneWriter.Begin()).ToList();
        var at = Enumerable.Range(0, 5).ToDictionary(i => $"s{i}", i => new Head(i, default));
        var heads = Appends.Heads([.. at.Select(one => (one.Key, one.Value))]);
        var appends = new List<Pending>();
        foreach (var (step, i) in script.Select((step, i) => (step, i)))
        {
            var facts = new List<FactRow>();
            foreach (var stream in new[] { $"s{step.First}", $"s{step.Second}" }.Distinct())
            {
                facts.Add(Appends.Fact(stream, step.Outdated ? new Head(99, default) : at[stream], $"t{i}"));
                at[stream] = Appends.HeadOf(facts[^1]);
            }

            appends.Add(Appends.Pending(sessions[step.Session], [.. facts]));
        }

        return (appends, heads, script.Any(step => step.Outdated));
    }
}
