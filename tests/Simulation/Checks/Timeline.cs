using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Simulation.Stores;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Checks;

/// <summary>The checker's own reading of the lane: every append in order, by whom it was asked for, and the states of each stream.</summary>
internal sealed class Timeline
{
    private readonly Dictionary<string, List<Moment>> _moments = [];
    private readonly Dictionary<string, Command> _byTrace = [];
    private readonly Dictionary<(string Stream, string Key, string Body), Command> _byKey = [];

    public Timeline(World world)
    {
        foreach (var command in world.History.Calls.Select(call => call.Command).OfType<Command>())
        {
            _byTrace.TryAdd(command.Trace, command);
            _byKey.TryAdd((command.Stream, command.Key, command.Body), command);
        }

        foreach (var landing in world.Store.Durable.Landings)
        {
            foreach (var placed in landing.Appends)
            {
                Place(landing, placed);
            }
        }
    }

    public List<Written> Appends { get; } = [];

    public IReadOnlyList<Moment> Of(string stream) =>
        _moments.TryGetValue(stream, out var moments) ? moments : _moments[stream] = [new Moment(Ledger.Empty, 0)];

    private void Place(Landing landing, PlacedAppend placed)
    {
        var append = placed.Append;
        var command = CommandOf(append);
        var own = command?.Stream ?? append.Facts[0].Stream;
        var before = Of(own)[^1].State;
        foreach (var facts in append.Facts.GroupBy(fact => fact.Stream))
        {
            Advance(facts.Key, facts.Aggregate(Of(facts.Key)[^1].State, (state, fact) => state.After(fact)), landing.LandedAt, facts.Key == own ? append.Readings : null);
        }

        if (append.Facts.All(fact => fact.Stream != own))
        {
            Advance(own, before, landing.LandedAt, append.Readings);
        }

        Appends.Add(new Written(append, command, new Position(landing.Batch.Lane, landing.Batch.Batch, placed.FirstOrdinal), landing.LandedAt, before, own, Of(own).Count - 1));
    }

    private void Advance(string stream, Ledger after, int landedAt, ReadingAppend? readings)
    {
        var state = readings is { Rows.Count: > 0 } ? after with { Readings = new Head(readings.Rows[^1].Number, readings.Rows[^1].Hash) } : after;
        _ = Of(stream);
        _moments[stream].Add(new Moment(state, landedAt));
    }

    private Command? CommandOf(Append append)
    {
        var trace = append.Facts.Count > 0 ? append.Facts[0].Mandate.Trace
            : append.Readings is { } readings ? Encoding.UTF8.GetString(readings.RuleState.Span).Split('|')[0]
            : append.Views.Count > 0 ? append.Views[0].Topic
            : string.Empty;
        return trace.Length > 0 ? _byTrace.GetValueOrDefault(trace)
            : append.Answer is { } answer ? _byKey.GetValueOrDefault((answer.Stream, answer.Command, answer.Body))
            : null;
    }
}

/// <summary>A state that became durable, and when.</summary>
internal readonly record struct Moment(Ledger State, int LandedAt);

/// <summary>An append that became durable.</summary>
/// <param name="Append">As the store has it.</param>
/// <param name="Command">The command that it carries out; null for a delivery.</param>
/// <param name="At">Where its first row stands.</param>
/// <param name="LandedAt">When.</param>
/// <param name="Before">The state of the deciding stream before it.</param>
/// <param name="Stream">The deciding stream.</param>
/// <param name="Moment">Place of the state after it among the stream's moments.</param>
internal sealed record Written(Append Append, Command? Command, Position At, int LandedAt, Ledger Before, string Stream, int Moment);
