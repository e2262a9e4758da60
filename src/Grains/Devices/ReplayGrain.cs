using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Grains.Devices;

/// <summary>A replay session.</summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class ReplayGrain(JournalAccess journal) : JournaledGrain<Held<Replay>>(journal, TypeName), IReplayGrain
{
    private const string TypeName = "replay";

    private static readonly AnswerForm<ReplayView> Form = ViewJson.Kept(ViewJson.Default.ReplayView);

    /// <inheritdoc/>
    protected override Held<Replay> Initial => Held<Replay>.Nothing;

    /// <inheritdoc/>
    public Task<Answer<ReplayView>> Open(OpenReplay command) => Decide(command.Mandate, replay => ReplayRules.DecideOpen(
        replay, this.GetPrimaryKeyString(), command.Source, command.SourceHash, command.As, Now));

    /// <inheritdoc/>
    public Task<Answer<ReplayView>> Finish(FinishReplay command) => Decide(command.Mandate, replay => ReplayRules.DecideFinish(replay, Now));

    /// <inheritdoc/>
    public Task<Answer<ReplayView>> Read() =>
        Task.FromResult(Answer<ReplayView>(held => held.Value is { } replay ? ToView(replay) : ReplayRules.ReplayUnknown));

    /// <inheritdoc/>
    protected override Held<Replay> Apply(Held<Replay> state, object fact) => new(ReplayRules.Apply(state.Value, (ReplayFact)fact));

    private Task<Answer<ReplayView>> Decide(Mandate mandate, Func<Replay?, Decision<ReplayFact>> rule) =>
        Execute(mandate, ServiceClass.Cases, Form, state => Propose(state, rule(state.Value), Now, after => ToView(after.Value!)));

    private static ReplayView ToView(Replay replay)
    {
        var opening = replay.Opening;
        return new ReplayView(opening.Session, opening.Source, opening.SourceHash, opening.As, replay.IsOpen ? "open" : "finished", opening.At);
    }
}
