using System.Globalization;
using System.Text;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Checks;

/// <summary>Every command is done once and whole, or not at all, and its callers were told the truth.</summary>
internal sealed class CommandCheck(World world, Timeline timeline, List<Finding> findings)
{
    private const string Once = "what was acknowledged is there, once, and was there when it was acknowledged";
    private const string Nothing = "what was said not to be written is not there";
    private const string Whole = "a command is written whole or not at all";
    private const string FirstAnswer = "the same key gets the first answer";
    private const string Fenced = "an append stands on the state that it was decided on";

    private readonly ILookup<int, Written> _written = timeline.Appends.Where(one => one.Command is not null).ToLookup(one => one.Command!.Number);

    public void Check()
    {
        foreach (var written in timeline.Appends.Where(one => one.Command is not null))
        {
            Written(written, written.Command!);
        }

        foreach (var calls in world.History.Calls.Where(call => call.Command is not null).GroupBy(call => call.Command!.Number))
        {
            Told([.. calls], calls.First().Command!, [.. _written[calls.Key]]);
        }

        foreach (var key in timeline.Appends.Where(one => one.Command?.Key.Length > 0).GroupBy(one => (one.Stream, one.Command!.Key)).Where(key => key.Count() > 1))
        {
            findings.Add(new Finding(Once, $"{key.Key} was done {key.Count()} times"));
        }
    }

    private void Written(Written written, Command command)
    {
        var append = written.Append;
        var expected = Expected(command);
        var found = append.Facts.Select(fact => $"{fact.Stream} {fact.Type} {Encoding.UTF8.GetString(fact.Payload.Span)}");
        if (!expected.SequenceEqual(found))
        {
            findings.Add(new Finding(Whole, $"{command}: {string.Join(", ", found)} instead of {string.Join(", ", expected)}"));
        }

        var decidedOn = append.Readings is { } readings ? Encoding.UTF8.GetString(readings.RuleState.Span).Split('|')[1]
            : append.Views.Count > 0 ? append.Views[0].State
            : null;
        if (decidedOn is not null && decidedOn != written.Before.ToString())
        {
            findings.Add(new Finding(Fenced, $"{command} was decided on {decidedOn} and written after {written.Before}"));
        }

        if (append.Facts.Count > 0)
        {
            var call = world.History.Calls[int.Parse(append.Facts[0].Mandate.Actor.AsSpan(7), CultureInfo.InvariantCulture)];
            if (call.Outcome is not (Outcome.Ok or Outcome.Unknown))
            {
                findings.Add(new Finding(Nothing, $"call {call.Number}, {command}, was told {call.Outcome}, and batch {written.At.Batch} has it"));
            }

            if (call.Outcome == Outcome.Ok && call.Seen != written.Before)
            {
                findings.Add(new Finding(Fenced, $"{command} was decided on {call.Seen} and written after {written.Before}"));
            }
        }
    }

    private void Told(List<Call> calls, Command command, List<Written> written)
    {
        if (written.Count > 1)
        {
            findings.Add(new Finding(Once, $"{command} was done {written.Count} times"));
        }

        if (written.Count > 0 && !calls.Exists(call => call.Outcome is Outcome.Ok or Outcome.Unknown))
        {
            findings.Add(new Finding(Nothing, $"{command} was told {string.Join(", ", calls.Select(call => call.Outcome))}, and batch {written[0].At.Batch} has it"));
        }

        var first = written.Count > 0 ? timeline.Of(command.Stream)[written[0].Moment].State.Balance : (long?)null;
        foreach (var call in calls)
        {
            switch (call.Outcome)
            {
                case Outcome.Ok when written.Count == 0 ? command is not { Deed: Deed.Peek, Key: "" } : written[0].LandedAt > call.RepliedAt:
                    findings.Add(new Finding(Once, $"call {call.Number}, {command}, was acknowledged at {call.RepliedAt}, but {(written.Count == 0 ? "is not there" : $"was there only at {written[0].LandedAt}")}"));
                    break;
                case Outcome.Ok when first is not null && first != call.Answer:
                    findings.Add(new Finding(FirstAnswer, $"call {call.Number}, {command}, was answered {call.Answer} instead of {first}"));
                    break;
                case Outcome.KeyReused when !timeline.Appends.Exists(one => IsOtherUse(one, command) && one.LandedAt < call.RepliedAt):
                    findings.Add(new Finding("a key counts as used only when its command is durable", $"call {call.Number}, {command}"));
                    break;
                case Outcome.Unstorable when command.Deed != Deed.Curse:
                    findings.Add(new Finding("only what cannot be stored is called unstorable", $"call {call.Number}, {command}"));
                    break;
                default:
                    break;
            }
        }

        if (calls.Where(call => call.Outcome == Outcome.Ok).Select(call => call.Answer).Distinct().Count() > 1)
        {
            findings.Add(new Finding(FirstAnswer, $"{command} was answered {string.Join(", ", calls.Where(call => call.Outcome == Outcome.Ok).Select(call => call.Answer))}"));
        }
    }

    private static bool IsOtherUse(Written written, Command command) =>
        written.Command is { } other && other.Key == command.Key && other.Stream == command.Stream && other.Body != command.Body;

    private static List<string> Expected(Command command)
    {
        var children = Enumerable.Range(0, 1 + (command.Number % 2)).SelectMany(i => (string[])
        [
            $"account/{command.Number}-{i} opened {(i == 0 && command.Deed == Deed.Split ? command.Amount : 0)}",
            $"account/{command.Number}-{i} named {i}",
        ]);
        return command.Deed switch
        {
            Deed.Add => [$"{command.Stream} added {command.Amount}"],
            Deed.AddTwice => [$"{command.Stream} added {command.Amount}", $"{command.Stream} added {command.Amount + 1}"],
            Deed.Take => [$"{command.Stream} taken {command.Amount}"],
            Deed.Split => [$"{command.Stream} split {command.Amount}", .. children],
            Deed.Spawn or Deed.Show or Deed.Peek => [.. command.Key.Length > 0 ? [$"{command.Stream} delivery-noted {{}}"] : Array.Empty<string>(), .. command.Deed == Deed.Spawn ? children : []],
            Deed.Alarm => [$"{command.Stream} raised {command.Amount}"],
            Deed.Curse => [$"{command.Stream} cursed 0"],
            _ => [],
        };
    }
}
