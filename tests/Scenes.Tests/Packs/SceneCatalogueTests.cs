using CityBrain.Scenes.Packs;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class SceneCatalogueTests
{
    private static readonly SceneCatalogue Shipped = ShippedPacks.Load().Aggregate(SceneCatalogue.Empty, (catalogue, scene) => Published(catalogue.Publish(scene)));

    [Fact]
    public void Models_are_found_by_id_whatever_scene_defines_them()
    {
        Shipped.Models.Keys.ShouldBe(
            [
                "air-station", "crowd-counter", "visitor-counter", "gate-counter", "combustible-gas-detector", "toxic-gas-detector",
                "noise-meter", "rain-gauge", "river-gauge", "smoke-detector", "smart-lock", "manhole-cover", "water-meter", "electricity-meter",
                "gas-meter", "smart-pole", "street-camera", "water-quality-station",
            ],
            ignoreOrder: true);
        Shipped.SceneOf("river-gauge")!.Id.ShouldBe("river");
        Shipped.SceneOf("canal").ShouldBeNull();
    }

    [Fact]
    public void A_new_version_takes_the_place_of_the_former_one()
    {
        var next = River.Loaded(River.With("/version", "\"1.2.0\"", "/models/0/rules/0/severity", "3"));
        var catalogue = Published(Shipped.Publish(next));
        catalogue.Scenes["river"].ShouldBe(next);
        catalogue.Models["river-gauge"].Rules[0].Severity.ShouldBe(3);
        Shipped.Models["river-gauge"].Rules[0].Severity.ShouldBe(2);
    }

    [Fact]
    public void Publishing_what_is_active_changes_nothing() => Published(Shipped.Publish(River.Loaded(River.Text))).ShouldBeSameAs(Shipped);

    [Theory]
    [InlineData("version-taken", "/version", "/models/0/rules/0/severity", "3")]
    [InlineData("model-removed", "/models", "/version", "\"2.0.0\"", "/models/0/id", "\"canal-gauge\"")]
    [InlineData("point-unit-changed", "/models/0/points", "/version", "\"2.0.0\"", "/models/0/points/0/unit", "\"cm\"")]
    [InlineData("attribute-unit-changed", "/models/0/attributes", "/version", "\"2.0.0\"", "/models/0/attributes/0/unit", "\"cm\"")]
    [InlineData("attribute-removed", "/models/0/attributes", "/version", "\"2.0.0\"", "/models/0/attributes", "[]", "/models/0/rules", "[]")]
    [InlineData("point-removed", "/models/0/points", "/version", "\"2.0.0\"", "/models/0/points/0/name", "\"stage\"", "/models/0/rules", "[]")]
    [InlineData("model-taken", "/models/0/id", "/scene", "\"canal\"")]
    public void What_devices_rely_on_stays(string code, string path, params string[] changes)
    {
        var refused = Shipped.Publish(River.Loaded(River.With(changes)), "canal.json").ShouldBeOfType<Publication.Refused>();
        refused.Errors[0].ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe(code), error => error.Path.ShouldBe(path),
            error => error.File.ShouldBe("canal.json"), error => error.Remedy.ShouldNotBeNullOrWhiteSpace());
    }

    private static SceneCatalogue Published(Publication publication) => publication.ShouldBeOfType<Publication.Published>().Catalogue;
}
