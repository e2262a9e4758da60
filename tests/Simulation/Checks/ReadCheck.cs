using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Checks;

/// <summary>Reads, refusals and answers that changed nothing show a durable state, and none older than what was acknowledged before.</summary>
internal sealed class ReadCheck(World world, Timeline timeline, List<Finding> findings)
{
    private readonly Dictionary<int, int> _floors = [];

    public void Check()
    {
        var written = timeline.Appends.Where(one => one.Command is not null).DistinctBy(one => one.Command!.Number).ToDictionary(one => one.Command!.Number);
        var acknowledged = world.History.Calls
            .Where(call => call.Outcome == Outcome.Ok && call.Command is { } command && written.ContainsKey(command.Number))
            .Select(call => (Call: call, written[call.Command!.Number].Moment))
            .OrderBy(one => one.Call.RepliedAt)
            .ToList();
        foreach (var call in world.History.Calls)
        {
            Count(call);
            if (call.Seen is { } seen && call.Activation is { } activation && IsShown(call))
            {
                // What others acknowledged counts only where no other activation could have done it behind this one's back.
                var floor = acknowledged
                    .Where(one => one.Call.Stream == call.Stream && one.Call.RepliedAt < call.InvokedAt && (one.Call.Activation == activation || !activation.Shared))
                    .Select(one => one.Moment)
                    .Append(Loaded(activation))
                    .Max();
                Shown(call, seen, floor);
            }
        }
    }

    private static bool IsShown(Call call) =>
        (call.Command is null && call.Outcome == Outcome.Ok) || call.Outcome == Outcome.Refused || (call.Outcome == Outcome.Ok && call.Command is { Deed: Deed.Peek, Key: "" });

    private int Loaded(Activation activation)
    {
        if (!_floors.TryGetValue(activation.Number, out var floor))
        {
            var moments = timeline.Of(activation.Stream);
            while (floor + 1 < moments.Count && moments[floor + 1].LandedAt <= activation.LoadedAt && moments[floor + 1].State.Seq <= activation.LoadedSeq)
            {
                floor++;
            }

            _floors.Add(activation.Number, floor);
        }

        return floor;
    }

    private void Shown(Call call, Ledger seen, int floor)
    {
        var moments = timeline.Of(call.Stream);
        var what = $"call {call.Number} on {call.Stream} ({call.Command?.ToString() ?? "read"}, {call.Outcome}) saw {seen}";
        var (first, last) = (-1, -1);
        for (var i = 0; i < moments.Count; i++)
        {
            if (moments[i].State == seen)
            {
                (first, last) = (first < 0 ? i : first, i);
            }
        }

        if (first < 0 || moments[first].LandedAt > call.RepliedAt)
        {
            findings.Add(new Finding("nobody is shown what is not durable", first < 0 ? $"{what}, which never became durable" : $"{what}, which became durable at {moments[first].LandedAt} only"));
        }
        else if (last < floor)
        {
            findings.Add(new Finding("nobody is shown less than was acknowledged before", $"{what}, although {moments[floor].State} was known"));
        }

        if (call.Outcome == Outcome.Refused && seen.Balance >= call.Command!.Amount)
        {
            findings.Add(new Finding("a refusal has its reason in the state", what));
        }
    }

    private void Count(Call call)
    {
        var tentative = call.Seen is { } seen && !timeline.Of(call.Stream).Any(moment => moment.State == seen);
        world.Counters.Add(Happening.RefusedClosures, call.Outcome == Outcome.Outdated && tentative ? 1 : 0);
        world.Counters.Add(Happening.WithdrawnAppends, call.WithdrawnWithoutFailure && call.Seen is not null ? 1 : 0);
        world.Counters.Add(Happening.UnstorableAppends, call.Outcome == Outcome.Unstorable ? 1 : 0);
    }
}
