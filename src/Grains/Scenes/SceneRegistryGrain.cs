using CityBrain.Domain.Scenes;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Scenes;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;
using CityBrain.Scenes.Packs;
using Orleans.Concurrency;

namespace CityBrain.Grains.Scenes;

/// <summary>The registry of scenes: checks packs, puts them in force, and keeps every version.</summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class SceneRegistryGrain(JournalAccess journal, ActiveScenes active) : JournaledGrain<SceneShelf>(journal, TypeName, only: true), ISceneRegistryGrain
{
    private const string TypeName = "scenes";
    private const string Body = "body";

    private static readonly AnswerForm<PublishReceipt> Form = ViewJson.Kept(ViewJson.Default.PublishReceipt);

    private static readonly Refusal SceneUnknown = new(
        "scene-unknown", "No scene of this name is in force.", "List the scenes and take the name from there.", RefusalKind.Missing);

    /// <inheritdoc/>
    protected override SceneShelf Initial => SceneShelf.Empty;

    /// <inheritdoc/>
    public async Task<Answer<PublishReceipt>> Publish(PublishScene command)
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        var loaded = PackLoader.Default.Load(Body, command.Pack);
        if (loaded is PackResult.Rejected rejected)
        {
            return new PublishReceipt(null, [.. rejected.Errors.Select(ToFault)]);
        }

        var scene = ((PackResult.Loaded)loaded).Scene;
        if (Tentative.Catalogue.Publish(scene) is Publication.Refused refused)
        {
            return new PublishReceipt(null, [.. refused.Errors.Select(ToFault)]);
        }

        return await Execute(command.Mandate, ServiceClass.Cases, Form, state => Propose(state, scene));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SceneView>> List() =>
        Task.FromResult<IReadOnlyList<SceneView>>([.. Durable.Catalogue.Scenes.Values.Select(scene => Durable.ToView(scene, withPack: false))]);

    /// <inheritdoc/>
    public Task<Answer<SceneView>> Read(string scene) => Task.FromResult(Answer<SceneView>(shelf =>
        shelf.Catalogue.Scenes.TryGetValue(scene, out var found) ? shelf.ToView(found, withPack: true) : SceneUnknown));

    /// <inheritdoc/>
    protected override SceneShelf Apply(SceneShelf state, object fact)
    {
        var published = (ScenePublished)fact;
        return PackLoader.Default.Load(published.Scene, published.Pack) is PackResult.Loaded loaded
            && state.Catalogue.Publish(loaded.Scene) is Publication.Published accepted
            ? new SceneShelf(accepted.Catalogue, state.Published.Add(published))
            : throw new UnreadableFactException("scene-published", 1, null);
    }

    /// <inheritdoc/>
    protected override Task<SceneShelf> Restore(SceneShelf state, IReadOnlyList<FactRow> rows, CancellationToken cancellation)
    {
        active.Adopt(state.Catalogue);
        return Task.FromResult(state);
    }

    /// <inheritdoc/>
    protected override void Announce() => active.Adopt(Durable.Catalogue);

    private Proposal<SceneShelf, PublishReceipt> Propose(SceneShelf state, Scene scene)
    {
        SceneFact[] facts = state.InForce(scene.Reference.Scene)?.Hash == scene.Reference.Hash
            ? []
            : [new ScenePublished(scene.Reference.Scene, scene.Reference.Version, scene.Reference.Hash, scene.CanonicalJson, Now)];
        return Accept(state, facts, Now, after => new PublishReceipt(after.ToView(scene, withPack: false), []));
    }

    private static PackFault ToFault(PackError error) => new(error.Code, error.Path, error.Line, error.Reason, error.Remedy);
}
