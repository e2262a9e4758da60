namespace CityBrain.Api.Tests;

/// <summary>What the screen calls things is what the city calls them.</summary>
public sealed class ScreenWordsTests
{
    [Fact]
    public void The_screen_calls_the_levels_what_reports_and_the_api_call_them()
    {
        var words = Repository.Read("src/Api/Web/words.ts");
        foreach (var name in LevelNames.All)
        {
            words.ShouldContain($"{name.Level}: \"{name.Zh}\"");
            words.ShouldContain($"{name.Level}: \"{name.En}\"", Case.Insensitive);
        }
    }
}
