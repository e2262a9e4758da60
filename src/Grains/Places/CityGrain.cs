using CityBrain.Domain.Places;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Scenes;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Grains.Places;

/// <summary>The city: the register of its divisions, whose changes are facts, and the live summary of everything, which is worked out.</summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class CityGrain : JournaledGrain<Divisions>, ICityGrain
{
    private const string TypeName = "city";

    private static readonly AnswerForm<ImportReceipt> Form = ViewJson.Kept(ViewJson.Default.ImportReceipt);

    private static readonly Refusal PlaceUnknown = new(
        "place-unknown", "No place of this city has, or ever had, this code.", "Start from the city's own code and follow its children.", RefusalKind.Missing);

    private static readonly Refusal CityMissing = new(
        "city-missing", "The register of divisions is empty.", "Import the city's divisions first: `citybrain import FILE`.", RefusalKind.Conflict);

    private readonly IViews _views;
    private readonly IReadingHistory _history;
    private readonly ActiveScenes _scenes;
    private RollUp? _rollUp;

    /// <summary>Made by the silo.</summary>
    public CityGrain(JournalAccess journal, IViews views, IReadingHistory history, ActiveScenes scenes)
        : base(journal, TypeName, only: true) => (_views, _history, _scenes) = (views, history, scenes);

    /// <inheritdoc/>
    protected override Divisions Initial => Divisions.None;

    /// <inheritdoc/>
    public async Task<Answer<ImportReceipt>> Import(ImportDivisions command)
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        var file = DivisionsFile.Parse(command.Csv, Gcj02.ToWgs84);
        var inUse = await _views.Count(new ViewQuery { Kind = Lists.Device }) > 0;
        var errors = file.Errors.Count > 0 ? file.Errors : DivisionsRules.Check(Tentative, file.Rows, inUse);
        if (errors.Count > 0)
        {
            return new ImportReceipt(
                string.Empty, string.Empty, 0, 0, 0, 0, [.. errors.Select(error => new ImportError(error.Line, error.Code, error.Reason, error.Remedy))]);
        }

        var imported = await Execute(command.Mandate, ServiceClass.Cases, Form, state =>
        {
            var decision = DivisionsRules.DecideImport(state, file.Rows, CityTime.DayOf(Now), inUse);
            var facts = (decision as Decision<PlaceFact>.Accepted)?.Facts ?? [];
            return Propose(state, decision, Now, after => ReceiptOf(after, facts));
        });
        return imported;
    }

    /// <inheritdoc/>
    public Task<Answer<PlaceView>> Find(PlaceCode code) =>
        Task.FromResult(Answer<PlaceView>(divisions => divisions.Find(code) is { } place ? ToView(divisions, place) : PlaceUnknown));

    /// <inheritdoc/>
    public async Task<Answer<CityOverview>> Overview()
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        if (Durable.City is not { } city)
        {
            return CityMissing;
        }

        var rollUp = RollUpOf(city.Key);
        await rollUp.Refresh();
        var now = Now;
        var districts = Durable.ChildrenOf(city.Key).Select(district => new DistrictState(
            district.Key.Digits, district.Name, rollUp.StateOf(district.Key, Durable.ChildrenOf(district.Key).Count()))).ToList();
        var communities = districts.Aggregate(default(Coverage), (sum, district) => sum.Combine(district.State.Coverage));
        return new CityOverview
        {
            Code = city.CurrentCode.Digits,
            Name = city.Name,
            State = rollUp.State,
            Communities = communities,
            Districts = districts,
            Scenes = [.. _scenes.Catalogue.Scenes.Values.Select(scene => $"{scene.Reference.Scene} {scene.Reference.Version}")],
        };
    }

    /// <inheritdoc/>
    public Task Push(PlaceChange change)
    {
        if (Durable.City is { } city)
        {
            RollUpOf(city.Key).Take(change);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Divisions Apply(Divisions state, object fact) => DivisionsRules.Apply(state, (PlaceFact)fact);

    // An import into an empty city may bring one of another code.
    private RollUp RollUpOf(PlaceCode city) => _rollUp?.Place == city
        ? _rollUp
        : _rollUp = new RollUp(city, _views, _history, Journal.Clock, () => Task.FromResult(Durable.ChildrenOf(city).Count()));

    private static ImportReceipt ReceiptOf(Divisions after, IReadOnlyList<PlaceFact> facts) => new(
        after.City?.CurrentCode.Digits ?? string.Empty,
        after.City?.Name ?? string.Empty,
        after.Count(PlaceLevel.District),
        after.Count(PlaceLevel.Community),
        facts.OfType<PlaceAdded>().Count(),
        facts.Count(fact => fact is not PlaceAdded),
        []);

    private static PlaceView ToView(Divisions divisions, Division place) => new()
    {
        Code = place.Key.Digits,
        CurrentCode = place.CurrentCode.Digits,
        Name = place.Name,
        Level = place.Level switch { PlaceLevel.City => "city", PlaceLevel.District => "district", _ => "community" },
        Parent = place.Parent?.Digits,
        Location = place.Location,
        Codes = [.. place.Codes.Select(span => new DatedCode(span.Code.Digits, span.From, span.Until))],
        Children = [.. divisions.ChildrenOf(place.Key).Select(child => new PlaceChild(child.Key.Digits, child.Name))],
    };
}
